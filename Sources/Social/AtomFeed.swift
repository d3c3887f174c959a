package import XML
package import XMPP

/// An Atom feed (RFC 4287) as feed readers want it, made from projections and never from what was
/// published, since that is not valid Atom as a rule.
///
/// Each entry has exactly one content, the cleaned markup of the page as `type='html'`, or a summary
/// where that is too long for a feed; one `alternate`, the page; and its `xmpp:` address, which is
/// its id too, as `related`.
package struct AtomFeed: Hashable, Sendable {
  /// Permanent and absolute, the same wherever the feed is fetched from.
  package var id: String
  package var title: String
  package var subtitle: String?
  /// The last real change, a retract too; never the time of the request.
  package var updated: Timestamp
  /// The address that the feed is fetched from; absolute, from the configured origin.
  package var address: String
  /// The page that shows the same; absolute.
  package var page: String
  /// The node's `xmpp:` address, if it is the feed of one node.
  package var xmpp: String?
  /// BCP 47.
  package var language: String?
  /// Whom the feed is from as a whole, such as the site: entries have authors of their own.
  package var author: String
  package var entries: [AtomEntry]
  package var paging: AtomFeedPaging

  package init(
    id: String, title: String, subtitle: String? = nil, updated: Timestamp, address: String,
    page: String, xmpp: String? = nil, language: String? = nil, author: String,
    entries: [AtomEntry], paging: AtomFeedPaging = AtomFeedPaging()
  ) {
    self.id = id
    self.title = title
    self.subtitle = subtitle
    self.updated = updated
    self.address = address
    self.page = page
    self.xmpp = xmpp
    self.language = language
    self.author = author
    self.entries = entries
    self.paging = paging
  }

  package static let contentType = "application/atom+xml"

  /// Code points of a title or subtitle; a longer one is cut.
  package static let lineLimit = 1_000

  /// `<feed xmlns='http://www.w3.org/2005/Atom'>`: its own data first, then the entries as given.
  package var element: Element {
    var feed = Element("feed", Namespace.atom)
    feed.lang = language
    feed.append(Element("id", Namespace.atom, text: id))
    feed.append(.line("title", title, else: page))
    if let subtitle, case let line = subtitle.oneLine(limit: Self.lineLimit), !line.isEmpty {
      feed.append(.line("subtitle", line, else: ""))
    }
    feed.append(Element("updated", Namespace.atom, text: updated.text))
    feed.append(.author(author, uri: nil))
    feed.append(.link("self", address, type: Self.contentType))
    feed.append(.link("alternate", page, type: "text/html"))
    if let xmpp { feed.append(.link("related", xmpp)) }
    for element in paging.elements { feed.append(element) }
    for entry in entries { feed.append(entry.element) }
    return feed
  }
}

/// One entry of a feed: a projection and where it is found.
package struct AtomEntry: Hashable, Sendable {
  package var entry: Entry
  /// The page of the post; absolute.
  package var page: String
  /// `xmpp:SERVICE?;node=NODE;item=ITEM`; the id too.
  package var xmpp: String
  /// Whether the content stands in the feed. If not, `entry.html` is not looked at.
  package var isWhole: Bool
  /// What it answers, where that is known better than from what it says itself.
  package var inReplyTo: InReplyTo?
  /// Where the comments on it are.
  package var replies: AtomReplies?

  package init(
    entry: Entry, page: String, xmpp: String, isWhole: Bool = true, inReplyTo: InReplyTo? = nil,
    replies: AtomReplies? = nil
  ) {
    self.entry = entry
    self.page = page
    self.xmpp = xmpp
    self.isWhole = isWhole
    self.inReplyTo = inReplyTo
    self.replies = replies
  }

  /// The id is always the address of the item, never what the author wrote as `atom:id`. Nobody
  /// checks that one: any author could claim the id of another's entry and so make readers drop it,
  /// and no rule that weighs claims against each other gives an entry the same id in each feed and
  /// after each edit (section 4.2.6 wants it unique and never changed). A service has one item of a
  /// name in a node, and an edit keeps the name.
  fileprivate var element: Element {
    var element = Element("entry", Namespace.atom)
    element.lang = entry.language
    element.append(Element("id", Namespace.atom, text: xmpp))
    element.append(
      .line("title", entry.title.isEmpty ? entry.headline() : entry.title, else: page))
    element.append(Element("published", Namespace.atom, text: entry.published.text))
    element.append(Element("updated", Namespace.atom, text: entry.updated.text))
    element.append(.author(entry.author.name, uri: entry.author.uri))
    for tag in entry.tags {
      element.append(Element("category", Namespace.atom, ["term": tag]))
    }
    element.append(.link("alternate", page, type: "text/html"))
    element.append(.link("related", xmpp))
    if let replies { element.append(replies.element) }
    if let inReplyTo { element.append(inReplyTo.element) }
    for reference in entry.references where inReplyTo == nil || reference.kind != .reply {
      if let link = reference.element { element.append(link) }
    }
    for file in entry.enclosures {
      element.append(
        Element(
          "link", Namespace.atom,
          [
            "rel": "enclosure", "href": file.href, "type": file.type, "title": file.title,
            "length": file.length.map(String.init),
          ]))
    }
    element.append(content)
    return element
  }

  private var content: Element {
    guard isWhole else {
      let summary = entry.summary()
      var element = Element(
        "summary", Namespace.atom, text: summary.isEmpty ? entry.headline() : summary)
      element["type"] = "text"
      return element
    }
    let markup = entry.html.markup
    var content = Element(
      "content", Namespace.atom, text: markup.isEmpty ? entry.headline() : markup)
    content["type"] = markup.isEmpty ? "text" : "html"
    return content
  }
}

extension Entry.Reference {
  /// `<link rel='via' href='...'/>` (RFC 4287, section 4.2.7.2), or `<in-reply-to ref='...' href='...'/>` (RFC 4685,
  /// section 3). The `ref` is what feeds of ours have as the id of that post.
  fileprivate var element: Element? {
    guard let address = page ?? place?.uri else { return nil }
    return switch kind {
    case .share: .link("via", address)
    case .reply: InReplyTo(ref: place?.uri ?? address, href: address).element
    }
  }
}

extension Element {
  fileprivate static func line(_ name: String, _ text: String, else fallback: String) -> Element {
    let line = text.oneLine(limit: AtomFeed.lineLimit)
    var element = Element(name, Namespace.atom, text: line.isEmpty ? fallback : line)
    element["type"] = "text"
    return element
  }

  /// Never with an `email`: a JID is none, and nobody asked for mail.
  fileprivate static func author(_ name: String, uri: String?) -> Element {
    var author = Element("author", Namespace.atom)
    author.append(Element("name", Namespace.atom, text: name))
    if let uri { author.append(Element("uri", Namespace.atom, text: uri)) }
    return author
  }

  static func link(_ rel: String, _ href: String, type: String? = nil) -> Element {
    Element("link", Namespace.atom, ["rel": rel, "type": type, "href": href])
  }
}
