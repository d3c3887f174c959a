/// Answers that wait for the next connection, bounded in bytes and in time. What is over a bound is
/// dropped and counted.
struct HeldAnswers {
  struct Batch {
    /// Each of one whole answer or more, in the order in which they were held.
    let answers: [[UInt8]]
    /// How many were dropped since the last batch.
    let dropped: Int
  }

  private struct Entry {
    let bytes: [UInt8]
    let since: ContinuousClock.Instant
  }

  private var entries = FIFO<Entry>()
  private var bytes = 0
  private var dropped = 0
  private let maxBytes: Int
  private let maxAge: Duration

  init(_ configuration: LinkConfiguration) {
    let limits = configuration.limits
    // What is held must fit into the next connection's lane.
    maxBytes = min(limits.heldAnswerBytes, limits.answerLaneBytes)
    maxAge = configuration.times.holdAnswers
  }

  /// False: it is dropped.
  mutating func hold(_ answer: [UInt8], at now: ContinuousClock.Instant) -> Bool {
    expire(at: now)
    guard bytes + answer.count <= maxBytes else {
      dropped += 1
      return false
    }
    bytes += answer.count
    entries.append(Entry(bytes: answer, since: now))
    return true
  }

  mutating func takeAll(at now: ContinuousClock.Instant) -> Batch {
    expire(at: now)
    defer {
      bytes = 0
      dropped = 0
    }
    return Batch(answers: entries.removeAll().map(\.bytes), dropped: dropped)
  }

  private mutating func expire(at now: ContinuousClock.Instant) {
    while let first = entries.first, now - first.since > maxAge {
      _ = entries.popFirst()
      bytes -= first.bytes.count
      dropped += 1
    }
  }
}
