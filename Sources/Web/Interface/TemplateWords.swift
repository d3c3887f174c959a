import Social

/// Words of the interface in templates: `{{words.read_on}}`, besides `{{words.language}}` and `{{words.direction}}`.
///
/// They are put in once for each language, not at each rendering.
enum TemplateWords {
  static let opening = "{{words."

  /// Throws `UnknownWord`.
  static func put(_ language: Language, into template: String) throws(UnknownWord) -> String {
    let parts = template.split(separator: opening, omittingEmptySubsequences: false)
    var text = String(parts[0])
    for part in parts.dropFirst() {
      let name = part.prefix { $0 != "}" }
      guard part.dropFirst(name.count).hasPrefix("}}"), let word = word(name, language) else {
        throw UnknownWord(name: String(name))
      }
      text += HTMLText.escape(word) + part.dropFirst(name.count + 2)
    }
    return text
  }

  private static func word(_ name: Substring, _ language: Language) -> String? {
    switch name {
    case "language": return language.tag.text
    case "direction": return language.direction
    default:
      guard let word = Word(rawValue: String(name)), word.slots.isEmpty else { return nil }
      return language[word]
    }
  }

  struct UnknownWord: Error, Hashable {
    var name: String
  }
}
