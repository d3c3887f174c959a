import PubSub
import Synchronization
import XMPP

/// Asks clients what their capabilities mean, a few at a time and each once. What does not find a place in the queue is
/// asked for when the client shows up again.
final class Curiosity: Sendable {
  private struct Question {
    let mark: EntityCapabilities.Mark
    let secondsAway: Int?
  }

  /// So many clients wait to be asked: after a new connection, all come at once.
  private static let capacity = 16_384
  private static let atATime = 8

  private let people: People
  private let clients = Chores<JID>(capacity: capacity)
  /// What each client that waits was heard to say last.
  private let questions = Mutex<[JID: Question]>([:])

  init(_ people: People) { self.people = people }

  func wonder(_ jid: JID, _ mark: EntityCapabilities.Mark, _ secondsAway: Int?) {
    let question = Question(mark: mark, secondsAway: secondsAway)
    let waits = questions.withLock { $0.updateValue(question, forKey: jid) != nil }
    guard !waits, !clients.add(jid) else { return }
    _ = take(jid)
  }

  private func take(_ jid: JID) -> Question? {
    questions.withLock { $0.removeValue(forKey: jid) }
  }

  /// Until it is cancelled.
  ///
  /// - Parameter found: is told which nodes' notifications a client asks for that it did not ask for before.
  func run(_ found: @escaping @Sendable (JID, Set<NodeID>, Int?) -> Void) async {
    await clients.run(hands: Self.atATime) { await self.ask($0, found) }
  }

  private func ask(_ jid: JID, _ found: @Sendable (JID, Set<NodeID>, Int?) -> Void) async {
    guard let question = take(jid) else { return }
    // Another client may have said it meanwhile.
    var interests = people.capabilities.interests(jid, question.mark)
    if interests == nil { interests = await people.capabilities.ask(jid, question.mark) }
    guard let interests else { return }
    let new = people.presence.watch(jid, interests)
    if !new.isEmpty { found(jid, new, question.secondsAway) }
  }
}
