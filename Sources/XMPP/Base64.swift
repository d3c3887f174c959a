/// Base64 with padding and without line breaks (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      var quad = [UInt8](repeating: UInt8(ascii: "="), count: 4)
      for place in (0..<4).reversed() {
        if place <= group.count { quad[place] = alphabet[bits & 63] }
        bits >>= 6
      }
      text += quad
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil if it is none, or of more bytes than `limit`. White space is passed over.
  static func decode(_ text: String, limit: Int) -> [UInt8]? {
    // Four digits for three bytes, and as much again for white space.
    guard text.utf8.count / 3 <= limit + 64 else { return nil }
    var (bytes, bits, count, padding): ([UInt8], Int, Int, Int) = ([], 0, 0, 0)
    for character in text.utf8 where !character.isXMLSpace {
      if character == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = values[Int(character)] else { return nil }
      (bits, count) = ((bits << 6 | value) & 0xFFFF, count + 1)
      // All but the first of four digits complete a byte.
      let rest = (8 - count % 4 * 2) % 8
      if count % 4 != 1 { bytes.append(UInt8(truncatingIfNeeded: bits >> rest)) }
    }
    guard (count + padding) % 4 == 0, padding < 3, bytes.count <= limit else { return nil }
    return bytes
  }

  private static let values: [Int?] = {
    var values = [Int?](repeating: nil, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = value }
    return values
  }()
}
