/// XEP-0106, JID Escaping: what people may have in a name and a local part may not, as `\` and two
/// hexadecimal digits. On the wire and for comparison the escaped form alone counts.
package enum JIDEscaping {
  /// Section 3.2 of the XEP: the characters and their codes.
  private static let escaped = #" "&'/:<>@\"#

  /// A local part for a name as people write it: `d'artagnan` becomes `d\27artagnan`. Spaces at
  /// either end are dropped, since no escape may stand for them there (section 3.2). A `\` is
  /// escaped only where it could be read as the beginning of an escape (section 4.2).
  package static func escape(_ name: String) -> String {
    let bytes = Array(name.utf8.drop { $0 == space }.reversed().drop { $0 == space }.reversed())
    // Preparation makes capitals small: `\2F` would become the escape of a slash.
    let lowered = bytes.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == backslash ? code(at: index, in: lowered) != nil : escaped.utf8.contains(byte) {
        output += [backslash, hexDigit(byte >> 4), hexDigit(byte & 15)]
      } else {
        output.append(byte)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The name that a local part stands for, to be shown: `d\27artagnan` becomes `d'artagnan`. What
  /// is no escape is left as it is, and so is `\20` at either end.
  package static func unescape(_ local: String) -> String {
    guard local.utf8.contains(backslash) else { return local }
    let bytes = Array(local.utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let byte = code(at: index, in: bytes),
        byte != space || (index > 0 && index + 3 < bytes.count)
      {
        output.append(byte)
        index += 3
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static let backslash = UInt8(ascii: "\\")
  private static let space = UInt8(ascii: " ")

  /// What the escape at `index` stands for; nil if there is none.
  private static func code(at index: Int, in bytes: [UInt8]) -> UInt8? {
    guard bytes[index] == backslash, index + 2 < bytes.count,
      let high = value(bytes[index + 1]), let low = value(bytes[index + 2])
    else { return nil }
    let byte = high << 4 | low
    return escaped.utf8.contains(byte) ? byte : nil
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Of a lower-case digit: "case is significant" (section 3.1).
  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

extension BareJID {
  /// The address of whom people know as `name`, escaped where need be (XEP-0106).
  package init(name: String, domain: String) throws(JIDError) {
    try self.init(local: JIDEscaping.escape(name), domain: domain)
  }

  /// For people to read, never to be parsed: the local part unescaped.
  package var displayed: String {
    local.map { "\(JIDEscaping.unescape($0))@\(domain)" } ?? description
  }
}
