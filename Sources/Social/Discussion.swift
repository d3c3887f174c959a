import PubSub
package import XML
package import XMPP

/// What an entry says of the discussion that it belongs to or starts: where its comments are, what it answers.
package struct Discussion: Equatable, Sendable {
  /// The comment that another one answers, as it names it.
  package struct Target: Equatable, Sendable {
    /// The id of its item, by an XMPP address of the very node.
    package var item: String?
    /// The id of its item or of its entry.
    package var id: String?

    package init(item: String? = nil, id: String? = nil) {
      self.item = item
      self.id = id
    }
  }

  /// `atom:id`, by which others may name it; nil if there is none or it is longer than `idBytes`.
  package var id: String?
  /// The node with its comments (XEP-0277, section 3.1).
  package var replies: XMPPURI.Place?
  /// It repeats somebody else's post, and that one's comments with it (XEP-0277, section 2.5).
  package var isShare: Bool
  package var inReplyTo: [InReplyTo]
  package var isHeart: Bool

  /// UTF-8 bytes of an `atom:id`.
  private static let idBytes = 4096

  /// Nil for what is no entry.
  package init?(_ payload: Element) {
    guard payload.is("entry", Namespace.atom) else { return nil }
    let id = payload.first("id", Namespace.atom)?.text.trimmed ?? ""
    self.id = id.isEmpty || id.utf8.count > Self.idBytes ? nil : id
    let links = payload.all("link", Namespace.atom)
    replies = Self.replies(links)
    isShare = links.contains { $0["rel"] == "via" }
    inReplyTo = InReplyTo.all(in: payload)
    isHeart = Heart.isHeart(payload)
  }

  /// The node of the comments: of several links, the one that says so by its title, else the first.
  private static func replies(_ links: [Element]) -> XMPPURI.Place? {
    let found = links.lazy.filter { $0["rel"] == "replies" }.prefix(InReplyTo.maximumCount)
      .compactMap { link in
        link["href"].flatMap { XMPPURI.Place($0.trimmed) }.map { (link["title"], $0) }
      }
    var place = (found.first { $0.0 == "comments" } ?? found.first)?.1
    place?.item = nil
    return place.flatMap { (try? NodeID($0.node)) == nil ? nil : $0 }
  }

  /// What it answers among the comments of a node.
  package func target(in node: String, of service: BareJID) -> Target {
    let item = inReplyTo.lazy.flatMap(\.places).first {
      $0.service == service && $0.node.utf8.elementsEqual(node.utf8) && $0.item != nil
    }?.item
    return Target(item: item, id: inReplyTo.lazy.compactMap(\.id).first)
  }
}
