import Logging
import Synchronization
import Testing

@testable import Store

@Suite struct QuietLogTests {
  private struct Handler: LogHandler {
    let lines: Log<String>
    var logLevel = Logger.Level.trace
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      lines.add("\(event.level) \(event.message) \(event.metadata?["before"]?.description ?? "")")
    }
  }

  /// One line in a while, with the number of those that were not told.
  @Test func oneInAWhile() {
    let lines = Log<String>()
    let log = QuietLog(Logger(label: "test") { _ in Handler(lines: lines) })
    let start = ContinuousClock.now
    for number in 0..<1_000 { log.error("a\(number)", at: start + .milliseconds(number)) }
    #expect(lines.all == ["error a0 "])
    log.error("b", at: start + QuietLog.interval)
    log.error("c", at: start + QuietLog.interval * 2)
    #expect(lines.all.dropFirst() == ["error b 999", "error c "])
  }
}
