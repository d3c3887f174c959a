import TestSupport
import XML

/// Markup at random, the same in every run: tags that fit and tags that do not.
enum RandomMarkup {
  private static let names = [
    "a", "a", "abbr", "article", "audio", "b", "b", "bdo", "blockquote", "body", "br", "caption",
    "code", "dd", "details", "div", "div", "dl", "dt", "em", "figure", "font", "form", "h1", "h2",
    "h3", "hr", "i", "img", "ins", "li", "li", "ol", "p", "p", "p", "pre", "q", "rp", "rt", "ruby",
    "small", "source", "span", "summary", "table", "table", "tbody", "td", "td", "tfoot", "th",
    "thead", "tr", "tr", "u", "ul", "video", "wbr", "svg", "template", "select", "x", "nobr",
    "center",
  ]

  private static let texts = [
    "x", "y z", " ", "\n", "\nq", "&amp;", "&lt;", "<", "'", "\"", "`", "&nbsp;", "é", "\t",
  ]

  private static let attributes = [
    "", "", "", " href=https://a.example/", " src='https://a.example/x'", " title=\"a`b\"",
    " lang=de", " dir=rtl", " start=3 value=4", " colspan=2", " onclick=x", " href=\"/x\"",
  ]

  static func fragments(_ count: Int) -> [String] {
    var generator = Dice(1)
    return (0..<count).map { _ in
      var markup = ""
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        let name = pick(names, &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<5: markup += "<\(name)\(pick(attributes, &generator))>"
        case 5..<7: markup += "</\(name)>"
        default: markup += pick(texts, &generator)
        }
      }
      return markup
    }
  }

  static func trees(_ count: Int) -> [Element] {
    var generator = Dice(2)
    return (0..<count).map { _ in tree("div", depth: 0, &generator) }
  }

  private static func tree(_ name: String, depth: Int, _ generator: inout Dice) -> Element {
    var element = Element(
      name, "http://www.w3.org/1999/xhtml",
      ["href": "https://a.example/", "src": name == "img" ? "https://a.example/x" : nil])
    for _ in 0..<Int.random(in: 0...(depth < 7 ? 4 : 0), using: &generator) {
      if Bool.random(using: &generator) {
        element.children.append(.text(pick(texts, &generator)))
      } else {
        element.append(tree(pick(names, &generator), depth: depth + 1, &generator))
      }
    }
    return element
  }

  private static func pick(_ list: [String], _ generator: inout Dice) -> String {
    list[Int.random(in: 0..<list.count, using: &generator)]
  }
}
