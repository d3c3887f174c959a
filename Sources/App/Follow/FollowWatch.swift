import Social
import Store
import XMPP

/// Watches a Martlet that runs do what was written down.
struct FollowWatch {
  let desk: FollowDesk
  let address: FollowAddress

  /// How often is looked, and how long it may stand still.
  private static let interval: Duration = .milliseconds(100)
  private static let patience: Duration = .seconds(60)

  /// Until all is fetched that was published before, or something is wrong.
  func untilFollowed() async throws(Failure) -> Source {
    var bar = ProgressBar.standard
    let source = try await until { source in
      if let expected = source.expected, expected > 0, source.stage != .following {
        bar.show(.at(Double(source.items) / Double(expected)))
      }
      return source.stage == .following || source.problem != nil
    }
    if source.stage == .following { bar.show(.done) }
    return source
  }

  func untilAudited(after old: Source) async throws(Failure) -> Source {
    try await until { $0.problem != nil || $0.audit != nil && $0.audit?.at != old.audit?.at }
  }

  private func until(_ isDone: (Source) -> Bool) async throws(Failure) -> Source {
    var (last, since): (Source?, ContinuousClock.Instant) = (nil, .now)
    while true {
      let source = try await desk.source(address)
      if let source, isDone(source) { return source }
      if source != last { (last, since) = (source, .now) }
      guard since.duration(to: .now) < Self.patience else {
        throw Failure(
          .temporary,
          "The Martlet that has the database does not go on with it. It will when it runs and is attached; see `martlet follows`."
        )
      }
      do { try await Task.sleep(for: Self.interval) } catch {
        throw Failure(.temporary, "Interrupted; it goes on all the same.")
      }
    }
  }
}
