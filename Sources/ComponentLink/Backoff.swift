/// The waits between attempts to connect: the first is short, each next one twice as long up to a
/// cap, each shortened at random by up to a half so that components do not return in step.
package struct Backoff: Sendable {
  private let first: Duration
  private let cap: Duration
  private let reset: Duration
  private var next: Duration

  package init(_ times: LinkTimes) {
    first = times.retryFirst
    cap = times.retryCap
    reset = times.retryReset
    next = first
  }

  /// The wait after a connection that was online for `uptime` (zero: never).
  package mutating func wait(
    afterUptime uptime: Duration, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    if uptime >= reset { next = first }
    defer { next = min(next * 2, cap) }
    return next * Double.random(in: 0.5...1, using: &generator)
  }
}
