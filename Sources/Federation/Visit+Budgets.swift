import PubSub
import Store
import XMPP

// How much of a node may be here.
extension FederationSettings {
  /// What is kept of one node.
  var nodeBudget: Budget { Budget(items: itemsPerNode, bytes: bytesPerNode) }

  /// Whatever was published before is neither fetched nor kept.
  var oldest: Timestamp? { longestAge.map { Timestamp.now.advanced(by: .zero - $0) } }

  func isTooOld(_ item: RemoteItem) -> Bool {
    guard let oldest, let date = item.date else { return false }
    return date < oldest
  }
}

extension Visit {
  private static let trimmedAtOnce = 200

  /// How many items of the node may be here, when so many are.
  func limit(known: Int) async throws -> Int {
    min(settings.itemsPerNode, known + min(try await room(), settings.itemsPerNode))
  }

  /// For how many more items there is room.
  func room() async throws -> Int {
    try await store.read { [source, settings] snapshot in
      var room = settings.nodeBudget.room(beside: try snapshot.holding(of: source))
      for (budget, service) in [
        (settings.serviceBudget, source.service), (settings.budget, nil),
      ] as [(Budget, BareJID?)] where !budget.isUnlimited {
        room = min(room, budget.room(beside: try snapshot.holding(of: service)))
      }
      return room
    }
  }

  func dropOld() async throws {
    guard let oldest = settings.oldest else { return }
    try await store.dropOld(of: source, before: oldest)
  }

  /// What is more than its own budget goes at once.
  func trim() async throws {
    var isMore = true
    while isMore {
      isMore = try await store.write { [source, settings] in
        try $0.trim(source, to: settings.nodeBudget, atMost: Self.trimmedAtOnce, .now)
      }
    }
  }
}
