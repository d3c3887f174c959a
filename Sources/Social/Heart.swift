package import XML
import XMPP

/// Likes as Movim writes them: comments that say a heart and nothing else.
/// ```xml
/// <entry xmlns='http://www.w3.org/2005/Atom'><title>♥</title></entry>
/// ```
package enum Heart {
  /// With the variation selector for text, for emoji, and without.
  private static let titles = ["\u{2665}", "\u{2665}\u{FE0E}", "\u{2665}\u{FE0F}"]

  package static func isHeart(_ payload: Element) -> Bool {
    guard payload.is("entry", Namespace.atom) else { return false }
    let all = payload.all("title", Namespace.atom)
    guard let title = all.first, all.count == 1, isEmpty(title, but: titles) else { return false }
    return ["content", "summary"].allSatisfy { name in
      payload.all(name, Namespace.atom).allSatisfy { $0["src"] == nil && isEmpty($0, but: [""]) }
    } && !Enclosures.hasAny(payload)
  }

  /// Whether an element holds one of some texts and no markup.
  private static func isEmpty(_ element: Element, but texts: [String]) -> Bool {
    let text = element.text.trimmed
    return element.elements.allSatisfy { _ in false }
      && texts.contains { $0.unicodeScalars.elementsEqual(text.unicodeScalars) }
  }
}
