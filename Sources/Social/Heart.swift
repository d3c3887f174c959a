package import PubSub
package import XML
package import XMPP

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

  /// Whom a heart says that it is from. Not every service tells who has published an item; nobody is believed more for
  /// that, but then all hearts there would be of one.
  package static func sender(_ payload: Element) -> BareJID? {
    guard isHeart(payload) else { return nil }
    let author = payload.first("author", Namespace.atom)?.first("uri", Namespace.atom)
    return author.flatMap { XMPPURI.account(of: $0.text.trimmed) }
  }

  /// The ids of the hearts that the service writes begin so; nobody guesses what follows.
  private static let prefix = "noticed-"

  /// - Parameter random: what nobody guesses.
  package static func id(_ random: String) -> ItemID { ItemID(stored: prefix + random) }

  /// Whether a heart is one that the service has written.
  package static func isWritten(_ id: ItemID) -> Bool { id.name.hasPrefix(prefix) }

  /// The heart of somebody who has noticed a post, written by the service on their behalf, as Movim would write it.
  /// ```xml
  /// <entry xmlns='http://www.w3.org/2005/Atom'>
  ///   <title>♥</title><id>noticed-1cb57d9c</id>
  ///   <published>2022-07-11T12:07:24Z</published><updated>2022-07-11T12:07:24Z</updated>
  ///   <author><name>juliet</name><uri>xmpp:juliet@capulet.lit</uri></author>
  /// </entry>
  /// ```
  package static func entry(_ id: ItemID, by jid: BareJID, _ now: Timestamp) -> Element {
    func element(_ name: String, _ text: String) -> Element {
      Element(name, Namespace.atom, text: text)
    }
    let name = jid.local.map(JIDEscaping.unescape) ?? jid.domain
    return Element(
      "entry", Namespace.atom, [:],
      [
        element("title", "\u{2665}"), element("id", id.name), element("published", now.text),
        element("updated", now.text),
        Element(
          "author", Namespace.atom, [:],
          [element("name", name), element("uri", XMPPURI.account(jid))]),
      ])
  }

  /// Whether an element holds one of some texts and no markup.
  private static func isEmpty(_ element: Element, but texts: [String]) -> Bool {
    let text = element.text.trimmed
    return element.elements.allSatisfy { _ in false }
      && texts.contains { $0.unicodeScalars.elementsEqual(text.unicodeScalars) }
  }
}
