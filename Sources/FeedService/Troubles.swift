import Logging
import Store
import Synchronization
import XML
import XMPP

/// What strangers and what the admin are told of our own trouble.
final class Troubles: Sendable {
  private let logger: Logger
  private let state = Mutex<(last: ContinuousClock.Instant?, unsaid: Int)>((nil, 0))

  /// A trouble that lasts is logged so often, with the number of requests that met it.
  static let interval = Duration.seconds(10)

  init(_ logger: Logger) { self.logger = logger }

  func ignored(_ name: QName) {
    logger.debug("A stanza was ignored", metadata: ["name": "\(name)"])
  }

  /// What a request that failed for our own reasons is answered with.
  func refusal(_ error: any Error) -> StanzaError {
    let store = error as? StoreError
    // Rosters that went stale faster than they could be asked for are a sign of that too.
    if store == .overloaded || error is RosterBook.Needed { return Admission.busy }
    log(store?.description ?? "\(type(of: error))")
    switch store {
    case .diskFull, .busy, .readOnly:
      return StanzaError(.resourceConstraint, "The service cannot store anything at present.")
    default: return StanzaError(.internalServerError, "Something is wrong here; try again later.")
    }
  }

  private func log(_ reason: String) {
    let now = ContinuousClock.now
    let unsaid = state.withLock { state -> Int? in
      if let last = state.last, now - last < Self.interval {
        state.unsaid += 1
        return nil
      }
      defer { state = (now, 0) }
      return state.unsaid
    }
    guard let unsaid else { return }
    logger.error(
      "A request failed: \(reason)", metadata: unsaid > 0 ? ["before": "\(unsaid)"] : [:])
  }
}
