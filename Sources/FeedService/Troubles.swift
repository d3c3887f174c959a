import Logging
import Store
import XML
import XMPP

/// What strangers and what the admin are told of our own trouble.
final class Troubles: Sendable {
  /// What nobody is told of, since nobody asked.
  enum Loss: String, CaseIterable {
    case unasked = "Bounces or presence were not taken on"
    case place = "People who are online count as away"
    case question = "Clients were not asked for their capabilities"
    case arrival = "People came online and were sent nothing"
    case departure = "People went offline, and what is due then waits for the next connection"
  }

  private let logger: Logger
  private let errors: QuietLog
  private let losses: [Loss: QuietLog]

  init(_ logger: Logger) {
    self.logger = logger
    errors = QuietLog(logger)
    losses = Dictionary(uniqueKeysWithValues: Loss.allCases.map { ($0, QuietLog(logger)) })
  }

  func ignored(_ name: QName) {
    logger.debug("A stanza was ignored", metadata: ["name": "\(name)"])
  }

  /// What a request that failed for our own reasons is answered with.
  func refusal(_ error: any Error) -> StanzaError {
    let store = error as? StoreError
    // Rosters that went stale faster than they could be asked for are a sign of that too.
    if store == .overloaded || error is RosterBook.Needed { return Admission.busy }
    errors.error("A request failed: \(error.reason)")
    switch store {
    case .diskFull, .busy, .readOnly:
      return StanzaError(.resourceConstraint, "The service cannot store anything at present.")
    default: return StanzaError(.internalServerError, "Something is wrong here; try again later.")
    }
  }

  /// Something was left undone for want of room.
  func lost(_ loss: Loss) { losses[loss]?.warning("\(loss.rawValue): there is no room.") }
}
