/// A language by the shape of BCP 47 (RFC 5646, section 2.1), in lower case: `de`, `pt-br`,
/// `zh-hant-tw`. Whether it is registered is not asked.
package struct LanguageTag: Hashable, Sendable {
  package let text: String

  package static let english = LanguageTag(known: "en")

  private init(known text: String) { self.text = text }

  package init?(_ tag: String) {
    guard (2...35).contains(tag.utf8.count) else { return nil }
    let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      guard (1...8).contains(part.utf8.count),
        part.utf8.allSatisfy({ $0.isASCIILetter || (index > 0 && $0.isASCIIDigit) })
      else { return nil }
    }
    guard let primary = parts.first, primary.utf8.count > 1 || parts.count > 1 else { return nil }
    text = tag.lowercased()
  }

  /// Whether it is written from right to left: by its script where the tag names one (`az-arab`,
  /// `ur-latn`), else by the script that the language is mostly written in.
  package var isRightToLeft: Bool {
    let parts = text.split(separator: "-")
    // The script is the first part of four letters, before any one-letter part (section 2.2.3).
    for part in parts.dropFirst().prefix(while: { $0.utf8.count > 1 }) where part.utf8.count == 4 {
      if part.utf8.allSatisfy(\.isASCIILetter) { return Self.scripts.contains(String(part)) }
    }
    return parts.first.map { Self.languages.contains(String($0)) } ?? false
  }

  private static let languages: Set<String> = [
    "ar", "arc", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "lrc", "mzn", "nqo", "pnb", "ps", "sd",
    "syr", "ug", "ur", "yi",
  ]

  private static let scripts: Set<String> = [
    "adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "syre", "syrj", "syrn",
    "thaa",
  ]
}
