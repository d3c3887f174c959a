import NIOCore
import Testing

@testable import ComponentLink

@Suite struct StallWatchTests {
  private static func at(_ seconds: Int64) -> NIODeadline {
    .uptimeNanoseconds(0) + .seconds(seconds)
  }

  @Test func onlyNothingAtAllIsAStall() {
    var times = LinkTimes()
    #expect(times.stall == .seconds(30))
    times.stall = .seconds(20)
    var watch = StallWatch(times, written: 100, now: Self.at(0))
    #expect(watch.interval == .seconds(5))
    #expect(watch.isStalled(written: 100, at: Self.at(19)) == false)
    #expect(watch.isStalled(written: 101, at: Self.at(20)) == false)
    #expect(watch.isStalled(written: 101, at: Self.at(39)) == false)
    #expect(watch.isStalled(written: 101, at: Self.at(40)) == true)
  }
}
