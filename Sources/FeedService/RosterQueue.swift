import Synchronization
import XMPP

/// Keeps the writes of each account in the order in which they came, though one of them waits for rosters; and says how
/// much may wait for rosters at a time.
///
/// From the moment at which one needs rosters, those of its account that the store has already come back undone, and
/// those that come are kept. When all are back and the rosters are there, they go on in their order.
final class RosterQueue: Sendable {
  typealias Start = @Sendable () -> Void

  /// Thrown by a write whose turn comes later.
  struct Held: Error {}

  fileprivate struct Line {
    /// How many the store has.
    var inStore = 0
    /// One needs rosters: no other one may be done.
    var isHeld = false
    /// And they are being asked for.
    var isAsking = false
    /// Somebody hands writes to the store, those too that come meanwhile.
    var isMoving = false
    /// Those that came back, in their order, and then those that came since.
    var returned: [Start] = []
    var later: [Start] = []
  }

  fileprivate struct State {
    var lines: [BareJID: Line] = [:]
    var places: Shares
  }

  private let state: Mutex<State>

  init(_ limits: FeedServiceLimits, local: Set<String>) {
    let places = Shares(
      limits.waitingForRosters, account: limits.waitingForRostersPerAccount, local: local)
    state = Mutex(State(places: places))
  }

  // MARK: Places

  /// Takes a place for what waits for rosters; false if too much does.
  func enter(_ account: BareJID) -> Bool { state.withLock { $0.places.take(for: account) } }

  func leave(_ account: BareJID) { state.withLock { $0.places.giveBack(of: account) } }

  // MARK: Writes

  /// Begins a write, now or after those of its account that wait.
  ///
  /// - Parameter start: hands it to the store, of which `comesBack` must tell once.
  func begin(_ account: BareJID, _ start: @escaping Start) {
    change(account) { $0.later.append(start) }
  }

  /// What a write begins with in its transaction: throws `Held` if it is not its turn.
  func check(_ account: BareJID) throws {
    guard state.withLock({ $0.lines[account]?.isHeld != true }) else { throw Held() }
  }

  /// A write finds in its transaction that it needs rosters.
  func hold(_ account: BareJID) { state.withLock { $0.lines[account]?.isHeld = true } }

  /// The store is done with a write.
  ///
  /// - Parameters:
  ///   - again: begins it again, if it is to be.
  ///   - isAsking: whether it needs rosters for that; `goOn` is called when they are there.
  func comesBack(_ account: BareJID, again: Start? = nil, isAsking: Bool = false) {
    change(account) { line in
      line.inStore -= 1
      if isAsking { line.isAsking = true }
      if let again { line.returned.append(again) }
    }
  }

  func goOn(_ account: BareJID) { change(account) { $0.isAsking = false } }

  /// Writes are begun outside the lock, by one at a time for each account, which keeps their order.
  private func change(_ account: BareJID, _ body: (inout Line) -> Void) {
    var batch = state.withLock { state in
      body(&state.lines[account, default: Line()])
      return state.lines[account]?.isMoving == true ? [] : state.next(account)
    }
    while !batch.isEmpty {
      for start in batch { start() }
      batch = state.withLock { $0.next(account) }
    }
  }
}

extension RosterQueue.State {
  /// What is to be handed to the store now.
  fileprivate mutating func next(_ account: BareJID) -> [RosterQueue.Start] {
    guard var line = lines[account] else { return [] }
    if line.inStore == 0, !line.isAsking { line.isHeld = false }
    let batch = line.isHeld ? [] : line.returned + line.later
    line.isMoving = !batch.isEmpty
    if !line.isHeld { (line.returned, line.later) = ([], []) }
    line.inStore += batch.count
    lines[account] = line.inStore > 0 || line.isHeld ? line : nil
    return batch
  }
}
