import Store
import Synchronization
import XMPP

// What is kept of services, and in all. A node's own budget is seen to whenever items of it come; for the others, what
// has grown is looked at a little later.
extension Federation {
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
    do {
      for service in services { try await store.trim(service, to: settings.serviceBudget) }
      try await store.trim(nil, to: settings.budget)
    } catch {
      grown.withLock { $0.services.formUnion(services) }
      throw error
    }
  }
}

/// Services of which something has come, and when they are looked at next.
struct Grown: Sendable {
  var services: Set<BareJID> = []
  var next = ContinuousClock.now
}
