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

  /// A file that belongs to the post (`link rel='enclosure'`); `href` is http or https.
  package struct Enclosure: Hashable, Sendable {
    package var href: String
    package var type: String?
    package var title: String?
    package var length: Int64?

    package init(href: String, type: String?, title: String?, length: Int64?) {
      self.href = href
      self.type = type
      self.title = title
      self.length = length
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
  /// Lower case, without the hash sign, each once.
  package var tags: [String]
  package var enclosures: [Enclosure]

  package init(
    atomID: String?, title: String, html: SafeHTML, text: String, author: Author,
    published: Timestamp, updated: Timestamp, language: String?, tags: [String],
    enclosures: [Enclosure]
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
  }
}
