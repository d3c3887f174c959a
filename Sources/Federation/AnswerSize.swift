import PubSub
import Store
import Synchronization

/// How many items are asked for at a time: as many as keep an answer well below what servers pass on in one stanza.
struct AnswerSize {
  private(set) var count: Int
  private let most: Int

  /// Before anything is known of them.
  static let first = 10

  /// Bytes of the payloads of an answer, about.
  private static let wantedBytes = 131_072

  /// - Parameter most: so many, or as many of that node's as ever come.
  init(most: Int, of source: Source, _ portions: Portions) {
    self.most = min(most, portions.most(of: source.number))
    count = min(portions.count(of: source.number), Self.first)
  }

  /// Learns from an answer; it grows by steps, for the next items may be larger.
  mutating func learn(items: Int, bytes: Int) {
    guard items > 0 else { return }
    count = min(Self.fitting(items: items, bytes: bytes), most, 2 * count)
  }

  /// So many were too many; false if it was one.
  mutating func halve() -> Bool {
    guard count > 1 else { return false }
    count /= 2
    return true
  }

  /// How many items of the size of these one answer holds.
  static func fitting(items: Int, bytes: Int) -> Int { max(1, wantedBytes * items / max(1, bytes)) }
}

/// How many of a node's items are asked for at once: fewer where so many were too many, which a server need not say.
final class Portions: Sendable {
  private struct Known {
    /// So many of the newest fit; nil: as many as are asked for.
    var newest: Int?
    /// No answer with more of them is asked for, since when; nil: each has come.
    var most: (count: Int, since: ContinuousClock.Instant)?
  }

  private let known = Mutex<[Int64: Known]>([:])
  /// Of so many nodes that is remembered.
  private static let maximum = 50_000
  /// So long no more of them are asked for.
  private static let caution = Duration.seconds(3_600)

  /// So many of the newest ones at first.
  func count(of node: Int64) -> Int {
    min(known.withLock { $0[node]?.newest } ?? Visit.newestAtOnce, most(of: node))
  }

  func most(of node: Int64) -> Int { known.withLock { $0[node]?.most?.count } ?? .max }

  /// So many were not too many; as many as fit are not either.
  func learn(_ items: Int, bytes: Int, of node: Int64) {
    let fitting = AnswerSize.fitting(items: items, bytes: bytes)
    set(max(items, items > 0 ? fitting : 0), of: node)
  }

  func set(_ count: Int, of node: Int64) {
    change(node) { $0.newest = count < Visit.newestAtOnce ? max(1, count) : nil }
  }

  /// So many were asked for, and that failed: where an answer is larger than what servers pass on, nobody says so.
  func note(
    _ failure: RemoteService.Failure, _ count: Int, of node: Int64,
    _ now: ContinuousClock.Instant = .now
  ) {
    // That one does not come has nothing to do with how many there are.
    guard count > 1, failure == .noAnswer || failure == .cutOff else { return }
    change(node) { $0.most = (min($0.most?.count ?? .max, count / 2), now) }
  }

  /// All has come that was asked for: more may come too, after a while.
  func relax(_ node: Int64, _ now: ContinuousClock.Instant = .now) {
    change(node) { known in
      guard let (count, since) = known.most, since + Self.caution < now else { return }
      known.most = count < AnswerLimit.items / 2 ? (2 * count, now) : nil
    }
  }

  private func change(_ node: Int64, _ change: (inout Known) -> Void) {
    known.withLock { known in
      if known.count >= Self.maximum { known = [:] }
      var one = known[node] ?? Known()
      change(&one)
      known[node] = one.newest == nil && one.most == nil ? nil : one
    }
  }
}
