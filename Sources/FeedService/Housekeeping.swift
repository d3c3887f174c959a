package import Logging
import ServiceLifecycle
package import Store
import XMPP

/// Work on what is stored that nobody waits for: items whose time has come, and the rows that deleted nodes and items
/// leave behind.
package struct Housekeeping: Service {
  /// So many nodes are looked at in a transaction.
  private static let nodesAtOnce = 50

  private let store: Store
  private let interval: Duration
  private let logger: Logger

  /// - Parameter interval: how long to rest when nothing is left to do.
  package init(store: Store, interval: Duration = .seconds(1), logger: Logger) {
    self.store = store
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    let sweeper = Sweeper(store)
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          while try await expireItems() { try Task.checkCancellation() }
          while try await sweeper.sweep(now: .now) { try Task.checkCancellation() }
        } catch is CancellationError {
          return
        } catch {
          let reason = (error as? StoreError)?.description ?? "\(type(of: error))"
          logger.error("Housekeeping fails: \(reason)")
        }
        try? await Task.sleep(for: interval)
      }
    }
  }

  private func expireItems() async throws -> Bool {
    let now = Timestamp.now
    guard try await store.read({ try $0.hasExpiredItems(now) }) else { return false }
    return try await store.write { try $0.expireItems(now: now, nodes: Self.nodesAtOnce) }
  }
}
