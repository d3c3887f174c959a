import PubSub
import XML
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
  /// Of each account of ours and of each domain of others: who does not answer holds no more hands.
  static let atATimeOfOne = 2

  private let capabilities: CapabilityBook
  private let clients: Chores<Question>

  init(_ capabilities: CapabilityBook, local: Set<String>) {
    self.capabilities = capabilities
    clients = Chores(capacity: Self.capacity, local: local, handsAtOnce: Self.atATimeOfOne)
  }

  /// False if there is no place for the question.
  func wonder(_ jid: JID, _ mark: EntityCapabilities.Mark, _ secondsAway: Int?) -> Bool {
    clients.add(jid, Question(mark: mark, secondsAway: secondsAway)) { old, new in
      // What was said last; only the first presence says for how long they were away.
      Question(mark: new.mark, secondsAway: new.secondsAway ?? old.secondsAway)
    }
  }

  /// Until it is cancelled.
  ///
  /// - Parameter found: is told which nodes' notifications a client asks for.
  func run(_ found: @escaping @Sendable (JID, Set<NodeID>, Int?) -> Void) async {
    await clients.run(hands: Self.atATime) { jid, question in
      // Another client may have said it meanwhile.
      var interests = self.capabilities.interests(jid, question.mark)
      if interests == nil { interests = await self.capabilities.ask(jid, question.mark) }
      if let interests { found(jid, interests, question.secondsAway) }
    }
  }
}
