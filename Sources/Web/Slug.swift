import XMPP

/// The end of a post's address, for those who read addresses: letters, digits and `-`. It leads nowhere else if it is
/// another one.
package struct Slug: Hashable, Sendable {
  package let text: String

  /// Longer than that it says no more; in Unicode scalars.
  static let length = 60

  /// Nil if nothing of the title is left.
  package init?(title: String) {
    var words = ""
    var count = 0
    for scalar in title.lowercased().composed.unicodeScalars {
      guard count < Self.length else { break }
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || Self.isMark(scalar)
      {
        words.unicodeScalars.append(scalar)
        count += 1
      } else if words.utf8.last.map({ $0 != UInt8(ascii: "-") }) == true, !Self.isSilent(scalar) {
        words += "-"
        count += 1
      }
    }
    if words.utf8.last == UInt8(ascii: "-") { words.removeLast() }
    guard !words.isEmpty else { return nil }
    text = words
  }

  /// As somebody wrote it.
  init(given text: String) { self.text = text }

  /// It belongs to the letter before it.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }

  /// An apostrophe parts no words.
  private static func isSilent(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "\u{2019}" || scalar.properties.isDefaultIgnorableCodePoint
  }
}
