import Media
import Social
import Store
import XMPP

/// What stands around every page's own content.
struct Frame: Sendable {
  struct Feed: Sendable {
    var feedTitle: String
    var feedLink: String
    var jsonLink: String
  }

  /// When an article was written, and what it is about (OpenGraph).
  struct Article: Sendable {
    var publishedTime: String
    var modifiedTime: String?
    var topics: [String]
  }

  struct PictureSize: Sendable {
    var pictureWidth: Int
    var pictureHeight: Int
  }

  /// Where to ask how the page is shown in another one (oEmbed); absolute.
  struct Embedding: Sendable {
    var embedJSON: String
    var embedXML: String
  }

  /// What stands at the foot, where the admin has given something.
  struct Footer: Sendable {
    var html: SafeHTML
  }

  /// Where every page leads.
  struct Places: Sendable {
    var home: String
    var directory: String
    var finder: String
    var aboutLink: String
    var stylesheet: String
    var icon: String
    /// Its media type.
    var iconType: String
  }

  var title: String
  var siteName: String
  var places: Places
  var footer: Footer?
  var about: String?
  /// Absolute; none for pages that are no lasting address.
  var canonical: String?
  /// `website` or `article` (OpenGraph).
  var kind = "website"
  /// Absolute.
  var picture: String?
  var pictureText: String?
  var pictureSize: PictureSize?
  var article: Article?
  /// Language and territory: `pt_BR` (OpenGraph).
  var locale: String?
  var data: StructuredData?
  var embedding: Embedding?
  var robots: RobotRules = []
  var feeds: [Feed] = []
  /// What stands in the search field.
  var words = ""
}

extension Frame.Places {
  init(_ links: SiteLinks, _ look: Look) {
    self.init(
      home: links.relative(.front), directory: links.relative(.communities()),
      finder: links.relative(.search("")), aboutLink: links.relative(.about),
      stylesheet: links.relative(.stylesheet(look.stylesheet.tag.mark)),
      icon: links.relative(.icon), iconType: look.icon.kind.mediaType)
  }
}

extension Site {
  /// `title`: of the page alone; the site's name is added.
  func frame(_ title: String?, canonical path: SitePath? = nil) -> Frame {
    Frame(
      title: title.map { "\($0) · \(configuration.siteName)" } ?? configuration.siteName,
      siteName: configuration.siteName, places: places,
      footer: footer,
      canonical: path.map(links.absolute), robots: rules(),
      feeds: [feed(configuration.siteName) { .feed($0) }])
  }

  /// A language as OpenGraph writes it, where it says which territory's it is.
  static func locale(_ language: String?) -> String? {
    guard let parts = language.flatMap(LanguageTag.init)?.text.split(separator: "-"),
      let first = parts.first,
      let territory = parts.dropFirst().first(where: { $0.utf8.count == 2 })
    else { return nil }
    return "\(first)_\(territory.uppercased())"
  }

  /// A page of HTML.
  func page(
    _ view: some Sendable, _ template: String, _ frame: Frame, path: SitePath? = nil
  ) throws -> Page {
    Page(
      .html, try look.templates.render(view, template, language), path: path,
      links: linkHeader(frame), robots: frame.robots)
  }

  /// A feed, in each of its formats.
  func feed(_ title: String, _ path: (FeedFormat) -> SitePath) -> Frame.Feed {
    Frame.Feed(
      feedTitle: title, feedLink: links.relative(path(.atom)), jsonLink: links.relative(path(.json))
    )
  }

  func feed(of node: NodePath, _ title: String) -> Frame.Feed {
    feed(title) { .communityFeed(node, $0) }
  }
}
