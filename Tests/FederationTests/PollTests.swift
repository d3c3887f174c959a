import Testing

@testable import Federation

/// How soon is looked for news that nobody may tell of.
@Suite struct PollTests {
  private let settings = FederationSettings()

  @Test(arguments: [
    (Duration.zero, Duration.seconds(60)), (.seconds(600), .seconds(60)),
    (.seconds(6_000), .seconds(600)), (.seconds(1_000_000), .seconds(21_600)),
  ])
  func theLongerThereAreNoneTheMoreRarely(quiet: Duration, pause: Duration) {
    #expect(settings.poll(quiet) == pause)
  }

  /// Most of many nodes that have taken the subscription will tell: sixty of them are looked at in a minute.
  @Test(arguments: [
    (1, Duration.seconds(60)), (119, .seconds(60)), (600, .seconds(600)),
    (10_000, .seconds(9_960)), (1_000_000, .seconds(21_600)),
  ])
  func unprovenOnes(nodes: Int, pause: Duration) {
    #expect(settings.poll(.zero, unprovenAmong: nodes) == pause)
    #expect(settings.poll(.seconds(1_000_000), unprovenAmong: nodes) == .seconds(21_600))
  }
}
