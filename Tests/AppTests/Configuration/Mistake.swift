import Testing

@testable import App

/// A configuration with one mistake, and what is said of it.
struct Mistake: Sendable, CustomTestStringConvertible {
  let text: String
  let line: Int
  let key: String
  let what: String
  let remedy: String

  /// `text` is added to a working configuration of three lines unless `whole`.
  init(
    _ text: String, line: Int, _ key: String, _ what: String, _ remedy: String, whole: Bool = false
  ) {
    self.text = whole ? text : Sample.minimal + "\n" + text
    self.line = line
    self.key = key
    self.what = what
    self.remedy = remedy
  }

  var testDescription: String { "\(key) \(what)" }

  /// That, and nothing else, is said of it.
  func expect(_ severity: ConfigurationProblem.Severity = .error) throws {
    let problems = try problems(text)
    let problem = try #require(problems.first)
    #expect(problems.count == 1, "\(problems)")
    #expect(problem.severity == severity)
    #expect(problem.origin.line ?? 0 == line)
    #expect(problem.key == key)
    #expect(problem.what == what)
    #expect(problem.remedy == remedy)
  }
}
