import ComponentLink
import Federation
import FeedService
import PubSub
import Social
import Store
import Web
import XMPP

// What each room is told of the configuration, and what its failures mean for the exit status.

extension Configuration {
  var webConfiguration: WebConfiguration {
    var limits = WebLimits()
    limits.connections = self.limits.webConnections
    limits.requestsPerMinute = self.limits.webRequestsPerMinute
    limits.cacheBytes = self.limits.webCacheBytes
    return WebConfiguration(
      host: web.host, port: web.port, origin: web.origin, services: components.map(\.jid),
      domains: domains.map(\.domain), siteName: web.siteName, language: web.language,
      look: web.look, contacts: contacts,
      trustedProxies: web.trustedProxies, refusesAI: web.refusesAI, version: Version.current,
      limits: limits)
  }

  var policy: ServicePolicy {
    var policy = ServicePolicy(domains: Set(domains.map(\.domain)), admins: Set(admins))
    policy.creators = nodes.creators
    policy.reservedNames = nodes.reserved
    policy.quota = quotas.account
    policy.domainQuota = quotas.domain
    for (jid, quota) in quotas.exceptions { policy.quotas[jid.description] = quota }
    policy.blockedWords = BlockedWords(moderation.blockedWords)
    policy.blockedDomains = BlockedDomains(moderation.blockedDomains)
    policy.maximumFollowsPerAccount = following.nodesPerAccount
    policy.indexesOwners = following.local == .optedIn
    policy.maximumPayloadBytes = limits.payloadBytes
    policy.maximumItemsPerAnswer = limits.itemsPerAnswer
    policy.maximumEntriesPerList = limits.listEntries
    policy.maximumSubscriptionsPerAccount = limits.subscriptionsPerNode
    policy.maximumLease = Int64(limits.leaseDays) * 86_400_000
    return policy
  }

  var federation: FederationSettings {
    var settings = FederationSettings()
    settings.published = Set(following.published.map(\.description))
    settings.domains = Set(domains.map(\.domain))
    settings.owners = following.local == .optedIn ? settings.domains : []
    settings.blocked = policy.blockedDomains
    settings.blockedWords = policy.blockedWords
    settings.itemsPerNode = following.itemsPerNode
    settings.bytesPerNode = following.bytesPerNode
    settings.longestAge = following.days.map { .seconds(86_400 * min($0, 1_000_000)) }
    settings.serviceBudget = following.service
    settings.budget = following.all
    settings.nodesPerService = following.nodesPerService
    settings.threadsPerNode = following.threadsPerNode
    settings.threadsPerService = following.threadsPerService
    settings.threads = following.threads
    settings.pictures = following.pictures
    settings.pictureBytes = following.pictureBytes
    settings.pollInterval = following.poll
    settings.requestsPerMinute = following.requestsPerMinute
    settings.allRequestsPerMinute = following.allRequestsPerMinute
    settings.eventsPerMinute = following.eventsPerMinute
    settings.payloadBytes = limits.payloadBytes
    settings.waitingEvents = max(1, limits.waitingWrites / 4)
    return settings
  }

  /// What is to be followed because the file says so.
  var follows: [Follow] {
    following.nodes.compactMap { address in
      address.node.map { Follow($0, of: address.service, .configuration) }
    }
  }

  /// Services that are followed as a whole because the file says so.
  var followedServices: [BareJID] {
    following.nodes.filter { $0.node == nil }.map(\.service)
  }

  var storeLimits: StoreLimits {
    var limits = StoreLimits()
    limits.waitingWrites = self.limits.waitingWrites
    return limits
  }

  /// The components leave some of the writes that may wait to what works in the background.
  var feedLimits: FeedServiceLimits {
    let writes = self.limits.waitingWrites / max(1, components.count)
    var limits = FeedServiceLimits()
    limits.writes = max(1, writes / 2)
    limits.unaskedWrites = max(1, writes / 8)
    return limits
  }

  func link(_ component: Component) -> LinkConfiguration {
    let server = component.server
    var link = LinkConfiguration(
      jid: component.jid, name: component.name, secret: component.secret.reveal(),
      host: server.host, port: server.port, tls: server.tls)
    link.trust = LinkConfiguration.Trust(
      caFile: server.authorities, expectedName: server.tlsName)
    link.limits.maxStanzaBytes = limits.stanzaBytes
    link.limits.answerLaneBytes = limits.answerQueueBytes
    link.limits.notifyLaneBytes = limits.notifyQueueBytes
    link.limits.notifyLaneLowBytes = limits.notifyQueueBytes / 4
    return link
  }
}

extension StoreError {
  var status: ExitStatus {
    switch self {
    case .cannotOpen: .cannotCreate
    case .inUse, .busy, .overloaded: .temporary
    case .notADatabase, .foreign, .newer, .corrupt: .data
    case .diskFull, .inputOutput: .inputOutput
    case .readOnly: .noPermission
    case .internalFailure: .software
    }
  }
}

extension LinkFailure {
  /// `.configuration` where the two sides disagree, `.unavailable` where there is nobody to agree.
  var status: ExitStatus {
    switch self {
    case .wrongSecret, .unknownHost, .conflict, .noXMPP, .tlsFailed: .configuration
    default: .unavailable
    }
  }
}
