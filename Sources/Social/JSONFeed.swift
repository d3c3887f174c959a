import FoundationEssentials
import XMPP

// The same as JSON Feed, version 1.1 (jsonfeed.org/version/1.1).
extension AtomFeed {
  /// ```json
  /// {"version": "https://jsonfeed.org/version/1.1", "title": "Verona", "items": [{"id": "xmpp:...", "url": "..."}]}
  /// ```
  package var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts and whole numbers alone are in it, which are always encoded.
    return (try? encoder.encode(JSONFeed(self))).map { [UInt8]($0) } ?? []
  }
}

private struct JSONFeed: Encodable {
  struct Author: Encodable {
    var name: String
    var url: String?
  }

  struct Attachment: Encodable {
    var url: String
    var mimeType: String
    var title: String?
    var sizeInBytes: Int64?
  }

  struct Item: Encodable {
    var id: String
    var url: String
    /// What it passes on.
    var externalUrl: String?
    var title: String?
    var contentHtml: String?
    var contentText: String?
    var datePublished: String
    var dateModified: String
    var authors: [Author]
    var tags: [String]?
    var language: String?
    var attachments: [Attachment]?
  }

  var version = "https://jsonfeed.org/version/1.1"
  var title: String
  var homePageUrl: String
  var feedUrl: String
  var nextUrl: String?
  var description: String?
  var language: String?
  var authors: [Author]
  var items: [Item]

  init(_ feed: AtomFeed) {
    title = feed.title.oneLine(limit: AtomFeed.lineLimit)
    homePageUrl = feed.page
    feedUrl = feed.address
    nextUrl = feed.paging.following
    description = feed.subtitle?.oneLine(limit: AtomFeed.lineLimit)
    language = feed.language
    authors = [Author(name: feed.author)]
    items = feed.entries.map(Item.init)
  }
}

extension JSONFeed.Item {
  init(_ entry: AtomEntry) {
    let post = entry.entry
    let markup = entry.isWhole ? post.html.markup : ""
    id = entry.xmpp
    url = entry.page
    externalUrl = post.references.first { $0.kind == .share }.flatMap { $0.page ?? $0.place?.uri }
    title = post.title.isEmpty ? nil : post.title.oneLine(limit: AtomFeed.lineLimit)
    contentHtml = markup.isEmpty ? nil : markup
    // One of the two has to be there.
    contentText = markup.isEmpty ? (entry.isWhole ? post.headline() : post.summary()) : nil
    datePublished = post.published.text
    dateModified = post.updated.text
    authors = [JSONFeed.Author(name: post.author.name, url: post.author.uri)]
    tags = post.tags.isEmpty ? nil : post.tags
    language = post.language
    let files = post.enclosures.map {
      JSONFeed.Attachment(
        url: $0.href, mimeType: $0.type ?? "application/octet-stream", title: $0.title,
        sizeInBytes: $0.length)
    }
    attachments = files.isEmpty ? nil : files
  }
}
