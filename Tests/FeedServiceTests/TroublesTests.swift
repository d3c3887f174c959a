import Logging
import TestSupport
import Testing

@testable import FeedService

@Suite struct TroublesTests {
  private struct Lines: LogHandler {
    let lines: Inbox<String>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.put("\(event.level): \(event.message)") }
  }

  /// What lasts is said once in a while, each kind for itself.
  @Test func throttled() {
    let lines = Inbox<String>()
    let troubles = Troubles(Logger(label: "test") { _ in Lines(lines: lines) })
    for _ in 0..<1000 {
      troubles.lost(.arrival)
      troubles.lost(.place)
    }
    #expect(
      lines.all == [
        "warning: People came online and were sent nothing: there is no room.",
        "warning: People who are online count as away: there is no room.",
      ])
  }
}
