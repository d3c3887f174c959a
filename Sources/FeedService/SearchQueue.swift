import Store
import Synchronization
import XMPP

/// Searches wait here for their turn, and are made one after the other: they cost more than other requests, which must
/// not wait for them.
final class SearchQueue: Sendable {
  /// How many may wait, how many of them of one account, and how long one may take.
  private static let capacity = 64
  private static let perAccount = 4
  static let time: Duration = .seconds(2)

  static let tooSlow = StanzaError(
    .resourceConstraint, "That takes too long; look for rarer words.", kind: .wait)

  private struct Job: Sendable {
    let account: BareJID
    let run: @Sendable () async -> Void
  }

  private let jobs: AsyncStream<Job>
  private let feed: AsyncStream<Job>.Continuation
  private let places: Mutex<Shares>

  /// - Parameter local: the domains of our own people.
  init(local: Set<String>) {
    (jobs, feed) = AsyncStream.makeStream()
    places = Mutex(Shares(Self.capacity, account: Self.perAccount, local: local))
  }

  /// False if it finds no place, or if nothing is searched any more.
  func add(_ account: BareJID, _ job: @escaping @Sendable () async -> Void) -> Bool {
    guard places.withLock({ $0.take(for: account) }) else { return false }
    guard case .terminated = feed.yield(Job(account: account, run: job)) else { return true }
    places.withLock { $0.giveBack(of: account) }
    return false
  }

  /// Until it is cancelled, and then until what waits is done.
  func run() async {
    await withTaskCancellationHandler {
      for await job in jobs {
        // What waited is answered, though we are cancelled.
        await Task { await job.run() }.value
        places.withLock { $0.giveBack(of: job.account) }
      }
    } onCancel: {
      feed.finish()
    }
  }
}
