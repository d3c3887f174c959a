package import Outbound
package import Social
package import XMPP

/// What the public web is told at the start.
package struct WebConfiguration: Sendable {
  /// The address and port to listen on; port 0 lets the system choose one.
  package var host: String
  package var port: Int
  /// Scheme, host and perhaps port, as visitors see them: `https://social.example.org`. Every
  /// absolute address is made from it, never from a request.
  package var origin: String
  /// The components' addresses; the first one is the main service, whose links are short.
  package var services: [BareJID]
  /// Our people's domains; links to those of the first one are short.
  package var domains: [String]
  package var siteName: String
  /// What visitors are shown whose browser asks for no language of the interface; one of `WebConfiguration.languages`.
  package var language: LanguageTag
  package var look: LookSettings
  /// Whom visitors may turn to.
  package var contacts: ContactAddresses
  /// Who is believed when they say for whom they ask.
  package var trustedProxies: [IPNetwork]
  /// Whether those who train models are asked to pass the whole site over.
  package var refusesAI: Bool
  /// The program's.
  package var version: String
  package var limits: WebLimits

  package init(
    host: String, port: Int, origin: String, services: [BareJID],
    domains: [String] = [], siteName: String,
    language: LanguageTag = .english, look: LookSettings = LookSettings(),
    contacts: ContactAddresses = ContactAddresses(),
    trustedProxies: [IPNetwork] = IPNetwork.loopback,
    refusesAI: Bool = false, version: String,
    limits: WebLimits = WebLimits()
  ) {
    self.host = host
    self.port = port
    self.origin = origin
    self.services = services
    self.domains = domains
    self.siteName = siteName
    self.language = language
    self.look = look
    self.contacts = contacts
    self.trustedProxies = trustedProxies
    self.refusesAI = refusesAI
    self.version = version
    self.limits = limits
  }
}

extension WebConfiguration {
  /// The canonical address of a post's page, as others may write it; nil if there is no site.
  package func address(ofPost item: String, in node: NodePath) -> String? {
    home.map { SiteLinks(origin: origin, $0).absolute(.post(node, item: item)) }
  }

  /// What another service has, and is shown here beside that: search engines are to look for it there. The blogs of our own
  /// people are at home here.
  func isForeign(_ service: BareJID) -> Bool {
    !services.contains(service) && (service.local == nil || !domains.contains(service.domain))
  }

  /// Of the interface.
  package static var languages: [LanguageTag] { Languages.tags }

  /// Nil if there is no site.
  var home: SiteHome? { services.first.map { SiteHome($0, domain: domains.first) } }
}

/// What a visitor may ask for, and how much one page may hold.
package struct WebLimits: Sendable, Hashable {
  /// Bytes of a request's target; a longer one is answered with 414. Room for a service, a node and
  /// an item of 1,023 bytes each, percent-encoded.
  package var targetBytes = 10_240
  /// Bytes of one header field, and of all of them; NIO's decoder refuses more with 400.
  package var headerBytes = 16_384
  /// Bytes of a request's body; none is ever read, more than this is answered with 413.
  package var bodyBytes = 65_536
  /// Bytes of a search's words; more is answered with 400.
  package var searchBytes = 1_024
  /// Different words of a search; more is answered with 400.
  package var searchWords = 8
  /// How long a search may take, and the reading of what is listed by tag or by month; it is then stopped and answered with 503.
  package var searchTime = Duration.seconds(1)
  /// Of so many posts at most a part of a search looks for the few that meet all conditions; the next page goes on behind them.
  package var postsSearched = 20_000
  /// Searches that run at the same time: they leave readers of the database to pages.
  package var searchesRunning = 2
  /// So many more wait, others are answered with 503.
  package var searchesWaiting = 256
  /// Searches of one visitor that are under way at the same time; more are answered with 429.
  package var searchesAtOnce = 8
  /// Pages that are made at the same time, one reader of the database for each and to spare.
  package var pagesAtOnce = 3
  /// Pages that wait to be made; others are answered with 503.
  package var pagesWaiting = 256
  /// How long a page or a search may wait for its turn; after that a turn is not given to it any more, but 503.
  package var patience = Duration.seconds(5)
  /// Requests of one visitor in a minute; more are answered with 429. Nil: any number.
  package var requestsPerMinute: Int? = 1_200
  /// Connections at a time; more wait in the system's backlog.
  package var connections = 1_024
  /// Seconds without traffic after which a connection is closed; so is one whose visitor takes nothing for so long of what
  /// waits to be sent.
  package var idleSeconds: Int64 = 60
  /// Posts on a page of a list.
  package var postsOnPage = 20
  package var commentsOnPage = 50
  /// Posts that a page quotes because its post shares them.
  package var quotesOnPage = 3
  /// Posts that share a post, on its page.
  package var sharesOnPage = 10
  /// Communities on the front page.
  package var communitiesOnFront = 20
  /// People on the front page.
  package var peopleOnFront = 20
  /// Communities that a person's page says they follow.
  package var followsOnPage = 50
  /// Communities on a page of the directory.
  package var communitiesOnPage = 50
  /// Months that a page of one community links to.
  package var monthsOnPage = 24
  package var feedEntries = 50
  /// Items of a node in one part of the sitemap.
  package var sitemapPosts = 5_000
  /// Communities in the list of their feeds, those that were changed last.
  package var communitiesInList = 10_000
  /// Bytes of that list.
  package var listBytes = 4 << 20
  /// Communities in one answer to a program.
  package var communitiesInAnswer = 100
  /// Of more communities nobody counts how many posts they hold together.
  package var communitiesCounted = 1_000
  /// Bytes of all entries of a feed; it has one entry at least.
  package var feedBytes = 1 << 20
  /// A post whose markup is longer stands in feeds as a summary.
  package var feedPostBytes = 65_536
  /// A post whose markup is longer stands in lists as an excerpt.
  package var wholePostBytes = 1_800
  /// A comment whose markup is longer stands below its post as so much of its text.
  package var wholeCommentBytes = 16_384
  /// Unicode scalars of an excerpt.
  package var excerptLength = 480
  /// Unicode scalars of the passage that shows why a post was found.
  package var passageLength = 300
  /// Unicode scalars of the title of a community or the name of a file; the rest is cut off.
  package var titleLength = 200
  /// Bytes that the cached pages may occupy.
  package var cacheBytes = 8 << 20

  package init() {}
}
