package import XMPP

/// What Martlet understands of a post: the projection of an Atom entry (RFC 4287, XEP-0277,
/// XEP-0472) that pages, feeds and search are made from. Derived from the stored payload and the
/// publisher that the service stamped; it can be made again at any time.
package struct Entry: Hashable, Sendable {
  package struct Author: Hashable, Sendable {
    /// Shown to people; never empty.
    package var name: String
    /// `xmpp:` of the publisher where there is one, else the entry's own `author/uri`.
    package var uri: String?
    /// The entry names somebody else than the publisher whom the service saw.
    package var disagrees: Bool

    package init(name: String, uri: String?, disagrees: Bool) {
      self.name = name
      self.uri = uri
      self.disagrees = disagrees
    }
  }

  /// The entry's `id` where it is an absolute IRI.
  package var atomID: String?
  /// Plain text on one line; empty if the entry has none.
  package var title: String
  package var html: SafeHTML
  /// The content as plain text: for search and summaries.
  package var text: String
  package var author: Author
  package var published: Timestamp
  package var updated: Timestamp
  /// BCP 47, lower case.
  package var language: String?
  /// Lower case, without the hash sign, each once: those of the categories, then those in the text.
  package var tags: [String]
  package var enclosures: [Enclosure]
  /// Pages that the post points to and says something of.
  package var links: [LinkCard]
  /// Accounts that the post speaks of, each once.
  package var mentions: [BareJID]
  /// Posts that this one answers or passes on.
  package var references: [Reference]
  /// Where it was written, or what place it is about. Shown only where the node says so.
  package var location: Location?

  package init(
    atomID: String?, title: String, html: SafeHTML, text: String, author: Author,
    published: Timestamp, updated: Timestamp, language: String?, tags: [String],
    enclosures: [Enclosure], links: [LinkCard] = [], mentions: [BareJID] = [],
    references: [Reference] = [], location: Location? = nil
  ) {
    self.atomID = atomID
    self.title = title
    self.html = html
    self.text = text
    self.author = author
    self.published = published
    self.updated = updated
    self.language = language
    self.tags = tags
    self.enclosures = enclosures
    self.links = links
    self.mentions = mentions
    self.references = references
    self.location = location
  }

  /// Whether its author warns of it (the category `nsfw`).
  package var isSensitive: Bool { tags.contains(Self.sensitiveTag) }

  package static let sensitiveTag = "nsfw"
}
