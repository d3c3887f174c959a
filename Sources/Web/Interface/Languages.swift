import Social

/// The languages of the interface, and which of them a visitor is shown.
struct Languages: Sendable {
  private let all: [LanguageTag: Language]
  /// What those are shown who ask for none of these, and what feeds are written in.
  let standard: Language

  /// In alphabetical order.
  static let catalogues: [(tag: String, text: [UInt8])] = [
    ("ar", PackageResources.ar_words), ("de", PackageResources.de_words),
    ("en", PackageResources.en_words), ("es", PackageResources.es_words),
    ("fr", PackageResources.fr_words), ("ja", PackageResources.ja_words),
    ("pl", PackageResources.pl_words), ("ru", PackageResources.ru_words),
  ]

  /// Once for all sites.
  private static let read = Result {
    let languages = try zip(tags, catalogues).map { try Language($0, $1.text) }
    return Dictionary(uniqueKeysWithValues: languages.map { ($0.tag, $0) })
  }

  static var tags: [LanguageTag] { catalogues.compactMap { LanguageTag($0.tag) } }

  /// - Parameter standard: one of `tags`.
  init(standard: LanguageTag) throws {
    all = try Self.read.get()
    guard let language = all[standard] else { throw UnknownLanguage() }
    self.standard = language
  }

  /// That of a text, or nil where the interface has no such language.
  func language(of tag: LanguageTag) -> Language? {
    // RFC 4647 section 3.4: the range loses its last parts until it fits.
    var range = tag.text[...]
    while true {
      if let tag = LanguageTag(String(range)), let language = all[tag] { return language }
      guard let end = range.lastIndex(of: "-") else { return nil }
      range = range[..<end]
    }
  }

  /// What `Accept-Language` asks for (RFC 9110 section 12.5.4): the most wanted of those that there are, of equal ones the
  /// first.
  func language(accepted header: String?) -> Language {
    guard let header else { return standard }
    var best: (language: Language, weight: Double)?
    for range in header.split(separator: ",").prefix(Self.maximumRanges) {
      guard let (name, weight) = Self.range(range), weight > best?.weight ?? 0 else { continue }
      if name == "*" {
        best = (standard, weight)
      } else if let language = LanguageTag(name).flatMap(language(of:)) {
        best = (language, weight)
      }
    }
    return best?.language ?? standard
  }

  /// No browser asks for more.
  static let maximumRanges = 32

  /// Nil for what is no range.
  private static func range(_ text: Substring) -> (name: String, weight: Double)? {
    let parts = text.filter { $0 != " " && $0 != "\t" }.split(separator: ";", maxSplits: 1)
    guard let name = parts.first else { return nil }
    guard parts.count > 1 else { return (String(name), 1) }
    guard parts[1].hasPrefix("q="), let weight = Double(parts[1].dropFirst(2)),
      (0...1).contains(weight)
    else { return nil }
    return (String(name), weight)
  }

  struct UnknownLanguage: Error {}
}
