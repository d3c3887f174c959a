import PubSub
import Testing
import XMPP

@testable import Federation

@Suite struct UnderwayTests {
  private let item = ItemID(stored: "a")
  private let soon = Timestamp(milliseconds: 1_000)
  private let late = Timestamp(milliseconds: 2_000)

  /// What an event tells during a visit is newer than what the visit has fetched, and is looked at after it.
  @Test func eventsDuringAVisit() throws {
    let service = try BareJID("pubsub.capulet.lit")
    let underway = Underway()
    underway.begin(1, of: service)
    #expect(underway.due(1, else: late) == late)
    underway.touch([item], of: 1)
    underway.lookAgain(at: soon, 1)
    #expect(underway.isTouched(item, of: 1) && !underway.isTouched(item, of: 2))
    #expect(underway.due(1, else: late) == soon)
    #expect(underway.due(1, else: Timestamp(milliseconds: 1)) == Timestamp(milliseconds: 1))
    #expect(underway.due(2, else: late) == late)
    underway.end(1)
    #expect(!underway.isTouched(item, of: 1) && underway.due(1, else: late) == late)
    // Nothing is remembered of what nobody visits.
    underway.lookAgain(at: soon, 1)
    underway.begin(1, of: service)
    #expect(underway.due(1, else: late) == late)
  }
}
