import Media
import Social
import Store
import XMPP

/// What stands around every page's own content.
struct Frame: View {
  struct Feed: View {
    var feedTitle: String
    var feedLink: String
    var jsonLink: String

    static let fields: ViewFields<Frame.Feed> = [
      "feedTitle": { $0.feedTitle }, "feedLink": { $0.feedLink }, "jsonLink": { $0.jsonLink },
    ]
  }

  /// When an article was written, and what it is about (OpenGraph).
  struct Article: View {
    var publishedTime: String
    var modifiedTime: String?
    var topics: [String]

    static let fields: ViewFields<Frame.Article> = [
      "publishedTime": { $0.publishedTime }, "modifiedTime": { $0.modifiedTime },
      "topics": { $0.topics },
    ]
  }

  struct PictureSize: View {
    var pictureWidth: Int
    var pictureHeight: Int

    static let fields: ViewFields<Frame.PictureSize> = [
      "pictureWidth": { $0.pictureWidth }, "pictureHeight": { $0.pictureHeight },
    ]
  }

  /// Where to ask how the page is shown in another one (oEmbed); absolute.
  struct Embedding: View {
    var embedJSON: String
    var embedXML: String

    static let fields: ViewFields<Frame.Embedding> = [
      "embedJSON": { $0.embedJSON }, "embedXML": { $0.embedXML },
    ]
  }

  /// What stands at the foot, where the admin has given something.
  struct Footer: View {
    var html: SafeHTML

    static let fields: ViewFields<Frame.Footer> = [
      "html": { $0.html }
    ]
  }

  /// Where every page leads.
  struct Places: View {
    var home: String
    var directory: String
    var finder: String
    var aboutLink: String
    var stylesheet: String
    var icon: String
    /// Its media type.
    var iconType: String

    static let fields: ViewFields<Frame.Places> = [
      "home": { $0.home }, "directory": { $0.directory }, "finder": { $0.finder },
      "aboutLink": { $0.aboutLink },
      "stylesheet": { $0.stylesheet }, "icon": { $0.icon }, "iconType": { $0.iconType },
    ]
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

  static let fields: ViewFields<Frame> = [
    "title": { $0.title }, "siteName": { $0.siteName }, "places": { $0.places },
    "footer": { $0.footer },
    "about": { $0.about }, "canonical": { $0.canonical }, "kind": { $0.kind },
    "picture": { $0.picture },
    "pictureText": { $0.pictureText }, "pictureSize": { $0.pictureSize }, "article": { $0.article },
    "locale": { $0.locale }, "data": { $0.data }, "embedding": { $0.embedding },
    "robots": { $0.robots },
    "feeds": { $0.feeds }, "words": { $0.words },
  ]
}

extension Frame.Places {
  init(_ links: SiteLinks, _ look: Look) {
    self.init(
      home: links.relative(.front), directory: links.relative(.communities()),
      finder: links.relative(.search("")), aboutLink: links.relative(.about),
      stylesheet: links.relative(.stylesheet(look.stylesheet.plain.tag.mark)),
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
    _ view: some View, _ template: String, _ frame: Frame, path: SitePath? = nil
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
