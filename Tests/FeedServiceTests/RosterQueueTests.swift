import TestSupport
import Testing
import XMPP

@testable import FeedService

@Suite struct RosterQueueTests {
  private let (romeo, juliet): (BareJID, BareJID)
  private let log = Inbox<String>()

  init() throws {
    romeo = try BareJID("romeo@verona.lit")
    juliet = try BareJID("juliet@verona.lit")
  }

  private func queue(_ change: (inout FeedServiceLimits) -> Void = { _ in }) -> RosterQueue {
    var limits = FeedServiceLimits()
    change(&limits)
    return RosterQueue(limits, local: ["verona.lit"])
  }

  private func entry(_ name: String) -> RosterQueue.Start { { [log] in log.put(name) } }

  private func isHeld(_ account: BareJID, _ queue: RosterQueue) -> Bool {
    do {
      try queue.check(account)
      return false
    } catch {
      return error is RosterQueue.Held
    }
  }

  /// Those that the store has come back, and go on before those that came since; those of others do not wait.
  @Test func order() {
    let queue = queue()
    for name in ["r1", "r2", "r3"] { queue.begin(romeo, entry(name)) }
    queue.comesBack(romeo)
    #expect(!isHeld(romeo, queue))
    queue.hold(romeo)
    #expect(isHeld(romeo, queue))
    #expect(!isHeld(juliet, queue))
    queue.begin(romeo, entry("r4"))
    queue.begin(juliet, entry("j1"))
    #expect(log.all == ["r1", "r2", "r3", "j1"])
    queue.comesBack(romeo, again: entry("r2 again"), isAsking: true)
    // The rosters are there sooner than the last one is back.
    queue.goOn(romeo)
    #expect(isHeld(romeo, queue))
    queue.comesBack(romeo, again: entry("r3 again"))
    #expect(log.all.dropFirst(4) == ["r2 again", "r3 again", "r4"])
    #expect(!isHeld(romeo, queue))
    // From now on at once.
    queue.begin(romeo, entry("r5"))
    #expect(log.all.last == "r5")
    // The first needs more rosters; this time they are there later.
    queue.hold(romeo)
    queue.comesBack(romeo, again: entry("r2 once more"), isAsking: true)
    for name in ["r3", "r4", "r5"] { queue.comesBack(romeo, again: entry("\(name) later")) }
    #expect(log.all.last == "r5")
    queue.goOn(romeo)
    #expect(log.all.suffix(4) == ["r2 once more", "r3 later", "r4 later", "r5 later"])
  }

  /// What fails, by itself or with all of its transaction, keeps nobody waiting.
  @Test func failure() {
    let queue = queue()
    for name in ["r1", "r2"] { queue.begin(romeo, entry(name)) }
    queue.hold(romeo)
    queue.begin(romeo, entry("r3"))
    queue.comesBack(romeo)
    #expect(log.all == ["r1", "r2"])
    queue.comesBack(romeo)
    #expect(log.all == ["r1", "r2", "r3"])
    #expect(!isHeld(romeo, queue))
  }

  /// A write that the store refuses at once is over while others are begun.
  @Test func refused() {
    let queue = queue()
    queue.begin(romeo) { [log, romeo] in
      log.put("r1")
      queue.begin(romeo) { log.put("r2") }
      queue.comesBack(romeo)
      #expect(log.all == ["r1"])
    }
    #expect(log.all == ["r1", "r2"])
  }

  /// So much waits for rosters in all, and for one account.
  @Test func bounded() throws {
    let queue = queue {
      $0.waitingForRosters = 4
      $0.waitingForRostersPerAccount = 3
    }
    for _ in 0..<3 { #expect(queue.enter(romeo)) }
    #expect(!queue.enter(romeo))
    #expect(queue.enter(juliet))
    #expect(!queue.enter(juliet))
    queue.leave(romeo)
    #expect(queue.enter(juliet))
    #expect(!queue.enter(romeo))
  }
}
