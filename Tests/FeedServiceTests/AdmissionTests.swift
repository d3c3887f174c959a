import Testing
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct AdmissionTests {
  private let (romeo, juliet): (BareJID, BareJID)

  init() throws {
    romeo = try BareJID("romeo@verona.lit")
    juliet = try BareJID("juliet@verona.lit")
  }

  private func admission(running: Int = 1, waiting: Int = 2, perAccount: Int = 3) -> Admission {
    var limits = FeedServiceLimits()
    limits.runningReads = running
    limits.waitingReads = waiting
    limits.requestsPerAccount = perAccount
    return Admission(limits)
  }

  private func isRefused(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return false
    } catch {
      return (error as? StanzaError)?.condition == .resourceConstraint
    }
  }

  /// Writes and reads of one account count together, each account for itself.
  @Test func perAccount() throws {
    let admission = admission(running: 9)
    try admission.enterWrite(romeo)
    #expect(admission.hasWrites(romeo))
    #expect(!admission.hasWrites(juliet))
    for _ in 0..<2 { _ = try admission.enterRead(romeo) {} }
    #expect(isRefused { try admission.enterWrite(romeo) })
    #expect(isRefused { _ = try admission.enterRead(romeo) {} })
    try admission.enterWrite(juliet)
    #expect(admission.leaveRead(romeo) == nil)
    try admission.enterWrite(romeo)
    admission.leaveWrite(romeo)
    admission.leaveWrite(romeo)
    #expect(!admission.hasWrites(romeo))
  }

  /// Reads that find no room wait in their order, so many of them.
  @Test func turns() throws {
    let admission = admission(perAccount: 9)
    let log = Inbox<Int>()
    func enter(_ number: Int) throws -> Bool {
      try admission.enterRead(romeo) { log.add(number) }.map { $0() } != nil
    }
    #expect(try enter(0))
    #expect(try !enter(1))
    #expect(try !enter(2))
    #expect(isRefused { _ = try enter(3) })
    #expect(log.all == [0])
    admission.leaveRead(romeo)?()
    #expect(log.all == [0, 1])
    #expect(try !enter(4))
    for _ in 0..<2 { admission.leaveRead(romeo)?() }
    #expect(log.all == [0, 1, 2, 4])
    #expect(admission.leaveRead(romeo) == nil)
    #expect(try enter(5))
  }

  /// A read that waits for something else lets another one run, and goes on when it is its turn.
  @Test func pauses() throws {
    let admission = admission(waiting: 1, perAccount: 9)
    let log = Inbox<String>()
    func enter(_ name: String) throws {
      try admission.enterRead(romeo) { log.add(name) }?()
    }
    try enter("a")
    try enter("b")
    admission.pauseRead()?()
    #expect(log.all == ["a", "b"])
    // Though nobody else may wait, it is not turned away.
    try enter("c")
    #expect(admission.resumeRead { log.add("a again") } == nil)
    admission.leaveRead(romeo)?()
    admission.leaveRead(romeo)?()
    #expect(log.all == ["a", "b", "c", "a again"])
    // With nobody else, the room is free meanwhile.
    #expect(admission.pauseRead() == nil)
    try enter("d")
    #expect(log.all.last == "d")
    #expect(admission.resumeRead {} == nil)
    admission.leaveRead(romeo)?()
    #expect(admission.leaveRead(romeo) == nil)
    #expect(admission.pauseRead() == nil)
    #expect(admission.resumeRead {} != nil)
  }

  /// Whoever closes waits for all that is under way, and nothing more is taken on.
  @Test func closes() async throws {
    let admission = admission()
    try admission.enterWrite(romeo)
    _ = try admission.enterRead(juliet) {}
    let closed = Inbox<Void>()
    let closing = Task {
      await admission.close()
      closed.add(())
    }
    try await until("it is closed") {
      isRefused {
        try admission.enterWrite(juliet)
        admission.leaveWrite(juliet)
      }
    }
    #expect(isRefused { _ = try admission.enterRead(romeo) {} })
    admission.leaveWrite(romeo)
    #expect(closed.all.isEmpty)
    #expect(admission.leaveRead(juliet) == nil)
    await closing.value
    #expect(closed.all.count == 1)
    await admission.close()
  }
}
