/// Character references of the HTML standard (section 13.2.5.72 and on): `&amp;`, `&#x26;`, and the
/// old names that need no semicolon.
enum CharacterReference {
  /// Reads what follows an `&` and appends what it stands for, or the `&` itself.
  static func append(
    to out: inout [UInt8], from bytes: [UInt8], at position: inout Int, inAttribute: Bool
  ) {
    if position < bytes.count, bytes[position] == UInt8(ascii: "#") {
      appendNumeric(to: &out, from: bytes, at: &position)
    } else {
      appendNamed(to: &out, from: bytes, at: &position, inAttribute: inAttribute)
    }
  }

  private static func appendNumeric(
    to out: inout [UInt8], from bytes: [UInt8], at position: inout Int
  ) {
    var at = position + 1
    var radix: UInt32 = 10
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "x") {
      radix = 16
      at += 1
    }
    let start = at
    var code: UInt32 = 0
    while at < bytes.count, let digit = digit(bytes[at]), digit < radix {
      code = min(code * radix + digit, 0x11_0000)
      at += 1
    }
    guard at > start else {
      out.append(UInt8(ascii: "&"))
      return
    }
    if at < bytes.count, bytes[at] == UInt8(ascii: ";") { at += 1 }
    position = at
    out.append(contentsOf: String(scalar(code)).utf8)
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    if byte.isASCIIDigit { return UInt32(byte - 0x30) }
    let lower = byte | 0x20
    return (0x61...0x66).contains(lower) ? UInt32(lower - 0x57) : nil
  }

  private static func scalar(_ code: UInt32) -> Unicode.Scalar {
    if (0x80...0x9F).contains(code), let scalar = Unicode.Scalar(windows1252[Int(code) - 0x80]) {
      return scalar
    }
    return code == 0 ? "\u{FFFD}" : Unicode.Scalar(code) ?? "\u{FFFD}"
  }

  /// What authors meant by the numbers 128 to 159.
  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
    0x152,
    0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122,
    0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
  ]

  /// No name is longer.
  private static let longestName = 32

  private static func appendNamed(
    to out: inout [UInt8], from bytes: [UInt8], at position: inout Int, inAttribute: Bool
  ) {
    var end = position
    while end < bytes.count, end - position < longestName,
      bytes[end].isASCIILetter || bytes[end].isASCIIDigit
    { end += 1 }
    let name = String(decoding: bytes[position..<end], as: UTF8.self)
    let next = end < bytes.count ? bytes[end] : nil
    if next == UInt8(ascii: ";"), let meaning = named[name] {
      out.append(contentsOf: meaning.utf8)
      position = end + 1
      return
    }
    for length in stride(from: min(name.utf8.count, 6), through: 2, by: -1) {
      let prefix = String(name.prefix(length))
      guard withoutSemicolon.contains(prefix), let meaning = named[prefix] else { continue }
      // `?a=1&copy=2` in an address is no copyright sign.
      let follows = length < name.utf8.count || next == UInt8(ascii: "=")
      if inAttribute && follows { break }
      out.append(contentsOf: meaning.utf8)
      position += length
      return
    }
    out.append(UInt8(ascii: "&"))
  }

  private static let named: [String: String] = {
    var table: [String: String] = [:]
    for entry in NamedCharacterTable.all.split(separator: " ") {
      let parts = entry.split(separator: ":")
      guard let name = parts.first, let codes = parts.last else { continue }
      var meaning = String.UnicodeScalarView()
      for code in codes.split(separator: "+") {
        if let scalar = UInt32(code, radix: 16).flatMap(Unicode.Scalar.init) {
          meaning.append(scalar)
        }
      }
      table[String(name)] = String(meaning)
    }
    return table
  }()

  private static let withoutSemicolon = Set(
    NamedCharacterTable.withoutSemicolon.split(separator: " ").map(String.init))
}
