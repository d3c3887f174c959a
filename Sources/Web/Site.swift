import Media
import Outbound
import Social
import Store
import XMPP

/// What makes pages: the settings, the data, and a function for each kind of page (in that page's
/// own file).
struct Site: Sendable {
  let configuration: WebConfiguration
  let store: Store
  let links: SiteLinks
  let places: Frame.Places
  /// At the foot of every page.
  private(set) var footer: Frame.Footer?
  let look: Look
  /// What its pages are written in.
  private(set) var language: Language
  /// What names of places are written with, in all lists of posts, of posts with a tag, of comments.
  let postPlaces: Cipher
  let tagPlaces: Cipher
  let commentPlaces: Cipher
  /// In archives.
  let datePlaces: Cipher
  let sitemapPlaces: Cipher
  let nodePlaces: Cipher
  let foundPlaces: Cipher
  /// Nil: pages show pictures from wherever they are.
  let pictures: PictureKeeper?
  let pictureSignature: PictureSignature
  /// A few at a time, whoever asks.
  let searches: Turnstile
  /// For whom a page is made, where that is to be bounded; nothing on it depends on that.
  private(set) var visitor: IPAddress?

  var limits: WebLimits { configuration.limits }

  /// What lists read of a post: enough for an excerpt, and one more to see that it is one.
  var listed: PostExtent {
    PostExtent(htmlBytes: limits.wholePostBytes, textLength: limits.excerptLength + 1)
  }

  init(
    _ configuration: WebConfiguration, _ home: SiteHome, store: Store,
    pictures: PictureKeeper? = nil
  ) throws {
    self.configuration = configuration
    self.store = store
    links = SiteLinks(origin: configuration.origin, home)
    postPlaces = store.cipher.list(.webPosts, of: 0)
    tagPlaces = store.cipher.list(.webTags, of: 0)
    commentPlaces = store.cipher.list(.webComments, of: 0)
    datePlaces = store.cipher.list(.webDates, of: 0)
    sitemapPlaces = store.cipher.list(.webSitemap, of: 0)
    nodePlaces = store.cipher.list(.webNodes, of: 0)
    foundPlaces = store.cipher.list(.webSearch, of: 0)
    look = try Look(configuration.look, standard: configuration.language)
    language = look.languages.standard
    places = Frame.Places(links, look)
    self.pictures = pictures
    searches = Turnstile(
      running: configuration.limits.searchesRunning,
      waiting: configuration.limits.searchesWaiting,
      each: configuration.limits.searchesAtOnce, patience: configuration.limits.patience)
    pictureSignature = PictureSignature(key: store.cipher.list(.webMedia, of: 0).signingKey)
    footer = look.footer.map { Frame.Footer(html: shown($0, .small)) }
  }

  func speaking(_ language: Language, to visitor: IPAddress? = nil) -> Site {
    var site = self
    site.language = language
    site.visitor = visitor
    return site
  }

  /// What a page is kept by.
  func key(_ path: SitePath) -> String {
    path.isWorded ? language.key(links.relative(path)) : links.relative(path)
  }

  /// What is at an address whose content comes from the store.
  func outcome(_ path: SitePath) async throws -> Outcome {
    switch path {
    case .front: try await frontPage()
    case .community(let node, let place): try await communityPage(node, place)
    case .post(let node, let item, _, let comments): try await postPage(node, item, from: comments)
    case .tag(let tag, let place): try await tagPage(tag, before: place)
    case .tagFeed(let tag, let format, let place):
      try await feed(ofTag: tag, format, before: place)
    case .communities(let place): try await communitiesPage(before: place)
    case .commentsFeed(let node, let item, let format, let place):
      try await commentsFeed(of: node, item, format, before: place)
    case .searchFeed(let words, let format): try await searchFeed(words, format)
    case .archive(let scope, let month, let place): try await archivePage(scope, month, place)
    case .archiveFeed(let scope, let month, let format, let place):
      try await archiveFeed(scope, month, format, place)
    case .search(let words, let place): try await searchPage(words, after: place)
    case .feed(let format, let place): try await feed(format, before: place)
    case .communityFeed(let node, let format, let place):
      try await feed(of: node, format, before: place)
    case .stylesheet: .page(look.stylesheet)
    case .icon: .page(look.icon)
    case .robots: .page(robots)
    case .about: try aboutPage()
    case .avatar(let id): try await avatar(id)
    case .media(let path): try await picture(path)
    case .machine(let path): try await outcome(path)
    }
  }

  /// The same of what is for programs.
  private func outcome(_ path: MachinePath) async throws -> Outcome {
    switch path {
    case .sitemap: try await sitemapIndex()
    case .sitemapOfSite: sitemapOfSite()
    case .sitemapPart(let node, let place): try await sitemap(of: node, after: place)
    case .embed(let question): try await embed(question)
    case .webFinger(let resource, let relations): try await webFinger(resource, relations)
    case .hostMeta: hostMeta()
    case .hostMetaInJSON: try hostMetaInJSON()
    case .nodeInfoLinks: try nodeInfoLinks()
    case .nodeInfo: try await nodeInfo()
    case .communityList: try await communityList()
    case .api(let path): try await outcome(path)
    }
  }
}
