package import PubSub
import Social
package import Store
import XML
package import XMPP

/// What is followed, and how much of it. Every limit has a default that is kind to the services that are asked.
package struct FederationSettings: Sendable {
  /// Services, domains of accounts and accounts whose open nodes the public may read here.
  package var published: Set<String> = []
  /// The domains of those whose blogs are followed if they want what they write to be found.
  package var owners: Set<String> = []
  /// Of these nothing is followed, whoever asks for it.
  package var blocked = BlockedDomains()
  /// No post with one of these is taken in, and nothing and nobody is called by one.
  package var blockedWords = BlockedWords()
  /// So many of a node's items are kept, the newest ones.
  package var itemsPerNode = 10_000
  /// Bytes of a node's payloads; nil: any number.
  package var bytesPerNode: Int?
  /// So long ago a post may be published; nil: any time.
  package var longestAge: Duration?
  /// What is kept of one service or account, and in all; and how often that is looked at.
  package var serviceBudget = Budget()
  package var budget = Budget()
  package var budgetInterval = Duration.seconds(10)
  /// How often is looked for what has become too old.
  package var ageInterval = Duration.seconds(3_600)
  /// The comments of so many of a node's newest posts are followed too; at one service, and in all.
  package var threadsPerNode = 100
  package var threadsPerService = 2_000
  package var threads = 20_000
  /// How soon a service that sums up nothing that is attached to posts is asked again whether it does.
  package var summaryInterval = Duration.seconds(86_400)
  /// Bytes of one payload; of a larger one nothing but its id is kept.
  package var payloadBytes = 262_144
  /// So many nodes are followed of a service that is followed as a whole; and how soon one that was not open is asked again.
  package var nodesPerService = 1_000
  package var closedInterval = Duration.seconds(21_600)
  /// Bytes of all pictures of people, and of one; nil: any number, 0: nobody is asked for a picture or a nickname.
  package var pictures: Int? = 268_435_456
  package var pictureBytes = 65_536
  /// How many people are asked.
  package var people = PeopleBounds()
  /// When people are asked again who have answered, or have not: doubled with each failure that follows.
  package var personInterval = Duration.seconds(86_400)
  package var firstPersonRetry = Duration.seconds(3_600)
  package var longestPersonRetry = Duration.seconds(7 * 86_400)
  /// How old what is known of somebody is to be who publishes something, or tells of a change, for them to be asked.
  package var personAge = Duration.seconds(3_600)
  package var toldPersonAge = Duration.seconds(10)
  /// How often all authors are gone through for new ones, and how often while posts of before are fetched.
  package var authorInterval = Duration.seconds(300)
  package var newAuthorInterval = Duration.seconds(10)
  /// How often is looked for people who have nothing here any more.
  package var absenceInterval = Duration.seconds(3_600)
  /// So long an answer may take.
  package var deadline = Duration.seconds(30)
  /// Our own people's domains: nobody else's word is taken for what they write.
  package var domains: Set<String> = []
  /// So many requests go to one server in a minute, one after the other.
  package var requestsPerMinute = 3_000
  /// So many to all of them together.
  package var allRequestsPerMinute = 12_000
  /// So many items that one server tells of are read in a minute; after more, its nodes are looked through instead.
  package var eventsPerMinute = 6_000
  /// The same for each of its nodes that is followed, where that is more in all: what many nodes tell is much.
  package var eventsPerNodeAndMinute = 6
  /// So many notifications may wait for the store, and bytes of them: what people ask for has its own room there.
  package var waitingEvents = 1_024
  package var waitingEventBytes = 16_777_216
  /// So many servers are asked at the same time.
  package var serversAtOnce = 8
  /// How long to rest when nothing has come up.
  package var restInterval = Duration.seconds(1)
  /// So long one node is dealt with before others of its server have their turn.
  package var turn = Duration.seconds(60)
  /// So long nobody need have said again that everybody may read a node.
  package var longestTrust = Duration.seconds(3 * 86_400)
  /// How often is asked who may read a node, without any reason; and how soon after a notification, for who may read it
  /// may have changed before that, and not every service tells.
  package var lookInterval = Duration.seconds(1_800)
  package var lookAfterNews = Duration.seconds(10)
  /// For so long an account is not asked again to let us see its presence, whoever wants its nodes followed anew.
  package var rest = Duration.seconds(90 * 86_400)
  /// How often the items of a node that tells us of its news are compared all the same.
  package var compareInterval = Duration.seconds(21_600)
  /// How soon is looked for news where nobody tells us of them; the longer there are none, the more rarely.
  package var pollInterval = Duration.seconds(60)
  package var longestPoll = Duration.seconds(21_600)
  /// After a failure: doubled with each one that follows.
  package var firstRetry = Duration.seconds(5)
  package var longestRetry = Duration.seconds(21_600)

  package init() {}

  /// Whether an open node of a service may be on the public web.
  func publishes(_ service: BareJID) -> Bool {
    published.contains(service.description) || published.contains(service.domain)
  }

  /// What something is called, unless that is blocked.
  func unblocked(_ name: String?) -> String? {
    name.flatMap { blockedWords.areIn($0) ? nil : $0 }
  }

  /// Whether people would read in it what is blocked: the question that a publish is asked, too.
  func isBlocked(_ payload: Element) -> Bool {
    !blockedWords.isEmpty && EntryWords.all(in: payload).contains(where: blockedWords.areIn)
  }

  /// Whether what a service says of its publishers is taken for true.
  func believes(_ service: BareJID, of publisher: BareJID) -> Bool {
    !domains.contains(publisher.domain) || isOurs(service.domain)
  }

  /// Whether an account's own server is one of those that may let us act in the names of their users.
  func isOurAccount(_ service: BareJID) -> Bool {
    service.local != nil && domains.contains(service.domain)
  }

  private func isOurs(_ domain: String) -> Bool {
    domains.contains(domain) || domains.contains { domain.hasSuffix("." + $0) }
  }

  /// How long to leave a node alone that tells nobody of its news, the last of which was found so long ago.
  func poll(_ quiet: Duration) -> Duration { min(max(pollInterval, quiet / 10), longestPoll) }

  /// The same for one of so many nodes whose service has taken our subscription, and has neither told of anything yet nor been
  /// caught at not telling: most of them will tell, so there is little to be found and much to be asked.
  func poll(_ quiet: Duration, unprovenAmong nodes: Int) -> Duration {
    min(max(poll(quiet), pollInterval * (nodes / Self.unprovenAtOnce)), longestPoll)
  }

  /// So many of them are polled in all while a node alone is polled once.
  private static let unprovenAtOnce = 60

  var threadPolicy: ThreadPolicy {
    ThreadPolicy(
      perNode: threadsPerNode, perService: threadsPerService, inAll: threads,
      isPublished: { [self] in publishes($0) })
  }

  /// How long until is asked again who may read a node that tells of its news: less often where there are many.
  func look(_ source: Source) -> Duration {
    source.isCompanion ? lookInterval * 4 : lookInterval
  }

  /// How many items a server that has so many followed nodes may tell of in a minute.
  func eventsPerMinute(ofNodes nodes: Int) -> Int {
    let (many, overflow) = eventsPerNodeAndMinute.multipliedReportingOverflow(by: nodes)
    return max(eventsPerMinute, overflow ? .max : many)
  }

  /// How long to wait after so many failures in a row.
  func pause(afterFailures failures: Int) -> Duration {
    Self.doubled(firstRetry, failures, most: longestRetry)
  }

  /// The same before somebody is asked again who they are.
  func personPause(afterFailures failures: Int) -> Duration {
    Self.doubled(firstPersonRetry, failures, most: longestPersonRetry)
  }

  private static func doubled(_ first: Duration, _ failures: Int, most: Duration) -> Duration {
    min(first * (1 << min(max(failures - 1, 0), 16)), most)
  }
}

extension Timestamp {
  func advanced(by duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return Timestamp(
      milliseconds: milliseconds + seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
  }
}
