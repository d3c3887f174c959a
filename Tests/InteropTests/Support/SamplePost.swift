import XML
import XMPP

/// A post or a comment, as the client of its author would publish it.
struct SamplePost: Sendable {
  enum Body: Sendable {
    case none
    case text(String)
    case html(String)
    /// The inside of a `div` of XHTML.
    case xhtml(String)
  }

  var item: String
  var title: String?
  var language = "en"
  var author = "Romeo Montague"
  var body = Body.none
  /// RFC 3339.
  var published = "2026-03-01T10:00:00Z"
  var updated: String?
  var tags: [String] = []
  /// More of its own elements, such as links.
  var more: [Element] = []

  /// A file that belongs to it.
  static func enclosure(
    _ file: String, _ type: String, _ title: String? = nil, width: Int? = nil, height: Int? = nil
  ) -> Element {
    Element(
      "link", Namespace.atom,
      [
        "rel": "enclosure", "href": "https://elsewhere.example/\(file)", "type": type,
        "title": title, "length": "120000", "width": width.map(String.init),
        "height": height.map(String.init),
      ])
  }

  static func link(_ rel: String, _ href: String, title: String? = nil, about: String? = nil)
    -> Element
  {
    Element(
      "link", Namespace.atom, ["rel": rel, "href": href, "title": title, "description": about])
  }

  static func answer(_ item: String) -> Element {
    Element("in-reply-to", Namespace.threading, ["ref": item])
  }

  /// The Atom entry (XEP-0277, section 3).
  func payload() throws -> String {
    var entry = Element("entry", Namespace.atom)
    entry.lang = language
    func line(_ name: String, _ text: String) -> Element {
      Element(name, Namespace.atom, text: text)
    }
    if let title { entry.append(line("title", title)) }
    entry.append(
      Element(
        "author", Namespace.atom, [:],
        [line("name", author), line("uri", "xmpp:romeo@localhost")]))
    entry.append(line("published", published))
    entry.append(line("updated", updated ?? published))
    for tag in tags { entry.append(Element("category", Namespace.atom, ["term": tag])) }
    for element in more { entry.append(element) }
    if let content = try content() { entry.append(content) }
    return String(decoding: entry.canonical, as: UTF8.self)
  }

  private func content() throws -> Element? {
    switch body {
    case .none: return nil
    case .text(let text): return Element("content", Namespace.atom, text: text)
    case .html(let markup):
      var content = Element("content", Namespace.atom, text: markup)
      content["type"] = "html"
      return content
    case .xhtml(let markup):
      let div = "<div xmlns='\(Namespace.xhtml)'>\(markup)</div>"
      return Element(
        "content", Namespace.atom, ["type": "xhtml"], [try Element(parsing: Array(div.utf8))])
    }
  }
}
