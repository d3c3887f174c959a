import Synchronization
import XMPP

/// Lets so many items of each server's notifications in in a minute, and of one account's a share of them, so that neither
/// keeps the others from being read.
final class EventGate: Sendable {
  private struct Minute {
    var number: Int64
    /// By domain, and by the address of an account.
    var counts: [String: Int] = [:]
    /// Of whom something was not read.
    var unread: Set<BareJID> = []

    mutating func takes(_ count: Int, of service: BareJID, _ limit: Int) -> Bool {
      var bounds = [(key: service.domain, limit: limit)]
      if service.local != nil {
        bounds.append((service.description, max(1, limit / EventGate.accountShare)))
      }
      guard bounds.allSatisfy({ count <= $0.limit - counts[$0.key, default: 0] }) else {
        return false
      }
      for bound in bounds { counts[bound.key, default: 0] += count }
      return true
    }
  }

  /// Whether a notification is read.
  enum Verdict: Hashable {
    case pass
    /// The first of a service that is not: what it says is to be looked up at that moment.
    case overflow(until: Timestamp)
    /// Those after it are not either.
    case drop(until: Timestamp)
  }

  /// Whoever has an account sends what they like in its name.
  private static let accountShare = 8

  private let minute = Mutex(Minute(number: 0))

  /// - Parameters:
  ///   - count: how many items it tells of.
  ///   - limit: of how many its server may tell in a minute.
  func admit(
    _ count: Int, of service: BareJID, perMinute limit: Int, _ now: Timestamp = .now
  ) -> Verdict {
    minute.withLock { minute in
      let number = now.milliseconds / 60_000
      if minute.number != number { minute = Minute(number: number) }
      // Whatever comes later in this minute is not read either: its place is after what was not.
      if !minute.unread.contains(service), minute.takes(max(1, count), of: service, limit) {
        return .pass
      }
      let end = Timestamp(milliseconds: (number + 1) * 60_000)
      return minute.unread.insert(service).inserted ? .overflow(until: end) : .drop(until: end)
    }
  }
}
