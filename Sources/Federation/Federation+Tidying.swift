import Store
import XMPP

// What has to go, a portion at a time and beside the visits: however much it is, nobody waits for it.
extension Federation {
  private static let unfollowedAtOnce = 100

  /// Until it is cancelled.
  func tidy() async {
    var tidying = Tidying()
    while !Task.isCancelled {
      do {
        try await unfollowNodes(&tidying)
        try await clearOptedOut()
        try await keepBudgets()
        try await dropOld(&tidying)
        try await forgetAbsent(&tidying)
      } catch {
        if !(error is CancellationError) { report(error) }
      }
      try? await Task.sleep(for: settings.restInterval)
    }
  }

  /// Nodes of services that are followed no more as a whole.
  private func unfollowNodes(_ tidying: inout Tidying) async throws {
    let services = try await store.read { try $0.followedServices }
    if let before = tidying.services {
      // One may have come and gone since the last time.
      for service in before.union(takeListed()).subtracting(services) {
        while try await store.write({
          try $0.unfollowNodes(of: service, atMost: Self.unfollowedAtOnce, .now)
        }) {}
      }
    } else {
      try await goThrough { try $0.unfollowNodes(after: $1, limit: Self.unfollowedAtOnce, .now) }
    }
    if tidying.services != services { closed.keep(only: services) }
    tidying.services = services
  }

  /// What people want not to be found here.
  private func clearOptedOut() async throws {
    while try await store.read({ try $0.hasUnclearedOptOuts }) {
      _ = try await store.write { try $0.clearOptedOut(.now) }
    }
  }

  /// What has grown too old, also of services that do not answer.
  private func dropOld(_ tidying: inout Tidying) async throws {
    guard let oldest = settings.oldest, tidying.ages <= .now else { return }
    try await forEachSource { sources in
      for source in sources where source.items > 0 {
        try await self.store.dropOld(of: source, before: oldest)
      }
    }
    tidying.ages = .now + settings.ageInterval
  }

  /// Those whose posts are gone. Whoever has new ones is asked again: that is not often, whatever a service does with its posts.
  private func forgetAbsent(_ tidying: inout Tidying) async throws {
    guard tidying.people + settings.absenceInterval <= .now else { return }
    try await forgetPeople()
    tidying.people = .now
  }
}

/// How far that is.
private struct Tidying {
  /// Those that were followed as a whole; nil: it was not looked at yet.
  var services: Set<BareJID>?
  /// When is looked next for what is too old.
  var ages = ContinuousClock.now
  /// When people who have nothing here were looked for; what was so at the beginning is known.
  var people = ContinuousClock.now
}
