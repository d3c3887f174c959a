/// Pictures that could not be had a while ago: nobody is asked for them again because a visitor insists.
struct FailedPictures: Sendable {
  private let limits: MediaLimits
  private var young: Set<String> = []
  private var old: Set<String> = []
  private var end: ContinuousClock.Instant

  init(_ limits: MediaLimits, at now: ContinuousClock.Instant = .now) {
    self.limits = limits
    end = now + limits.forgetting
  }

  mutating func insert(_ picture: String, at now: ContinuousClock.Instant = .now) {
    turn(now)
    if young.count >= limits.failures { (old, young) = (young, []) }
    young.insert(picture)
  }

  func contains(_ picture: String, at now: ContinuousClock.Instant = .now) -> Bool {
    guard now < end + limits.forgetting else { return false }
    return young.contains(picture) || now < end && old.contains(picture)
  }

  private mutating func turn(_ now: ContinuousClock.Instant) {
    guard now >= end else { return }
    old = now >= end + limits.forgetting ? [] : young
    (young, end) = ([], now + limits.forgetting)
  }
}
