import Logging
import Store

/// `martlet reindex`: has what is derived from the posts made again, by a Martlet that runs on the database, else by
/// this process.
struct Reindex {
  let database: String
  /// Begins from the start, whatever an interrupted run has done.
  let isFresh: Bool
  var show: (ProgressBar.State) -> Void

  func run() async throws(Failure) {
    do {
      guard Store.exists(database) else {
        throw StoreError.cannotOpen(path: database, reason: "there is none")
      }
      let store: Store
      do throws(StoreError) {
        store = try Store(
          path: database, logger: Logger(label: "reindex") { _ in SwiftLogNoOpLogHandler() })
      } catch {
        guard case .inUse = error else { throw error }
        return try await follow()
      }
      try await work(Reindexer(store))
      try await store.close()
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure((error as? StoreError)?.status ?? .software, "\(error)")
    }
  }

  private func work(_ reindexer: Reindexer) async throws {
    try await reindexer.begin(isFresh: isFresh)
    repeat {
      if let progress = try await reindexer.progress() { show(.at(progress.fraction)) }
    } while try await reindexer.step()
    show(.done)
  }

  /// Watches the Martlet that runs.
  private func follow() async throws {
    let request = try ReindexRequest(path: database, isFresh: isFresh)
    var standstill = Standstill<Reindexer.Progress>(
      remedy: "It will when it runs; or stop it and try again.")
    while let progress = try request.progress() {
      show(.at(progress.fraction))
      try standstill.check(progress)
      try await Task.sleep(for: standstill.interval)
    }
    show(.done)
  }
}
