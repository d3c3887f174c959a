import Testing
import XMPP

@testable import FeedService

@Suite struct RosterQueueTests {
  private let (romeo, juliet): (BareJID, BareJID)

  init() throws {
    romeo = try BareJID("romeo@verona.lit")
    juliet = try BareJID("juliet@verona.lit")
  }

  /// What comes later than a write that waits waits too, in its order; those of others do not.
  @Test func order() {
    let (queue, log) = (RosterQueue(limit: 9), Inbox<String>())
    #expect(queue.begin(romeo) { log.add("r1") })
    #expect(queue.hold(romeo) { log.add("r1 again") } == .first)
    #expect(queue.begin(romeo) { log.add("r3") })
    #expect(queue.hold(romeo) { log.add("r2 again") } == .later)
    #expect(queue.begin(juliet) { log.add("j1") })
    #expect(log.all == ["r1", "j1"])
    #expect(queue.hold(juliet) { log.add("j1 again") } == .first)
    queue.release(romeo)
    #expect(log.all == ["r1", "j1", "r1 again", "r3", "r2 again"])
    queue.release(romeo)
    #expect(log.all.count == 5)
    // And from now on at once.
    #expect(queue.begin(romeo) { log.add("r4") })
    queue.release(juliet)
    #expect(log.all.suffix(2) == ["r4", "j1 again"])
    // Whoever has to ask again is the first again.
    #expect(queue.hold(romeo) {} == .first)
  }

  @Test func bounded() {
    let (queue, log) = (RosterQueue(limit: 3), Inbox<Int>())
    #expect(queue.hold(romeo) { log.add(1) } == .first)
    #expect(queue.begin(romeo) { log.add(2) })
    #expect(queue.enter())
    #expect(!queue.enter())
    #expect(!queue.begin(romeo) { log.add(3) })
    #expect(queue.hold(romeo) { log.add(3) } == .refused)
    #expect(queue.hold(juliet) { log.add(3) } == .refused)
    // Those who need not wait are not concerned.
    #expect(queue.begin(juliet) { log.add(4) })
    queue.leave()
    #expect(queue.hold(juliet) { log.add(5) } == .first)
    queue.release(romeo)
    #expect(log.all == [4, 1, 2])
    #expect(queue.enter())
    #expect(queue.enter())
    #expect(!queue.enter())
  }
}
