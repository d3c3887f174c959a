package import Logging
import ServiceLifecycle
package import Store

/// Work that nobody waits for: removing what deleted nodes leave behind.
package struct Housekeeping: Service {
  private let store: Store
  private let interval: Duration
  private let logger: Logger

  /// - Parameter interval: how long to rest when nothing is left to do.
  package init(store: Store, interval: Duration = .seconds(2), logger: Logger) {
    self.store = store
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    let sweeper = Sweeper(store)
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          while try await sweeper.sweep() { try Task.checkCancellation() }
        } catch let error as StoreError {
          logger.error("Removing deleted nodes fails: \(error)")
        } catch {
          return
        }
        try? await Task.sleep(for: interval)
      }
    }
  }
}
