/// A language by the shape of BCP 47 (RFC 5646, section 2.1), in lower case: `de`, `pt-br`,
/// `zh-hant-tw`. Whether it is registered is not asked.
struct LanguageTag: Hashable, Sendable {
  let text: String

  init?(_ tag: String) {
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
}
