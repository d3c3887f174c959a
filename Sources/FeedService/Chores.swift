import Synchronization
import XMPP

/// Work on behalf of people that waits for a few hands, of each address once. What finds no place is not taken on.
///
/// Our own people have hands of their own, and so have strangers. Each account of ours, and each domain of others, takes
/// its turn with a few of those hands, so that nobody who keeps them waiting holds all of them.
final class Chores<Chore: Sendable>: Sendable {
  /// Who takes turns.
  fileprivate enum Party: Hashable {
    case account(BareJID)
    case domain(String)
  }

  fileprivate struct Line {
    var waiting: ArraySlice<JID> = []
    /// How many hands have been asked for.
    var hands = 0
  }

  private struct State {
    var chores: [JID: Chore] = [:]
    var lines: [Party: Line] = [:]
    var places: Shares
  }

  /// The turns of our own people, and those of strangers.
  private typealias Turns = (
    stream: AsyncStream<Party>, continuation: AsyncStream<Party>.Continuation
  )

  private let local: Set<String>
  private let handsAtOnce: Int
  private let ours: Turns = AsyncStream.makeStream()
  private let theirs: Turns = AsyncStream.makeStream()
  private let state: Mutex<State>

  /// - Parameters:
  ///   - capacity: how many may wait; for parts of it see `Shares`.
  ///   - local: the domains of our own people.
  ///   - handsAtOnce: with how many hands each party is served at most.
  init(capacity: Int, local: Set<String>, handsAtOnce: Int = 1) {
    (self.local, self.handsAtOnce) = (local, handsAtOnce)
    state = Mutex(
      State(places: Shares(capacity, account: PresenceBook.resourcesPerAccount, local: local)))
  }

  /// False if it finds no place.
  ///
  /// - Parameter merge: makes one of a chore that waits for the same address, and this one.
  func add(_ jid: JID, _ chore: Chore, _ merge: (Chore, Chore) -> Chore = { $1 }) -> Bool {
    let isLocal = local.contains(jid.bare.domain)
    let party = isLocal ? Party.account(jid.bare) : .domain(jid.bare.domain)
    let (isTaken, isTurn) = state.withLock { state in
      if let waiting = state.chores[jid] {
        state.chores[jid] = merge(waiting, chore)
        return (true, false)
      }
      guard state.places.take(for: jid.bare) else { return (false, false) }
      state.chores[jid] = chore
      return (true, state.lines[party, default: Line()].add(jid, handsAtOnce))
    }
    if isTurn { (isLocal ? ours : theirs).continuation.yield(party) }
    return isTaken
  }

  /// Whether nothing waits and nothing is under way.
  var isIdle: Bool { state.withLock { $0.lines.isEmpty } }

  /// Until it is cancelled.
  ///
  /// - Parameter hands: how many there are for our own people, and how many for strangers.
  func run(hands: Int, _ body: @escaping @Sendable (JID, Chore) async -> Void) async {
    await withTaskGroup { group in
      for turns in [ours, theirs] {
        for _ in 0..<hands {
          group.addTask { for await party in turns.stream { await self.serve(party, turns, body) } }
        }
      }
    }
  }

  private func serve(_ party: Party, _ turns: Turns, _ body: (JID, Chore) async -> Void) async {
    let found = state.withLock { state -> (JID, Chore)? in
      guard let jid = state.lines[party]?.waiting.popFirst(),
        let chore = state.chores.removeValue(forKey: jid)
      else { return nil }
      state.places.giveBack(of: jid.bare)
      return (jid, chore)
    }
    if let (jid, chore) = found { await body(jid, chore) }
    let isMore = state.withLock { state in
      guard state.lines[party]?.waiting.isEmpty == true else { return true }
      state.lines[party]?.hands -= 1
      if state.lines[party]?.hands == 0 { state.lines[party] = nil }
      return false
    }
    if isMore { turns.continuation.yield(party) }
  }
}

extension Chores.Line {
  /// Whether a hand is to be asked for.
  fileprivate mutating func add(_ jid: JID, _ handsAtOnce: Int) -> Bool {
    waiting.append(jid)
    guard hands < handsAtOnce else { return false }
    hands += 1
    return true
  }
}
