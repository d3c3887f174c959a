import PubSub
import Testing

@testable import Federation

@Suite struct PortionsTests {
  /// Small ones that come say nothing of those that did not: for an hour, no more than half as many are asked for.
  @Test func whatFailedIsRemembered() {
    let (portions, now) = (Portions(), ContinuousClock.now)
    #expect(portions.count(of: 1) == 20 && portions.most(of: 1) == .max)
    for failure in [RemoteService.Failure.tooLarge, .unusable, .disconnected, .refused(.busy)] {
      portions.note(failure, 100, of: 1, now)
    }
    #expect(portions.most(of: 1) == .max)
    portions.note(.noAnswer, 100, of: 1, now)
    #expect(portions.most(of: 1) == 50 && portions.most(of: 2) == .max)
    portions.note(.cutOff, 24, of: 1, now)
    portions.learn(20, bytes: 100, of: 1)
    #expect(portions.most(of: 1) == 12 && portions.count(of: 1) == 12)
    portions.relax(1, now + .seconds(3_600))
    #expect(portions.most(of: 1) == 12)
    portions.relax(1, now + .seconds(3_601))
    #expect(portions.most(of: 1) == 24 && portions.count(of: 1) == 20)
    portions.relax(1, now + .seconds(3_602))
    #expect(portions.most(of: 1) == 24)
    for hour in 2...8 { portions.relax(1, now + .seconds(3_602 * hour)) }
    #expect(portions.most(of: 1) == .max)
    // One that does not come says nothing of how many there may be, nor do more that fail at last.
    portions.note(.noAnswer, 1, of: 1, now)
    #expect(portions.most(of: 1) == .max)
    for count in [4, 100, 2, 1] { portions.note(.noAnswer, count, of: 1, now) }
    #expect(portions.most(of: 1) == 1)
  }
}
