import Testing
import XML

@testable import XMPP

/// An element from a specification's text, in a form that can be compared: without the white space
/// that lays it out, attributes in order of their names.
func example(_ text: String, in namespace: String? = nil) throws -> Element {
  let open = namespace.map { "<in xmlns='\($0)'>" } ?? ""
  let close = namespace == nil ? "" : "</in>"
  let parsed = try Element(parsing: Array("\(open)\(text)\(close)".utf8))
  guard namespace != nil else { return parsed.comparable }
  return try #require(parsed.elements.first { _ in true }).comparable
}

extension Element {
  var comparable: Element {
    var element = self
    element.attributes.sort { $0.name.description < $1.name.description }
    let hasElements = elements.contains { _ in true }
    element.children = children.compactMap { child in
      switch child {
      case .element(let element): .element(element.comparable)
      case .text(let text) where hasElements && text.allSatisfy(\.isWhitespace): nil
      default: child
      }
    }
    return element
  }
}
