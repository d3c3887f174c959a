import Testing

@testable import Media

@Suite struct FailedPicturesTests {
  private let start = ContinuousClock.now

  @Test func theyAreRememberedForOneToTwoTurns() {
    var failures = FailedPictures(MediaLimits(), at: start)
    failures.insert("a", at: start + .seconds(599))
    #expect(failures.contains("a", at: start + .seconds(599)))
    #expect(failures.contains("a", at: start + .seconds(1_199)))
    #expect(!failures.contains("a", at: start + .seconds(1_200)))
    #expect(!failures.contains("b", at: start))
  }

  @Test func theyAreForgottenWhereNobodyAskedForLong() {
    var failures = FailedPictures(MediaLimits(), at: start)
    failures.insert("a", at: start)
    #expect(!failures.contains("a", at: start + .seconds(1_200)))
  }

  @Test func noMoreThanTwiceTheBound() {
    var limits = MediaLimits()
    limits.failures = 3
    var failures = FailedPictures(limits, at: start)
    for number in 1...7 { failures.insert("\(number)", at: start) }
    let kept = (1...7).filter { failures.contains("\($0)", at: start) }
    #expect(kept == [4, 5, 6, 7])
  }
}
