import PubSub
import Web

/// Every setting: the one table from which the file, the environment, the defaults, the help text
/// and the README's reference are read.
///
/// The raw value is the place in the file. What stands below `components` repeats, once for each
/// component.
package enum ConfigurationKey: String, CaseIterable, Sendable {
  case serverHost = "server.host"
  case serverPort = "server.port"
  case serverTLS = "server.tls"
  case serverAuthorities = "server.ca_file"
  case serverTLSName = "server.tls_name"
  case componentJID = "components.jid"
  case componentSecret = "components.secret"
  case componentSecretFile = "components.secret_file"
  case componentHost = "components.host"
  case componentPort = "components.port"
  case componentTLS = "components.tls"
  case componentAuthorities = "components.ca_file"
  case componentTLSName = "components.tls_name"
  case database = "database"
  case domains = "domains"
  case admins = "admins"
  case nodeCreators = "nodes.creators"
  case nodeReserved = "nodes.reserved"
  case nodeComments = "nodes.comments"
  case quotaNodes = "quotas.nodes"
  case quotaItems = "quotas.items"
  case quotaBytes = "quotas.bytes"
  case quotaSubscriptions = "quotas.subscriptions"
  case quotaPublishes = "quotas.publishes_per_minute"
  case quotaChanges = "quotas.changes_per_minute"
  case quotaExceptions = "quotas.exceptions"
  case domainQuotaNodes = "domain_quotas.nodes"
  case domainQuotaItems = "domain_quotas.items"
  case domainQuotaBytes = "domain_quotas.bytes"
  case domainQuotaSubscriptions = "domain_quotas.subscriptions"
  case domainQuotaPublishes = "domain_quotas.publishes_per_minute"
  case domainQuotaChanges = "domain_quotas.changes_per_minute"
  case moderationWords = "moderation.blocked_words"
  case moderationDomains = "moderation.blocked_domains"
  case followingNodes = "following.nodes"
  case followingPublished = "following.published"
  case followingLocal = "following.local"
  case followingItems = "following.items_per_node"
  case followingBytes = "following.bytes_per_node"
  case followingDays = "following.days"
  case followingServiceItems = "following.items_per_service"
  case followingServiceBytes = "following.bytes_per_service"
  case followingAllItems = "following.items"
  case followingAllBytes = "following.bytes"
  case followingServiceNodes = "following.nodes_per_service"
  case followingAccountNodes = "following.nodes_per_account"
  case followingThreads = "following.threads_per_node"
  case followingServiceThreads = "following.threads_per_service"
  case followingAllThreads = "following.threads"
  case followingPictures = "following.pictures"
  case followingPictureBytes = "following.picture_bytes"
  case followingPoll = "following.poll_seconds"
  case followingRequests = "following.requests_per_minute"
  case followingAllRequests = "following.all_requests_per_minute"
  case followingEvents = "following.events_per_minute"
  case contactAbuse = "contact.abuse"
  case contactAdmin = "contact.admin"
  case contactFeedback = "contact.feedback"
  case contactSales = "contact.sales"
  case contactSecurity = "contact.security"
  case contactStatus = "contact.status"
  case contactSupport = "contact.support"
  case webListen = "web.listen"
  case webOrigin = "web.origin"
  case webSiteName = "web.site_name"
  case webLanguage = "web.language"
  case webAccent = "web.accent"
  case webLogo = "web.logo"
  case webFooter = "web.footer"
  case webAbout = "web.about"
  case webTemplates = "web.templates"
  case webTrustedProxies = "web.trusted_proxies"
  case webNoAI = "web.noai"
  case mediaFolder = "web.media.folder"
  case mediaBytes = "web.media.bytes"
  case mediaPictures = "web.media.pictures"
  case mediaPictureBytes = "web.media.picture_bytes"
  case mediaPorts = "web.media.ports"
  case logLevel = "log.level"
  case logFormat = "log.format"
  case limitStanzaBytes = "limits.stanza_bytes"
  case limitPayloadBytes = "limits.payload_bytes"
  case limitAnswerItems = "limits.items_per_answer"
  case limitListEntries = "limits.list_entries"
  case limitSubscriptions = "limits.subscriptions_per_node"
  case limitLeaseDays = "limits.lease_days"
  case limitWaitingWrites = "limits.waiting_writes"
  case limitAnswerBytes = "limits.answer_queue_bytes"
  case limitNotifyBytes = "limits.notify_queue_bytes"
  case limitConnections = "limits.web_connections"
  case limitRequests = "limits.web_requests_per_minute"
  case limitCacheBytes = "limits.web_cache_bytes"
  case limitShutdownSeconds = "limits.shutdown_seconds"

  package var form: Form {
    switch self {
    case .serverHost, .componentHost, .serverTLSName, .componentTLSName, .webSiteName: .text
    case .serverPort, .componentPort: .integer(1...65_535)
    case .serverTLS, .componentTLS, .webNoAI: .boolean
    case .serverAuthorities, .componentAuthorities, .componentSecretFile, .database,
      .webLogo, .webAbout:
      .file
    case .componentJID, .nodeComments: .domain
    case .componentSecret: .secret
    case .domains: .domains
    case .admins: .accounts
    case .nodeCreators: .choice(ServicePolicy.Creators.allCases.map(\.rawValue))
    case .nodeReserved: .names
    case .quotaNodes, .quotaItems, .quotaBytes, .quotaSubscriptions, .quotaPublishes,
      .quotaChanges, .domainQuotaNodes, .domainQuotaItems, .domainQuotaBytes,
      .domainQuotaSubscriptions, .domainQuotaPublishes, .domainQuotaChanges:
      .amount
    case .followingBytes, .followingDays, .followingServiceItems, .followingServiceBytes,
      .followingAllItems, .followingAllBytes, .followingPictures, .limitRequests:
      .amount
    case .quotaExceptions: .exceptions
    case .moderationWords: .phrases
    case .moderationDomains: .domainPatterns
    case .followingNodes: .nodeAddresses
    case .followingPublished: .addresses
    case .followingLocal: .choice(Configuration.Following.Local.allCases.map(\.rawValue))
    case .followingItems: .integer(1...1_000_000)
    case .followingServiceNodes: .integer(1...10_000)
    case .followingAccountNodes: .integer(0...10_000)
    case .followingThreads: .integer(0...1_000)
    case .followingServiceThreads: .integer(0...100_000)
    case .followingAllThreads: .integer(0...1_000_000)
    case .followingPictureBytes: .integer(1_024...262_144)
    case .followingPoll: .integer(1...86_400)
    case .followingRequests: .integer(1...60_000)
    case .followingAllRequests: .integer(1...480_000)
    case .followingEvents: .integer(1...1_000_000)
    case .contactAbuse, .contactAdmin, .contactFeedback, .contactSales, .contactSecurity,
      .contactStatus, .contactSupport:
      .contacts
    case .webListen: .listenAddress
    case .webOrigin: .origin
    case .webTrustedProxies: .networks
    case .webLanguage: .choice(WebConfiguration.languages.map(\.text))
    case .webAccent: .colour
    case .webFooter: .markup
    case .webTemplates, .mediaFolder: .folder
    case .mediaBytes: .integer(1_048_576...1_099_511_627_776)
    case .mediaPictures: .integer(1...1_000_000)
    case .mediaPictureBytes: .integer(1_024...1_073_741_824)
    case .mediaPorts: .ports
    case .logLevel: .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"])
    case .logFormat: .choice(LogFormat.allCases.map(\.rawValue))
    case .limitStanzaBytes: .integer(33_792...16_777_216)
    case .limitPayloadBytes: .integer(1_024...16_744_448)
    case .limitAnswerItems, .limitListEntries: .integer(1...10_000)
    case .limitSubscriptions: .integer(1...1_000)
    case .limitLeaseDays: .integer(1...36_500)
    case .limitWaitingWrites: .integer(1...1_000_000)
    case .limitAnswerBytes, .limitNotifyBytes: .integer(1_048_576...1_073_741_824)
    case .limitConnections: .integer(1...65_536)
    case .limitCacheBytes: .integer(0...1_073_741_824)
    case .limitShutdownSeconds: .integer(1...600)
    }
  }

  /// The value where nothing is set; nil where there is none, or where it follows from another
  /// setting (`fallback` says which).
  package var preset: String? {
    switch self {
    case .serverHost: "127.0.0.1"
    case .serverPort: "5347"
    case .serverTLS: "false"
    case .database: "/var/lib/martlet/martlet.sqlite"
    case .nodeCreators: "domains"
    case .quotaNodes: "20000"
    case .quotaItems: "200000"
    case .quotaBytes: "1073741824"
    case .quotaSubscriptions: "10000"
    case .quotaPublishes, .quotaChanges: "600"
    case .domainQuotaNodes: "100000"
    case .domainQuotaItems: "2000000"
    case .domainQuotaBytes: "8589934592"
    case .domainQuotaSubscriptions: "1000000"
    case .domainQuotaPublishes, .domainQuotaChanges: "6000"
    case .followingLocal: Configuration.Following.Local.optedIn.rawValue
    case .followingItems: "10000"
    case .followingBytes: "268435456"
    case .followingServiceItems: "1000000"
    case .followingServiceBytes: "4294967296"
    case .followingDays, .followingAllItems, .followingAllBytes: "max"
    case .followingServiceNodes: "1000"
    case .followingAccountNodes: "200"
    case .followingThreads: "100"
    case .followingServiceThreads: "2000"
    case .followingAllThreads: "20000"
    case .followingPictures: "268435456"
    case .followingPictureBytes: "65536"
    case .followingPoll: "60"
    case .followingRequests: "3000"
    case .followingAllRequests: "12000"
    case .followingEvents: "6000"
    case .webListen: "127.0.0.1:8080"
    case .webLanguage: "en"
    case .webNoAI: "false"
    case .mediaBytes: "1073741824"
    case .mediaPictures: "20000"
    case .mediaPictureBytes: "16777216"
    case .logLevel: "info"
    case .logFormat: "auto"
    case .limitStanzaBytes: "524288"
    case .limitPayloadBytes: "262144"
    case .limitAnswerItems: "100"
    case .limitListEntries: "1000"
    case .limitSubscriptions: "20"
    case .limitLeaseDays: "365"
    case .limitWaitingWrites: "4096"
    case .limitAnswerBytes: "16777216"
    case .limitNotifyBytes: "1048576"
    case .limitConnections: "1024"
    case .limitRequests: "1200"
    case .limitCacheBytes: "8388608"
    case .limitShutdownSeconds: "20"
    default: nil
    }
  }

  /// Words for the default where it is not a plain value.
  package var fallback: String {
    if let preset { return preset }
    return switch self {
    case .componentJID: "required"
    case .componentSecret, .componentSecretFile: "one of the two is required"
    case .componentHost, .componentPort, .componentTLS, .componentAuthorities, .componentTLSName:
      "as `\(rawValue.replacing("components", with: "server"))`"
    case .serverAuthorities: "the system's authorities"
    case .serverTLSName: "`server.host`"
    case .webOrigin: "`https://` and the first component's domain, if that is ASCII"
    case .webSiteName: "the first component's domain"
    case .webTrustedProxies: "this machine"
    case .webAccent, .webLogo, .webAbout, .webTemplates: "as it comes with the program"
    case .mediaPorts: "80, 443, 5281, 5443, 7443"
    default: "none"
    }
  }

  package var meaning: String {
    switch self {
    case .serverHost: "Where the XMPP server takes components."
    case .serverPort: "Its component port."
    case .serverTLS: "TLS from the first byte (there is no STARTTLS for components)."
    case .serverAuthorities: "A PEM file of authorities to trust in place of the system's."
    case .serverTLSName: "The name that the server's certificate must bear."
    case .componentJID: "The component's domain. The first one is the main service."
    case .componentSecret: "The secret that the server has for it."
    case .componentSecretFile: "A file that holds the secret; a newline at its end is dropped."
    case .componentHost: "Where this component connects, if elsewhere."
    case .componentPort: "Its port, if another (ejabberd: one listener for each component)."
    case .componentTLS: "Whether this link uses TLS."
    case .componentAuthorities: "The authorities that this link trusts."
    case .componentTLSName: "The name that the certificate must bear on this link."
    case .database:
      "The SQLite file; it is made when missing. Its folder must exist. What a large write may have to take back goes to that folder too meanwhile, or where `SQLITE_TMPDIR` says."
    case .domains: "The local domains: by default, their users may create nodes."
    case .admins:
      "Accounts that may create nodes and do everything with every node; no quota holds for them."
    case .nodeCreators: "Who may create nodes besides the admins; `domains`: the local users."
    case .nodeReserved: "Names that only admins may give to nodes; `*` stands for any text."
    case .nodeComments:
      "The component where Martlet makes the comments nodes of posts, if not the posts' own."
    case .quotaNodes: "How many nodes one account may have created; `max`: as many as it likes."
    case .quotaItems: "How many items of one account are kept."
    case .quotaBytes: "The payloads of all these items together, in bytes."
    case .quotaSubscriptions:
      "How many subscriptions one account may have, or have given to others as an owner."
    case .quotaPublishes: "How many items one account may publish in a minute."
    case .quotaChanges:
      "How many other changes it may make in a minute: subscriptions, retractions, affiliations, nodes."
    case .quotaExceptions:
      "Accounts and domains with other quotas, as in `news@example.net items=max`."
    case .domainQuotaNodes:
      "How many nodes all accounts of one domain may have created, if it is not of `domains`."
    case .domainQuotaItems: "How many items of such a domain are kept."
    case .domainQuotaBytes: "The payloads of all these items together, in bytes."
    case .domainQuotaSubscriptions: "How many subscriptions such a domain may have."
    case .domainQuotaPublishes: "How many items such a domain may publish in a minute."
    case .domainQuotaChanges: "How many other changes such a domain may make in a minute."
    case .moderationWords:
      "Words and phrases that no post, and no title or description of a node, may hold, "
        + "whatever their case and accents."
    case .moderationDomains:
      "Domains whose users may not publish, subscribe, report or create nodes; "
        + "`*.` for those below one."
    case .followingNodes:
      "Nodes of other services, accounts for their blogs, and whole services, whose posts local people find here."
    case .followingPublished:
      "Services, accounts, and domains of accounts whose open nodes, if followed, are on the web too."
    case .followingLocal:
      "Whose blogs of the local accounts are followed unasked: of those that opted in, or nobody's."
    case .followingItems: "So many items of a followed node are kept, the newest ones."
    case .followingBytes: "The payloads and ids of all these items together, in bytes."
    case .followingDays:
      "So many days old a post may be; an older one is neither fetched nor kept."
    case .followingServiceItems:
      "So many items are kept of one other service or account, the newest ones."
    case .followingServiceBytes: "The payloads and ids of all these items together, in bytes."
    case .followingAllItems: "So many items are kept of all that is followed, the newest ones."
    case .followingAllBytes: "The payloads and ids of all these items together, in bytes."
    case .followingServiceNodes:
      "So many nodes are followed of a service that is followed as a whole."
    case .followingAccountNodes: "How many nodes one local account may follow for itself."
    case .followingThreads:
      "The comments of so many of a node's newest posts are followed too, if it is on the web; 0: of none."
    case .followingServiceThreads:
      "The comments of so many posts are followed at one service, the newest ones."
    case .followingAllThreads: "The comments of so many posts are followed in all, the newest ones."
    case .followingPictures:
      "What pictures of authors occupy in all, in bytes; 0: nobody is asked for a picture or a nickname."
    case .followingPictureBytes:
      "The largest picture of an author, in bytes; a larger one is not shown."
    case .followingPoll:
      "How soon is looked for news where a service does not tell of them; more rarely, the longer there are none."
    case .followingRequests: "How many requests go to one other server in a minute at most."
    case .followingAllRequests: "How many go to all of them together."
    case .followingEvents:
      "Of how many items one other server may tell in a minute; of six for each of its followed nodes, if that is more."
    case .contactAbuse: "Where to report abuse. Clients show these addresses (XEP-0157)."
    case .contactAdmin: "Where the admins are reached."
    case .contactFeedback: "Where to say what is good and what is not."
    case .contactSales: "Where to ask about prices."
    case .contactSecurity: "Where to report a hole in security."
    case .contactStatus: "Where it is told how the service is."
    case .contactSupport: "Where to find help."
    case .webListen: "Where the web server listens; IPv6 as `[::1]:8080`, port 0 for a free one."
    case .webOrigin: "The public address of the site, as browsers see it."
    case .webSiteName: "The name of the site on its pages and feeds."
    case .webLanguage:
      "What feeds are written in, and pages for browsers that ask for none of these languages."
    case .webAccent:
      "The colour of links and buttons; by night it is as much lighter as it has to be."
    case .webLogo: "The site's picture: SVG, PNG, JPEG, GIF, WebP or AVIF."
    case .webFooter: "What stands at the foot of every page; it is cleaned as posts are."
    case .webAbout: "What `/about` says: HTML, or plain paragraphs; it is cleaned as posts are."
    case .webTemplates:
      "Templates and a style sheet in place of those of the program; `martlet templates` writes those."
    case .webTrustedProxies:
      "The proxies that are believed when they say for whom they ask (`X-Forwarded-For`, else `Forwarded`). All visitors who come by another proxy are one visitor for every limit."
    case .webNoAI:
      "Whether all pages and feeds ask not to be used for training AI, and `robots.txt` turns away those who do."
    case .mediaFolder:
      "Where pictures of posts are kept, so that visitors need not ask their hosts; its parent must exist. None: they ask them."
    case .mediaBytes:
      "What these pictures may occupy, in bytes; what was not seen for longest goes."
    case .mediaPictures: "How many pictures are kept."
    case .mediaPictureBytes: "The largest picture that is fetched, in bytes."
    case .mediaPorts: "The ports of other hosts from which pictures are fetched."
    case .logLevel: "The least important records that are logged."
    case .logFormat: "`journal`: priorities, no time; `text`: time; `auto`: by where stderr leads."
    case .limitStanzaBytes: "The largest stanza in bytes; not more than the server takes."
    case .limitPayloadBytes:
      "The largest payload of one item; at least 32 KiB below `stanza_bytes`."
    case .limitAnswerItems: "How many items one answer holds at most."
    case .limitListEntries:
      "How many subscriptions, affiliations or items' names one answer lists at most."
    case .limitSubscriptions: "How many subscriptions to one node one account may have."
    case .limitLeaseDays: "The longest time after which a subscription may end by itself."
    case .limitWaitingWrites: "How many writes may wait for the disk before more are refused."
    case .limitAnswerBytes:
      "Answers that wait on one link; over it an error goes in place of an answer."
    case .limitNotifyBytes: "Notifications that wait on one link; over it the fan-out waits."
    case .limitConnections: "Web connections at a time; more wait."
    case .limitRequests:
      "Requests of one visitor in a minute; more are answered with 429. Whom a proxy does not name is not counted."
    case .limitCacheBytes: "What the prepared pages may occupy in memory."
    case .limitShutdownSeconds: "How long a clean stop may take before it is cut short."
    }
  }

  package var isOfComponent: Bool { rawValue.hasPrefix("components.") }

  /// The names from the file's root to the value.
  var steps: [Substring] { rawValue.split(separator: ".") }
}
