/// A strong entity tag (RFC 9110 section 8.8.3).
struct EntityTag: Hashable, Sendable {
  /// With the quotes.
  let text: String

  /// FNV-1a of 128 bits. Whoever makes two contents collide on purpose only keeps readers of a post
  /// of their own from noticing an edit.
  init(of bytes: some Sequence<UInt8>) {
    var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for byte in bytes {
      hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
    }
    text = "\"" + String(hash, radix: 36) + "\""
  }

  /// Without the quotes: for an address that changes with the content.
  var mark: String { String(text.dropFirst().dropLast()) }

  /// Whether an `If-None-Match` names this tag: `*`, or a list in which the weak mark does not
  /// count (RFC 9110 section 13.1.2).
  func matches(_ ifNoneMatch: String) -> Bool {
    ifNoneMatch.split(separator: ",").contains { part in
      var candidate = part.drop { $0 == " " || $0 == "\t" }
      while let last = candidate.last, last == " " || last == "\t" { candidate.removeLast() }
      if candidate.hasPrefix("W/") { candidate.removeFirst(2) }
      return candidate == "*" || candidate == text
    }
  }
}
