import Synchronization

/// How many items are asked for at a time: as many as keep an answer well below what servers pass on in one stanza.
struct AnswerSize {
  private(set) var count: Int
  private let most: Int

  /// Before anything is known of them.
  static let first = 10

  /// Bytes of the payloads of an answer, about.
  private static let wantedBytes = 131_072

  /// - Parameter first: so many are asked for at first, if no more.
  init(most: Int, first: Int = AnswerSize.first) {
    (self.most, count) = (most, min(first, Self.first))
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

/// How many of a node's newest items are asked for at once: fewer where so many were too many, which a server need not say.
final class Portions: Sendable {
  private let counts = Mutex<[Int64: Int]>([:])
  /// Of so many nodes that is remembered.
  private static let maximum = 50_000

  func count(of node: Int64) -> Int { counts.withLock { $0[node] } ?? Visit.newestAtOnce }

  func halve(_ node: Int64) { set(max(1, count(of: node) / 2), of: node) }

  /// So many were not too many; as many as fit are not either.
  func learn(_ items: Int, bytes: Int, of node: Int64) {
    let fitting = AnswerSize.fitting(items: items, bytes: bytes)
    set(max(items, items > 0 ? fitting : 0), of: node)
  }

  func set(_ count: Int, of node: Int64) {
    counts.withLock { counts in
      if counts.count >= Self.maximum { counts = [:] }
      counts[node] = count < Visit.newestAtOnce ? max(1, count) : nil
    }
  }
}
