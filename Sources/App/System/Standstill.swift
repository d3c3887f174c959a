/// Notices that a Martlet that has the database does not go on with what a command waits for.
struct Standstill<Progress: Equatable> {
  /// How often is looked, and how long it may stand still.
  let interval: Duration = .milliseconds(100)
  private let patience: Duration = .seconds(60)

  private let remedy: String
  private var last: (progress: Progress, since: ContinuousClock.Instant)?

  /// - Parameter remedy: what people can do then.
  init(remedy: String) { self.remedy = remedy }

  /// Throws once it has come no further for too long.
  mutating func check(_ progress: Progress) throws(Failure) {
    guard let last, last.progress == progress else {
      self.last = (progress, .now)
      return
    }
    guard last.since.duration(to: .now) < patience else {
      throw Failure(
        .temporary, "The Martlet that has the database does not go on with it. \(remedy)")
    }
  }
}
