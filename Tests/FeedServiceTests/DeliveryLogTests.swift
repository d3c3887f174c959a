import Testing

@testable import FeedService

@Suite struct DeliveryLogTests {
  private func words(_ entries: DeliveryLog.Entries) -> [String] {
    entries.done.sorted().map { "\($0)" }
      + entries.partial.sorted { $0.key < $1.key }.map { "\($0.key) to \($0.value)" }
  }

  /// From sent to confirmed to noted.
  @Test func life() {
    let log = DeliveryLog()
    #expect(log.takeSent().isEmpty)
    log.reached(5, in: 1)
    log.reached(6, in: 1)
    log.finished(2)
    let sent = log.takeSent()
    #expect(words(sent) == ["2", "1 to 6"])
    #expect(!sent.isEmpty)
    #expect(log.takeSent().isEmpty)
    // Not known to have arrived yet.
    #expect(!log.isConfirmed(2))
    #expect(log.cursor(1) == nil)
    #expect(log.unnoted.isEmpty)
    log.confirm(sent)
    #expect(log.isConfirmed(2))
    #expect(log.cursor(1) == 6)
    #expect(words(log.unnoted) == ["2", "1 to 6"])
    // Meanwhile it goes on.
    log.reached(7, in: 1)
    log.confirm(log.takeSent())
    log.forget(sent)
    #expect(!log.isConfirmed(2))
    #expect(log.cursor(1) == 7)
    log.finished(1)
    log.confirm(log.takeSent())
    #expect(words(log.unnoted) == ["1"])
    #expect(log.cursor(1) == nil)
    log.forget(log.unnoted)
    #expect(log.unnoted.isEmpty)
  }

  /// An event that is finished before it is confirmed how far it had come is finished.
  @Test func finishedAtOnce() {
    let log = DeliveryLog()
    log.reached(5, in: 1)
    log.finished(1)
    #expect(words(log.takeSent()) == ["1"])
  }

  /// What was sent on a session that is over is sent again; what was confirmed is not.
  @Test func lost() {
    let log = DeliveryLog()
    log.finished(1)
    log.confirm(log.takeSent())
    log.finished(2)
    log.reached(5, in: 3)
    log.dropSent()
    #expect(log.takeSent().isEmpty)
    #expect(log.isConfirmed(1))
    #expect(!log.isConfirmed(2))
    #expect(log.cursor(3) == nil)
  }
}
