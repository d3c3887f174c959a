import PubSub
import Store
import XML
import XMPP

/// A notification has come back (XEP-0060, section 12.4). If the subscriber is `gone` or was not found, the
/// subscription ends. Other errors of the type `wait` mean nothing: a server that cannot be reached for a while would
/// silence all of its users. Any other error is counted, once an hour at most: after `Suspension.maximumBounces`, each
/// within a day of the one before, nothing more is sent for a day, unless the subscriber shows up by presence or by a
/// request about the subscription.
extension Context {
  func bounce(_ message: Message) -> (@Sendable (Transaction) throws -> Reply)? {
    guard let number = NotificationID.subscription(message.id) else { return nil }
    let error = message.children.first { $0.name.name == "error" }.map { StanzaError($0) }
    let isOver = error?.condition == .gone || error?.condition == .itemNotFound
    guard isOver || error?.kind != .wait else { return nil }
    let (known, now) = (known, Timestamp.now)
    return { tx in
      // Only the subscriber's own server can say so.
      guard let found = try tx.snapshot.subscription(number, of: message.from, in: service)
      else { return Reply() }
      guard isOver else {
        try tx.bounced(found, now: now)
        return Reply()
      }
      var decision = Upkeep.end(found.subscription, found.node.facts)
      // Nobody is there to be told.
      decision.events.removeAll { $0.audience == .one(found.subscription.jid) }
      try tx.apply(decision, in: service, now: now, known)
      return Reply()
    }
  }
}

/// The id of a notification: of the event, and of the subscription that it went to, or something else for an address
/// without one.
enum NotificationID {
  /// What comes before `Recipient.tag`.
  static func head(_ event: Int64) -> String { "e\(event)-" }

  /// The number of the subscription, if there is one.
  static func subscription(_ text: String?) -> Int64? {
    guard let text, text.hasPrefix("e") else { return nil }
    let parts = text.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, Int64(parts[0]) != nil else { return nil }
    return Int64(parts[1]).flatMap { $0 > 0 ? $0 : nil }
  }
}
