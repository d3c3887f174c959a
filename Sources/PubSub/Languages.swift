/// The languages that a form offers (XEP-0060, section 5.4, wants a list); any other tag is taken too.
enum Languages {
  static let offered: [(value: String, label: String)] = [
    ("ar", "العربية"), ("cs", "Čeština"), ("de", "Deutsch"), ("el", "Ελληνικά"), ("en", "English"),
    ("eo", "Esperanto"), ("es", "Español"), ("fa", "فارسی"), ("fi", "Suomi"), ("fr", "Français"),
    ("he", "עברית"), ("hi", "हिन्दी"), ("hu", "Magyar"), ("it", "Italiano"), ("ja", "日本語"),
    ("ko", "한국어"), ("nl", "Nederlands"), ("pl", "Polski"), ("pt", "Português"),
    ("ro", "Română"), ("ru", "Русский"), ("sv", "Svenska"), ("tr", "Türkçe"), ("uk", "Українська"),
    ("zh", "中文"),
  ]

  /// The shape of a BCP 47 tag: parts of one to eight letters and digits, the first without digits.
  static func isTag(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let first = parts.first, first.allSatisfy(isLetter), text.utf8.count <= 64 else {
      return false
    }
    return parts.allSatisfy { part in
      1...8 ~= part.count
        && part.allSatisfy { isLetter($0) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }
}
