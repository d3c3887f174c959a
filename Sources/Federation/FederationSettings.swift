package import XMPP

/// What is followed, and how much of it. Every limit has a default that is kind to the services that are asked.
package struct FederationSettings: Sendable {
  /// Services, domains of accounts and accounts whose open nodes the public may read here.
  package var published: Set<String> = []
  /// So many of a node's items are kept, the newest ones.
  package var itemsPerNode = 10_000
  /// Bytes of one payload; of a larger one nothing but its id is kept.
  package var payloadBytes = 262_144
  /// So long an answer may take.
  package var deadline = Duration.seconds(30)
  /// So many requests go to one service in a minute, one after the other.
  package var requestsPerMinute = 600
  /// So many notifications of one service are read in a minute; after more, its nodes are looked through instead.
  package var eventsPerMinute = 6_000
  /// So many services are asked at the same time.
  package var servicesAtOnce = 8
  /// How long a node that tells us of its news is left alone, and how long one that does not.
  package var checkInterval = Duration.seconds(86_400)
  package var pollInterval = Duration.seconds(900)
  /// After a failure: doubled with each one that follows.
  package var firstRetry = Duration.seconds(15)
  package var longestRetry = Duration.seconds(21_600)

  package init() {}

  /// Whether an open node of a service may be on the public web.
  func publishes(_ service: BareJID) -> Bool {
    published.contains(service.description) || published.contains(service.domain)
  }

  /// How long to wait after so many failures in a row.
  func pause(afterFailures failures: Int) -> Duration {
    min(firstRetry * (1 << min(max(failures - 1, 0), 16)), longestRetry)
  }
}

extension Timestamp {
  func advanced(by duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return Timestamp(
      milliseconds: milliseconds + seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
  }
}
