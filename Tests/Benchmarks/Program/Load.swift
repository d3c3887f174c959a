import NIOCore

/// What a component is asked for.
struct Load: Sendable {
  /// Requests in all.
  var count: Int
  /// Requests that wait for an answer at the same time.
  var window: Int
  /// Messages that come of it besides, of any kind.
  var messages = 0
  /// Messages among them that tell of items.
  var notifications = 0
  /// A whole stanza with its number as its id.
  var stanza: @Sendable (_ number: Int) -> String
}

/// What came of it.
struct LoadResult: Sendable {
  var seconds: Double
  /// From the writing of each request to the reading of its answer, the shortest first.
  var latencies: [TimeAmount]
  var errors: Int
  var notifications: Int

  /// In milliseconds: so large a share of the requests took no longer.
  func latency(_ share: Double) -> Double {
    let place = Int(Double(latencies.count - 1) * share)
    return Double(latencies[place].nanoseconds) / 1e6
  }
}
