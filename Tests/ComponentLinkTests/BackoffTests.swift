import ComponentLink
import Testing

@Suite struct BackoffTests {
  /// Full waits, without chance.
  private struct Longest: RandomNumberGenerator {
    mutating func next() -> UInt64 { .max }
  }

  @Test func doublesUpToTheCap() {
    var backoff = Backoff(LinkTimes())
    var generator = Longest()
    let waits = (0..<8).map { _ in
      backoff.wait(afterUptime: .zero, using: &generator) / Duration.milliseconds(1)
    }
    let expected = [200, 400, 800, 1_600, 3_200, 6_400, 8_000, 8_000].map(Double.init)
    for (wait, expected) in zip(waits, expected) { #expect(abs(wait - expected) < 1) }
  }

  @Test func chanceShortensByHalfAtMost() {
    var generator = SystemRandomNumberGenerator()
    let waits = (0..<1_000).map { _ in
      var backoff = Backoff(LinkTimes())
      return backoff.wait(afterUptime: .zero, using: &generator)
    }
    #expect(waits.allSatisfy { $0 >= .milliseconds(100) && $0 <= .milliseconds(200) })
    #expect(Set(waits).count > 500)
  }

  @Test func aConnectionThatHeldStartsAnew() {
    var backoff = Backoff(LinkTimes())
    var generator = Longest()
    for _ in 0..<6 { _ = backoff.wait(afterUptime: .seconds(29), using: &generator) }
    #expect(backoff.wait(afterUptime: .seconds(29), using: &generator) > .seconds(7))
    #expect(backoff.wait(afterUptime: .seconds(30), using: &generator) <= .milliseconds(200))
  }
}
