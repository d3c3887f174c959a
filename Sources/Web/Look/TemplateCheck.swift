import Mustache

/// What may be wrong in a template that an admin has written in place of one of ours.
struct TemplateCheck {
  let file: String
  let text: String

  /// - Parameter names: of all templates. Throws `LookProblem` for the first thing that is wrong.
  func run(_ language: Language, names: Set<String>) throws(LookProblem) {
    guard text.utf8.count <= Self.maximumBytes else {
      throw LookProblem(file, line: nil, "it is longer than \(Self.maximumBytes) bytes")
    }
    var line = 1
    // A tag may go over lines.
    for (index, tag) in text.split(separator: "{{", omittingEmptySubsequences: false).enumerated() {
      if index > 0, let reason = reason(against: tag, language, names) {
        throw LookProblem(file, line: line, reason)
      }
      line += tag.count(where: \.isNewline)
    }
    try parse(language)
  }

  static let maximumBytes = 262_144

  /// - Parameter tag: what follows its `{{`.
  private func reason(against tag: Substring, _ language: Language, _ names: Set<String>) -> String?
  {
    let name = tag.dropFirst().prefix { $0 != "}" && $0 != "{" }
      .trimmingPrefix(while: \.isWhitespace).prefix { !$0.isWhitespace }
    switch tag.first {
    case "{" where !["html", "json"].contains(name):
      return "{{{\(name)}}} would stand there unescaped; write {{\(name)}}"
    case "&", "=", "%":
      return
        "{{\(tag.prefix(1)) is not for templates here: what is not escaped, and how, is settled"
    case ">" where !names.contains(String(name)), "<" where !names.contains(String(name)):
      return "there is no template \"\(name)\""
    case let first? where first.isWhitespace && name.hasPrefix("words."):
      return "a word stands without blanks: {{\(name)}}"
    default:
      guard isWord(tag, language) else {
        return "there is no such word: {{\(tag.prefix { $0 != "}" })}}"
      }
      return unknownField(tag).map { "no page or part of one has a field \"\($0)\"" }
    }
  }

  /// The first one that nothing has. Which of them an object has is only known where it is shown.
  private func unknownField(_ tag: Substring) -> Substring? {
    guard let first = tag.first, !"!$<>/{".contains(first), !tag.hasPrefix(Self.word) else {
      return nil
    }
    let name = tag.prefix { $0 != "}" }.drop { $0 == "#" || $0 == "^" || $0.isWhitespace }
    // The templating's own functions stand around a name: `count(posts)`.
    let inner = name.split(separator: "(", omittingEmptySubsequences: false).last ?? name
    return inner.prefix { $0 != ")" && !$0.isWhitespace }.split(separator: ".")
      .first { !AnyView.fieldNames.contains(String($0)) }
  }

  private static let word = TemplateWords.opening.dropFirst(2)

  private func isWord(_ tag: Substring, _ language: Language) -> Bool {
    guard ("{{" + tag).hasPrefix(TemplateWords.opening) else { return true }
    return (try? TemplateWords.put(language, into: "{{" + tag)) != nil
  }

  private func parse(_ language: Language) throws(LookProblem) {
    do {
      _ = try MustacheTemplate(string: try TemplateWords.put(language, into: text))
    } catch let error as MustacheTemplate.ParserError {
      throw LookProblem(file, line: error.context.lineNumber, words(for: error.error))
    } catch {
      throw LookProblem(file, line: nil, "\(error)")
    }
  }

  private func words(for error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "a section is closed that is not the one that is open"
    case .expectedSectionEnd: "a section is not closed"
    case .unfinishedName: "a tag has no end"
    // The library has no name for it.
    case nil: "it ends within a tag"
    default: "it is no Mustache template"
    }
  }
}
