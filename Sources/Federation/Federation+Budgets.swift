import Store
import Synchronization
import XMPP

// What is kept of services, and in all. A node's own budget is seen to whenever items of it come; for the others, what
// has grown is looked at a little later.
extension Federation {
  private static let trimmedAtOnce = 200

  /// Something of a service has come.
  func hasGrown(_ service: BareJID) { grown.withLock { _ = $0.services.insert(service) } }

  /// The oldest goes where more is kept than may be.
  func keepBudgets() async throws {
    let services = grown.withLock { grown -> Set<BareJID> in
      guard ContinuousClock.now >= grown.next else { return [] }
      defer { grown = Grown(next: .now + settings.budgetInterval) }
      return grown.services
    }
    guard !services.isEmpty else { return }
    for service in services { try await trim(service, to: settings.serviceBudget) }
    try await trim(nil, to: settings.budget)
  }

  private func trim(_ service: BareJID?, to budget: Budget) async throws {
    guard !budget.isUnlimited else { return }
    var isMore = true
    while isMore {
      isMore = try await store.write {
        try $0.trim(service, to: budget, atMost: Self.trimmedAtOnce, .now)
      }
    }
  }
}

/// Services of which something has come, and when they are looked at next.
struct Grown: Sendable {
  var services: Set<BareJID> = []
  var next = ContinuousClock.now
}
