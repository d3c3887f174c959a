import HTTPTypes
import Mustache
import Store

extension RobotRules {
  /// As a page's `robots`, or the header `X-Robots-Tag`, says it; nil: nothing is asked.
  var words: String? {
    guard !isEmpty else { return nil }
    return
      ((contains(.noIndex) ? ["noindex"] : []) + (contains(.noAI) ? ["noai", "noimageai"] : []))
      .joined(separator: ", ")
  }
}

extension RobotRules {
  private static let header = HTTPField.Name("X-Robots-Tag")

  func apply(to headers: inout HTTPFields) {
    if let words, let name = Self.header { headers[name] = words }
  }
}

extension RobotRules: MustacheCustomRenderable {
  package var renderText: String { words ?? "" }
  package var isNull: Bool { isEmpty }
}

extension Site {
  /// What the site asks of all that it shows, with what an owner asks.
  func rules(_ own: RobotRules = []) -> RobotRules {
    configuration.refusesAI ? own.union(.noAI) : own
  }
}
