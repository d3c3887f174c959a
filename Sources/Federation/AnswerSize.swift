/// How many items are asked for at a time: as many as keep an answer well below what servers pass on in one stanza.
struct AnswerSize {
  private(set) var count = first
  private let most: Int

  /// Before anything is known of them.
  static let first = 10

  /// Bytes of the payloads of an answer, about.
  private static let wantedBytes = 131_072

  init(most: Int) { self.most = most }

  /// Learns from an answer; it grows by steps, for the next items may be larger.
  mutating func learn(items: Int, bytes: Int) {
    guard items > 0 else { return }
    count = min(Self.fitting(items: items, bytes: bytes), most, 2 * count)
  }

  /// How many items of the size of these one answer holds.
  static func fitting(items: Int, bytes: Int) -> Int { max(1, wantedBytes * items / max(1, bytes)) }
}
