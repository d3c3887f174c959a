import PubSub
import Store
import XMPP

// What is to be followed: as it is found when we start, and as that changes.
extension Federation {
  private static let followsAtOnce = 100
  private static let sourcesAtOnce = 500

  /// What the public may read, and which owners' blogs are followed, is as the policy of now has it; and what is followed is
  /// known.
  func prepare() async throws {
    let (settings, limit) = (settings, Self.sourcesAtOnce)
    try await goThrough {
      try $0.closeSources(after: $1, limit: limit) { settings.blocked.hold($0.domain) }
    }
    try await goThrough { try $0.publish(after: $1, limit: limit, settings.publishes) }
    try await goThrough {
      try $0.unfollowOwners(besides: settings.owners, after: $1, limit: limit, .now)
    }
    try await goThrough { try $0.followOwners(of: settings.owners, after: $1, limit: limit, .now) }
    try await goThrough { try $0.retryUnbegun(after: $1, limit: limit) }
    try await preparePeople()
    try await goThrough {
      try $0.unfollowAccounts(besides: settings.domains, after: $1, limit: limit, .now)
    }
    try await forEachSource { sources in
      self.noteFollowed(sources)
      try await self.wantNews(of: sources)
    }
  }

  /// Hands over all that is followed, a portion at a time.
  func forEachSource(_ body: ([Source]) async throws -> Void) async throws {
    var last: Int64? = 0
    while let number = last {
      let sources = try await store.read {
        try $0.sources(after: number, limit: Self.sourcesAtOnce)
      }
      try await body(sources)
      last = sources.last?.number
    }
  }

  /// A portion in each transaction.
  func goThrough(
    _ portion: @escaping @Sendable (Transaction, Int64) throws -> Int64?
  ) async throws {
    var next: Int64? = 0
    while let number = next { next = try await store.write { try portion($0, number) } }
  }

  /// What was looked at before its server has said what it lets us do is looked at again.
  func visitLate() async throws {
    let domains = privileges.takeLate()
    guard !domains.isEmpty else { return }
    try await forEachSource { sources in
      let sources = sources.filter {
        self.settings.isOurAccount($0.service) && domains.contains($0.service.domain)
      }
      guard !sources.isEmpty else { return }
      try await self.store.write { tx in
        for source in sources { try tx.wake(source, for: .compare, at: .now) }
      }
    }
  }

  /// Takes note of what is to be followed since now; one that cannot be begun holds up no other.
  func beginNew() async throws {
    let settings = settings
    for follow in try await store.read({ try $0.newFollows(limit: Self.followsAtOnce) }) {
      try await store.write { tx in
        try tx.begun(follow)
        guard !settings.blocked.hold(follow.service.domain),
          try !tx.snapshot.hasOptedOut(follow.node, of: follow.service)
        else { return }
        let isPublic = try tx.snapshot.mayBePublic(follow.service, settings.publishes)
        try tx.begin(follow.node, of: follow.service, isPublic: isPublic, .now)
      }
    }
  }
}
