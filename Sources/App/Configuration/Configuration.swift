package import Logging
package import Media
package import Outbound
package import PubSub
package import Social
package import Store
package import Web
package import XMPP

/// All settings, checked. The file's shape is described by `ConfigurationKey`.
package struct Configuration: Hashable, Sendable {
  /// Where the XMPP server takes component connections.
  package struct Server: Hashable, Sendable {
    package var host: String
    package var port: Int
    /// TLS from the first byte.
    package var tls: Bool
    /// A PEM file of the authorities to trust in place of the system's.
    package var authorities: String?
    /// The name that the certificate must bear; nil: `host`.
    package var tlsName: String?

    package init(
      host: String, port: Int, tls: Bool = false, authorities: String? = nil,
      tlsName: String? = nil
    ) {
      self.host = host
      self.port = port
      self.tls = tls
      self.authorities = authorities
      self.tlsName = tlsName
    }
  }

  /// One component address and the link that serves it.
  package struct Component: Hashable, Sendable {
    package var jid: BareJID
    /// The address as it was written, before it was prepared: the server may know it, and prove it
    /// in the handshake, in this form alone.
    package var name: String
    package var secret: Secret
    package var server: Server

    /// - Parameter name: nil: the text of `jid`.
    package init(jid: BareJID, name: String? = nil, secret: Secret, server: Server) {
      self.jid = jid
      self.name = name ?? jid.description
      self.secret = secret
      self.server = server
    }
  }

  package struct Nodes: Hashable, Sendable {
    /// Who may create them, besides the admins.
    package var creators: ServicePolicy.Creators
    /// Names that only admins may give to them; `*` stands for any text.
    package var reserved: [String]
    /// The component where comments nodes are made; nil: that of the post.
    package var comments: BareJID?

    package init(
      creators: ServicePolicy.Creators = .domains, reserved: [String] = [],
      comments: BareJID? = nil
    ) {
      self.creators = creators
      self.reserved = reserved
      self.comments = comments
    }
  }

  package struct Moderation: Hashable, Sendable {
    /// Words and phrases that no post, and no title or description of a node, may hold.
    package var blockedWords: [String]
    /// Domains whose users take no part; `*.` before one stands for those below it.
    package var blockedDomains: [String]

    package init(blockedWords: [String] = [], blockedDomains: [String] = []) {
      self.blockedWords = blockedWords
      self.blockedDomains = blockedDomains
    }
  }

  /// Nodes of other services.
  package struct Following: Hashable, Sendable {
    package enum Local: String, Hashable, Sendable, CaseIterable {
      case optedIn = "opted-in"
      case nobody
    }

    /// Those that are followed; one without a node is a service, all of whose open nodes are.
    package var nodes: [FollowAddress]
    /// Services, accounts and domains of accounts whose open nodes are on the public web.
    package var published: [BareJID]
    /// Whose blogs are followed because they want that.
    package var local: Local
    package var itemsPerNode: Int
    /// Nil: any number.
    package var bytesPerNode: Int?
    /// How old a post may be; nil: any age.
    package var days: Int?
    /// What is kept of one service or account, and in all.
    package var service: Budget
    package var all: Budget
    /// Of a service that is followed as a whole.
    package var nodesPerService: Int
    /// How many nodes one local account may follow for itself.
    package var nodesPerAccount: Int
    /// The comments of so many of the newest posts are followed too.
    package var threadsPerNode: Int
    /// At one service, and in all.
    package var threadsPerService: Int
    package var threads: Int
    /// Bytes of all pictures of people, and of one; nil: any number, 0: nobody is asked.
    package var pictures: Int?
    package var pictureBytes: Int
    /// How soon is looked for news where nobody tells of them.
    package var poll: Duration
    /// To one server, and to all of them together.
    package var requestsPerMinute: Int
    package var allRequestsPerMinute: Int
    /// Of how many items a server with few followed nodes may tell.
    package var eventsPerMinute: Int

    package init(
      nodes: [FollowAddress] = [], published: [BareJID] = [], local: Local = .optedIn,
      itemsPerNode: Int = 10_000, bytesPerNode: Int? = 268_435_456, days: Int? = nil,
      service: Budget = Budget(items: 1_000_000, bytes: 4_294_967_296), all: Budget = Budget(),
      nodesPerService: Int = 1_000, nodesPerAccount: Int = 200, threadsPerNode: Int = 100,
      threadsPerService: Int = 2_000, threads: Int = 20_000, pictures: Int? = 268_435_456,
      pictureBytes: Int = 65_536, poll: Duration = .seconds(60), requestsPerMinute: Int = 3_000,
      allRequestsPerMinute: Int = 12_000, eventsPerMinute: Int = 6_000
    ) {
      self.nodes = nodes
      self.published = published
      self.local = local
      self.itemsPerNode = itemsPerNode
      self.bytesPerNode = bytesPerNode
      self.days = days
      self.service = service
      self.all = all
      self.nodesPerService = nodesPerService
      self.nodesPerAccount = nodesPerAccount
      self.threadsPerNode = threadsPerNode
      self.threadsPerService = threadsPerService
      self.threads = threads
      self.pictures = pictures
      self.pictureBytes = pictureBytes
      self.poll = poll
      self.requestsPerMinute = requestsPerMinute
      self.allRequestsPerMinute = allRequestsPerMinute
      self.eventsPerMinute = eventsPerMinute
    }
  }

  package struct Quotas: Hashable, Sendable {
    /// Of one account.
    package var account: Quota
    /// Of all accounts together of a domain that is not ours.
    package var domain: Quota
    /// The whole quota of each account or domain that has one of its own.
    package var exceptions: [BareJID: Quota]

    package init(
      account: Quota = .account, domain: Quota = .domain, exceptions: [BareJID: Quota] = [:]
    ) {
      self.account = account
      self.domain = domain
      self.exceptions = exceptions
    }
  }

  package struct Web: Hashable, Sendable {
    package var host: String
    /// 0: any free port, which the log tells.
    package var port: Int
    /// The public address, `scheme://host[:port]`.
    package var origin: String
    package var siteName: String
    package var language: LanguageTag
    package var look: LookSettings
    package var trustedProxies: [IPNetwork]
    package var refusesAI: Bool
    /// Nil: visitors' browsers load pictures from wherever they are.
    package var media: MediaSettings?

    package init(
      host: String, port: Int, origin: String, siteName: String, language: LanguageTag = .english,
      look: LookSettings = LookSettings(), trustedProxies: [IPNetwork] = IPNetwork.loopback,
      refusesAI: Bool = false, media: MediaSettings? = nil
    ) {
      self.host = host
      self.port = port
      self.origin = origin
      self.siteName = siteName
      self.language = language
      self.look = look
      self.trustedProxies = trustedProxies
      self.refusesAI = refusesAI
      self.media = media
    }
  }

  package struct Log: Hashable, Sendable {
    package var level: Logger.Level
    package var format: LogFormat

    package init(level: Logger.Level = .info, format: LogFormat = .auto) {
      self.level = level
      self.format = format
    }
  }

  package struct Limits: Hashable, Sendable {
    /// The largest stanza that is read or sent, in bytes.
    package var stanzaBytes: Int
    /// The largest payload of one item, in bytes.
    package var payloadBytes: Int
    package var itemsPerAnswer: Int
    /// How many subscriptions, affiliations or items' names one answer lists.
    package var listEntries: Int
    /// How many subscriptions one account may have to one node.
    package var subscriptionsPerNode: Int
    /// The longest lease of a subscription.
    package var leaseDays: Int
    package var waitingWrites: Int
    /// Answers that may wait on one link, in bytes.
    package var answerQueueBytes: Int
    /// Notifications that may wait on one link, in bytes.
    package var notifyQueueBytes: Int
    package var webConnections: Int
    /// Of one visitor; nil: any number.
    package var webRequestsPerMinute: Int?
    package var webCacheBytes: Int
    /// How long a clean stop may take before it is cut short.
    package var shutdown: Duration

    package init(
      stanzaBytes: Int = 524_288, payloadBytes: Int = 262_144, itemsPerAnswer: Int = 100,
      listEntries: Int = 1000, subscriptionsPerNode: Int = 20, leaseDays: Int = 365,
      waitingWrites: Int = 4_096, answerQueueBytes: Int = 16_777_216,
      notifyQueueBytes: Int = 1_048_576, webConnections: Int = 1_024,
      webRequestsPerMinute: Int? = 1_200, webCacheBytes: Int = 8_388_608,
      shutdown: Duration = .seconds(20)
    ) {
      self.stanzaBytes = stanzaBytes
      self.payloadBytes = payloadBytes
      self.itemsPerAnswer = itemsPerAnswer
      self.listEntries = listEntries
      self.subscriptionsPerNode = subscriptionsPerNode
      self.leaseDays = leaseDays
      self.waitingWrites = waitingWrites
      self.answerQueueBytes = answerQueueBytes
      self.notifyQueueBytes = notifyQueueBytes
      self.webConnections = webConnections
      self.webRequestsPerMinute = webRequestsPerMinute
      self.webCacheBytes = webCacheBytes
      self.shutdown = shutdown
    }
  }

  /// At least one; the first is the main service, whose pages have the short addresses.
  package var components: [Component]
  package var database: String
  package var domains: [BareJID]
  package var admins: [BareJID]
  package var nodes: Nodes
  package var quotas: Quotas
  package var moderation: Moderation
  package var following: Following
  /// Whom to write to about the service.
  package var contacts: ContactAddresses
  package var web: Web
  package var log: Log
  package var limits: Limits

  package init(
    components: [Component], database: String, domains: [BareJID], admins: [BareJID],
    nodes: Nodes = Nodes(), quotas: Quotas = Quotas(), moderation: Moderation = Moderation(),
    following: Following = Following(),
    contacts: ContactAddresses = ContactAddresses(), web: Web, log: Log = Log(),
    limits: Limits = Limits()
  ) {
    self.components = components
    self.database = database
    self.domains = domains
    self.admins = admins
    self.nodes = nodes
    self.quotas = quotas
    self.moderation = moderation
    self.following = following
    self.contacts = contacts
    self.web = web
    self.log = log
    self.limits = limits
  }
}
