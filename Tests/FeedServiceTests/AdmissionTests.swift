import TestSupport
import Testing
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct AdmissionTests {
  private let (romeo, juliet): (BareJID, BareJID)

  init() throws {
    romeo = try BareJID("romeo@verona.lit")
    juliet = try BareJID("juliet@verona.lit")
  }

  private func admission(_ change: (inout FeedServiceLimits) -> Void = { _ in }) -> Admission {
    var limits = FeedServiceLimits()
    (limits.runningReads, limits.waitingReads) = (1, 2)
    change(&limits)
    return Admission(limits, local: ["verona.lit"])
  }

  private func isRefused(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return false
    } catch {
      return (error as? StanzaError)?.condition == .resourceConstraint
    }
  }

  /// So many writes of one account, and as many reads; those that nobody asked for, and bytes, for themselves.
  @Test func perAccount() throws {
    let admission = admission {
      ($0.runningReads, $0.requestsPerAccount) = (9, 2)
      ($0.unaskedPerAccount, $0.bytesPerAccount) = (1, 10)
    }
    let writes = try (0..<2).map { _ in try admission.enterWrite(romeo) }
    #expect(isRefused { _ = try admission.enterWrite(romeo) })
    #expect(!admission.hasRoom(forWriteOf: romeo))
    #expect(admission.hasRoom(forWriteOf: juliet))
    for _ in 0..<2 { _ = try admission.enterRead(juliet) {} }
    #expect(isRefused { _ = try admission.enterRead(juliet) {} })
    let large = try admission.enterWrite(juliet, bytes: 8)
    #expect(isRefused { _ = try admission.enterWrite(juliet, bytes: 3) })
    let unasked = try admission.enterWrite(romeo, isAsked: false, bytes: 1)
    #expect(isRefused { _ = try admission.enterWrite(romeo, isAsked: false) })
    for write in writes + [large, unasked] { _ = admission.leaveWrite(write) }
    _ = try admission.enterWrite(juliet, bytes: 10)
    #expect(admission.hasRoom(forWriteOf: romeo))
    _ = try admission.enterWrite(romeo)
    _ = try admission.enterWrite(romeo, isAsked: false)
  }

  /// What nobody asked for does not push out what somebody did, nor the other way round.
  @Test func unasked() throws {
    let admission = admission { ($0.writes, $0.unaskedWrites) = (4, 4) }
    for number in 0..<4 {
      let account = try BareJID("user\(number)@verona.lit")
      _ = try admission.enterWrite(account, isAsked: false)
      _ = try admission.enterWrite(account)
    }
    for isAsked in [false, true] {
      #expect(isRefused { _ = try admission.enterWrite(romeo, isAsked: isAsked) })
    }
  }

  /// A client that sends a hundred requests without waiting is not turned away; a few accounts do not take all.
  @Test func windows() throws {
    let admission = Admission(FeedServiceLimits(), local: ["verona.lit"])
    for number in 0..<3 {
      let account = try BareJID("user\(number)@verona.lit")
      for _ in 0..<100 {
        _ = try admission.enterWrite(account, bytes: 32_768)
        _ = try admission.enterRead(account) {}
      }
      while !isRefused({ _ = try admission.enterRead(account) {} }) {}
      while !isRefused({ _ = try admission.enterWrite(account) }) {}
    }
    for number in 0..<9 {
      let account = try BareJID("x\(number)@elsewhere.lit")
      while !isRefused({ _ = try admission.enterRead(account) {} }) {}
    }
    _ = try admission.enterRead(romeo) {}
    _ = try admission.enterWrite(romeo)
    #expect(isRefused { _ = try admission.enterRead(try BareJID("y@elsewhere.lit")) {} })
    _ = try admission.enterRead(try BareJID("y@denmark.lit")) {}
  }

  /// A read waits for the writes of its account that came before it, and for no other one.
  @Test func behindWrites() throws {
    let admission = admission { $0.runningReads = 9 }
    let log = Inbox<String>()
    func enter(_ name: String) throws { try admission.enterRead(romeo) { log.put(name) }?() }
    let first = try admission.enterWrite(romeo)
    let second = try admission.enterWrite(romeo)
    try enter("a")
    _ = try admission.enterRead(juliet) { log.put("hers") }?()
    let third = try admission.enterWrite(romeo)
    try enter("b")
    #expect(log.all == ["hers"])
    // One that is refused is over before those before it.
    #expect(admission.leaveWrite(second).isEmpty)
    for start in admission.leaveWrite(first) { start() }
    #expect(log.all == ["hers", "a"])
    for start in admission.leaveWrite(third) { start() }
    #expect(log.all == ["hers", "a", "b"])
    try enter("c")
    #expect(log.all.last == "c")
  }

  /// When its writes are over it waits for its turn like others.
  @Test func thenForItsTurn() throws {
    let admission = admission()
    let log = Inbox<String>()
    let write = try admission.enterWrite(romeo)
    _ = try admission.enterRead(romeo) { log.put("romeo") }
    _ = try admission.enterRead(juliet) { log.put("juliet") }?()
    #expect(admission.leaveWrite(write).isEmpty)
    #expect(log.all == ["juliet"])
    admission.leaveRead(juliet)?()
    #expect(log.all == ["juliet", "romeo"])
  }

  /// Reads that find no room wait in their order, so many of them.
  @Test func turns() throws {
    let admission = admission()
    let log = Inbox<Int>()
    func enter(_ number: Int) throws -> Bool {
      try admission.enterRead(romeo) { log.put(number) }.map { $0() } != nil
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
    let admission = admission()
    let log = Inbox<String>()
    func enter(_ name: String) throws {
      try admission.enterRead(romeo) { log.put(name) }?()
    }
    try enter("a")
    try enter("b")
    admission.pauseRead()?()
    #expect(log.all == ["a", "b"])
    try enter("c")
    // It still counts as one that waits.
    #expect(isRefused { try enter("d") })
    #expect(admission.resumeRead { log.put("a again") } == nil)
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
    try enter("e")
    #expect(admission.pauseRead() == nil)
    #expect(admission.resumeRead {} != nil)
  }

  /// Whoever closes waits for all that is under way, and nothing more is taken on.
  @Test func closes() async throws {
    let admission = admission()
    let write = try admission.enterWrite(romeo)
    _ = try admission.enterRead(juliet) {}
    let closed = Inbox<Void>()
    let closing = Task {
      await admission.close()
      closed.put(())
    }
    try await eventually("it is closed") {
      isRefused {
        _ = admission.leaveWrite(try admission.enterWrite(juliet))
      }
    }
    #expect(isRefused { _ = try admission.enterRead(romeo) {} })
    #expect(admission.leaveWrite(write).isEmpty)
    #expect(closed.all.isEmpty)
    #expect(admission.leaveRead(juliet) == nil)
    await closing.value
    #expect(closed.all.count == 1)
    await admission.close()
  }
}
