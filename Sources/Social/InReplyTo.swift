package import XML
import XMPP

/// What an entry answers (RFC 4685, section 3).
/// ```xml
/// <in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref='tag:example.org,2005:1'
///   type='application/xhtml+xml' href='http://www.example.org/entries/1'
///   source='http://www.example.org/'/>
/// ```
package struct InReplyTo: Hashable, Sendable {
  /// The id of the entry that is answered: mostly its `atom:id`; some clients write the id of its item or its XMPP
  /// address.
  package var ref: String?
  /// Where it is.
  package var href: String?
  /// The media type of what is at `href`.
  package var type: String?
  /// A feed that holds it.
  package var source: String?

  /// So many of an entry are read.
  package static let maximumCount = 8
  /// Longer values, in bytes, are ignored.
  private static let maximumBytes = 4096

  package init(
    ref: String? = nil, href: String? = nil, type: String? = nil, source: String? = nil
  ) {
    self.ref = ref
    self.href = href
    self.type = type
    self.source = source
  }

  /// Nil if it names nothing.
  package init?(_ element: Element) {
    guard element.is("in-reply-to", Namespace.threading) else { return nil }
    func value(_ name: String) -> String? {
      guard let text = element[name]?.trimmed, !text.isEmpty,
        text.utf8.count <= Self.maximumBytes
      else { return nil }
      return text
    }
    self.init(
      ref: value("ref"), href: value("href"), type: value("type"), source: value("source"))
    if ref == nil, href == nil { return nil }
  }

  package var element: Element {
    Element(
      "in-reply-to", Namespace.threading,
      ["ref": ref, "type": type, "href": href, "source": source])
  }

  /// Those of an entry, in their order.
  package static func all(in entry: Element) -> [InReplyTo] {
    Array(
      entry.all("in-reply-to", Namespace.threading).lazy.compactMap(InReplyTo.init).prefix(
        maximumCount))
  }

  /// The XMPP addresses that it names, the exact one first.
  package var places: [XMPPURI.Place] { [href, ref].compactMap { $0.flatMap(XMPPURI.Place.init) } }

  /// What may be the id of an entry or of an item; an XMPP address is neither.
  package var id: String? { ref.flatMap { XMPPURI.Place($0) == nil ? $0 : nil } }
}
