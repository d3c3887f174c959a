package import XML
package import XMPP

/// The comments on an entry as a feed of their own (RFC 4685, sections 4 and 5).
/// ```xml
/// <link rel='replies' type='application/atom+xml' href='http://www.example.org/mycommentsfeed.xml'
///   thr:count='10' thr:updated='2005-07-28T12:10:00Z'/>
/// ```
package struct AtomReplies: Hashable, Sendable {
  /// Of the feed; absolute.
  package var address: String
  package var count: Int
  /// When the newest one came or changed; nil if there is none.
  package var updated: Timestamp?

  package init(address: String, count: Int, updated: Timestamp?) {
    self.address = address
    self.count = count
    self.updated = updated
  }

  var element: Element {
    var link = Element.link("replies", address, type: AtomFeed.contentType)
    for (name, value) in [("count", String(count)), ("updated", updated?.text)] {
      guard let value else { continue }
      link.attributes.append(
        Element.Attribute(QName(name, Namespace.threading), prefix: "thr", value: value))
    }
    return link
  }
}
