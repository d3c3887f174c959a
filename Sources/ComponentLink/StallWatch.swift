import NIOCore

/// Notices a socket that takes nothing for `LinkTimes.stall`.
struct StallWatch {
  private let patience: TimeAmount
  private var written: Int
  private var since: NIODeadline

  /// - Parameter written: the bytes that the socket has taken so far.
  init(_ times: LinkTimes, written: Int, now: NIODeadline) {
    patience = TimeAmount(clamping: times.stall)
    self.written = written
    since = now
  }

  /// How long to wait before asking again: short enough to be late by a quarter at most.
  var interval: TimeAmount { .nanoseconds(max(patience.nanoseconds / 4, 1)) }

  mutating func isStalled(written: Int, at now: NIODeadline) -> Bool {
    guard written <= self.written else {
      self.written = written
      since = now
      return false
    }
    return now >= since + patience
  }
}
