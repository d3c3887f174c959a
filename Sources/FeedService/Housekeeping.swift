package import Logging
import ServiceLifecycle
package import Store
import XMPP

/// Work on what is stored that nobody waits for: items whose time has come, and the rows that deleted nodes and items
/// leave behind; and what is derived from items, where it is to be made again.
package struct Housekeeping: Service {
  /// So many nodes are looked at in a transaction.
  private static let nodesAtOnce = 50
  /// So much is gone through, or derived again, until the other work has its turn.
  private static let portionsAtOnce = 20

  private let store: Store
  private let interval: Duration
  private let errors: QuietLog

  /// - Parameter interval: how long to rest when nothing is left to do.
  package init(store: Store, interval: Duration = .seconds(1), logger: Logger) {
    self.store = store
    self.interval = interval
    errors = QuietLog(logger)
  }

  package func run() async throws {
    let (sweeper, reindexer) = (Sweeper(store), Reindexer(store))
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        // What fails here or there holds up nothing else.
        await attempt { while try await expireItems() { try Task.checkCancellation() } }
        await attempt { while try await sweeper.sweep(now: .now) { try Task.checkCancellation() } }
        let isMore = [
          await goOn { try await sweeper.sweepAddresses() },
          await goOn { try await reindexer.step() },
        ]
        if !isMore.contains(true) { try? await Task.sleep(for: interval) }
      }
    }
  }

  /// Does some portions of long work; false if nothing is left, or something fails.
  private func goOn(_ step: () async throws -> Bool) async -> Bool {
    var isMore = false
    await attempt {
      for _ in 0..<Self.portionsAtOnce {
        isMore = false
        guard try await step() else { return }
        isMore = true
        try Task.checkCancellation()
      }
    }
    return isMore
  }

  private func attempt(_ body: () async throws -> Void) async {
    do {
      try await body()
    } catch {
      if error is CancellationError { return }
      errors.error("Housekeeping fails: \(error.reason)")
    }
  }

  private func expireItems() async throws -> Bool {
    let now = Timestamp.now
    guard try await store.read({ try $0.hasExpiredItems(now) }) else { return false }
    return try await store.write { try $0.expireItems(now: now, nodes: Self.nodesAtOnce) }
  }
}
