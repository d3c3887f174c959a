import Synchronization
import XMPP

/// Lets so many notifications of each service in in a minute, so that none of them keeps the others from being read.
final class EventGate: Sendable {
  private struct Minute {
    var number: Int64
    var counts: [BareJID: Int] = [:]
  }

  /// Whether a notification is read.
  enum Verdict {
    case pass
    /// The first one that is too many: what it and those after it say is to be looked up.
    case overflow
    case drop
  }

  private let limit: Int
  private let minute = Mutex(Minute(number: 0))

  init(perMinute limit: Int) { self.limit = limit }

  func admit(_ service: BareJID, _ now: Timestamp = .now) -> Verdict {
    minute.withLock { minute in
      let number = now.milliseconds / 60_000
      if minute.number != number { minute = Minute(number: number) }
      minute.counts[service, default: 0] += 1
      let count = minute.counts[service] ?? 0
      if count <= limit { return .pass }
      return count == limit + 1 ? .overflow : .drop
    }
  }
}
