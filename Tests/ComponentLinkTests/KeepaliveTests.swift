import NIOCore
import Testing

@testable import ComponentLink

@Suite struct KeepaliveTests {
  private static func at(_ seconds: Int64) -> NIODeadline {
    .uptimeNanoseconds(0) + .seconds(seconds)
  }

  private static func keepalive() -> Keepalive {
    var times = LinkTimes()
    times.whitespace = .seconds(40)
    times.pingAfter = .seconds(60)
    times.pingDeadline = .seconds(30)
    return Keepalive(times, now: at(0))
  }

  @Test func silenceOfBoth() {
    var keepalive = Self.keepalive()
    #expect(keepalive.due == Self.at(40))
    #expect(keepalive.step(at: Self.at(39)) == .wait)
    #expect(keepalive.step(at: Self.at(40)) == .space)
    #expect(keepalive.due == Self.at(60))
    #expect(keepalive.step(at: Self.at(60)) == .ping)
    #expect(keepalive.due == Self.at(90))
    #expect(keepalive.step(at: Self.at(89)) == .wait)
    #expect(keepalive.step(at: Self.at(90)) == .dead)
  }

  @Test func anythingReadProvesLife() {
    var keepalive = Self.keepalive()
    #expect(keepalive.step(at: Self.at(60)) == .ping)
    #expect(keepalive.read(at: Self.at(89)) == true)
    #expect(keepalive.due == Self.at(100))
    #expect(keepalive.read(at: Self.at(89)) == false)
    #expect(keepalive.step(at: Self.at(99)) == .wait)
    #expect(keepalive.step(at: Self.at(149)) == .ping)
  }

  @Test func noSpaceWhileWriting() {
    var keepalive = Self.keepalive()
    keepalive.wrote(at: Self.at(39))
    #expect(keepalive.read(at: Self.at(39)) == false)
    #expect(keepalive.step(at: Self.at(78)) == .wait)
    #expect(keepalive.step(at: Self.at(79)) == .space)
  }

  @Test func timesAreBounded() {
    #expect(TimeAmount(clamping: .zero) == .milliseconds(1))
    #expect(TimeAmount(clamping: .milliseconds(1_500)) == .milliseconds(1_500))
    #expect(TimeAmount(clamping: .seconds(Int64.max)) == .hours(24 * 3_650))
  }
}
