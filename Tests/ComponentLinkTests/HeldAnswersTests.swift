import Testing
import XMPP

@testable import ComponentLink

@Suite struct HeldAnswersTests {
  private static let start = ContinuousClock.now

  private static func held(lane: Int = 100) throws -> HeldAnswers {
    var link = LinkConfiguration(jid: try BareJID("social.example.org"), secret: "secret")
    link.limits.heldAnswerBytes = 10
    link.limits.answerLaneBytes = lane
    link.times.holdAnswers = .seconds(30)
    return HeldAnswers(link)
  }

  @Test func theDefaults() {
    #expect(LinkLimits().heldAnswerBytes == 1 << 20)
    #expect(LinkTimes().holdAnswers == .seconds(30))
  }

  @Test func inOrderUpToTheBytes() throws {
    var held = try Self.held()
    #expect(held.hold([1, 2, 3, 4, 5, 6], at: Self.start) == true)
    #expect(held.hold([7, 8, 9, 10, 11], at: Self.start) == false)
    #expect(held.hold([12, 13, 14, 15], at: Self.start) == true)
    let batch = held.takeAll(at: Self.start)
    #expect(batch.answers == [[1, 2, 3, 4, 5, 6], [12, 13, 14, 15]])
    #expect(batch.dropped == 1)
    // Taken is gone, and its room is free.
    #expect(held.hold(Array(repeating: 0, count: 10), at: Self.start) == true)
    #expect(held.takeAll(at: Self.start).dropped == 0)
  }

  @Test func noMoreThanTheNextLaneTakes() throws {
    var held = try Self.held(lane: 4)
    #expect(held.hold([1, 2, 3, 4, 5], at: Self.start) == false)
    #expect(held.hold([1, 2, 3, 4], at: Self.start) == true)
  }

  @Test func theOldAreDroppedAndMakeRoom() throws {
    var held = try Self.held()
    #expect(held.hold([1, 2, 3, 4, 5, 6], at: Self.start) == true)
    #expect(held.hold([7], at: Self.start + .seconds(20)) == true)
    #expect(held.hold([8, 9, 10, 11, 12], at: Self.start + .seconds(31)) == true)
    let batch = held.takeAll(at: Self.start + .seconds(50))
    #expect(batch.answers == [[7], [8, 9, 10, 11, 12]])
    #expect(batch.dropped == 1)
  }
}
