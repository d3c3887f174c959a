package import XML
package import XMPP

/// Where the other parts of a feed are (RFC 5005); absolute addresses.
package struct AtomFeedPaging: Hashable, Sendable {
  /// It is a part of the past, which changes only if what it holds does (section 4).
  package var isArchive = false
  /// The newest part, where this is another one.
  package var current: String?
  package var previousArchive: String?
  package var nextArchive: String?
  /// Pages of the feed as it is now (section 3).
  package var first: String?
  package var next: String?

  package init() {}

  /// Where whoever wants to have all goes on. Archives lose nothing while posts are edited, pages may.
  var following: String? { previousArchive ?? next }

  var elements: [Element] {
    let links = [
      ("current", current), ("prev-archive", previousArchive), ("next-archive", nextArchive),
      ("first", first), ("next", next),
    ].compactMap { relation, address in
      address.map { Element.link(relation, $0, type: AtomFeed.contentType) }
    }
    return (isArchive ? [Element("archive", Namespace.feedHistory)] : []) + links
  }
}
