import GRDB
import PubSub
package import XMPP

extension Snapshot {
  /// The subscription that a notification went to, if it is one of that address's account.
  package func subscription(_ number: Int64, of jid: JID, in service: ServiceID) throws
    -> NodeSubscription?
  {
    let found = try nodeSubscriptions(
      """
      subscription.id = ? AND subscription.bare = (SELECT id FROM jid WHERE jid = ?)
      LIMIT 1
      """, [number, jid.bare.description])
    return found.first { $0.service == service }
  }
}

/// When a subscription is held back whose notifications come back: after several, of which no more than one counts in
/// an hour, each within a day of the one before, until a day has passed without one or the subscriber shows up.
package struct Suspension {
  package static let maximumBounces = 5
  /// In milliseconds.
  package static let duration: Int64 = 86_400_000
  /// What comes back so soon after what was counted last does not count, in milliseconds.
  package static let interval: Int64 = 3_600_000

  /// Whether a subscription is held back, in SQL.
  static let condition =
    "subscription.bounces >= \(maximumBounces) AND subscription.bounced > ?"

  private let now: Timestamp

  init(_ now: Timestamp) { self.now = now }

  /// For `condition`.
  var arguments: StatementArguments { [now.milliseconds - Self.duration] }
}

extension Transaction {
  /// A notification has come back.
  package func bounced(_ subscription: NodeSubscription, now: Timestamp) throws {
    try run(
      """
      UPDATE subscription SET bounced = ?1,
        bounces = iif(bounced > ?1 - ?2, min(bounces + 1, ?3), 1)
      WHERE id = ?4 AND (bounces = 0 OR bounced <= ?1 - ?5)
      """,
      [
        now.milliseconds, Suspension.duration, Suspension.maximumBounces, subscription.number,
        Suspension.interval,
      ])
  }

  /// An account is there after all: its subscriptions that were held back are served again.
  package func resume(_ jid: BareJID) throws {
    try run(
      """
      UPDATE subscription SET bounces = 0
      WHERE bare = (SELECT id FROM jid WHERE jid = ?) AND bounces > 0
      """, [jid.description])
  }
}

extension Snapshot {
  /// Whether an account has subscriptions with notifications that came back.
  package func hasBounces(_ jid: BareJID) throws -> Bool {
    try number(
      """
      SELECT 1 FROM subscription
      WHERE bare = (SELECT id FROM jid WHERE jid = ?) AND bounces > 0 LIMIT 1
      """, [jid.description]) != nil
  }
}
