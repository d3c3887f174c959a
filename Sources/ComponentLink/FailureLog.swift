/// Decides how loudly a failure is told: the first of its kind in full, its repetitions quietly, and
/// in full again once in a while, so that a log neither floods nor goes silent.
struct FailureLog {
  private let quiet: Duration
  private var kind: String?
  private var spoken: ContinuousClock.Instant?
  private(set) var attempts = 0

  init(quiet: Duration) { self.quiet = quiet }

  /// True when the failure is to be told in full.
  mutating func failed(_ failure: LinkFailure, at now: ContinuousClock.Instant) -> Bool {
    attempts += 1
    if kind == failure.kind, let spoken, now - spoken < quiet { return false }
    kind = failure.kind
    spoken = now
    return true
  }

  /// A connection that held: the next failure is news.
  mutating func recovered() { self = FailureLog(quiet: quiet) }
}
