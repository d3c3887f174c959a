import Synchronization
import XMPP

/// Lets so many items of each server's notifications in in a minute, so that none of them keeps the others from being
/// read.
final class EventGate: Sendable {
  private struct Minute {
    var number: Int64
    var counts: [String: Int] = [:]
  }

  /// Whether a notification is read.
  enum Verdict: Hashable {
    case pass
    /// The first one that is too many: what it and those after it say is to be looked up at that moment.
    case overflow(until: Timestamp)
    case drop
  }

  private let limit: Int
  private let minute = Mutex(Minute(number: 0))

  init(perMinute limit: Int) { self.limit = limit }

  /// - Parameter count: how many items it tells of.
  func admit(_ count: Int, of domain: String, _ now: Timestamp = .now) -> Verdict {
    minute.withLock { minute in
      let number = now.milliseconds / 60_000
      if minute.number != number { minute = Minute(number: number) }
      let before = minute.counts[domain, default: 0]
      minute.counts[domain] = before + max(1, count)
      if before + count <= limit { return .pass }
      guard before <= limit else { return .drop }
      // Whatever comes later in this minute is not read either.
      minute.counts[domain] = limit + 1
      return .overflow(until: Timestamp(milliseconds: (number + 1) * 60_000))
    }
  }
}
