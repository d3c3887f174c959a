import Social
import Store
import XMPP

/// Watches a Martlet that runs do what was written down.
struct FollowWatch {
  let desk: FollowDesk
  let address: FollowAddress

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
    var standstill = Standstill<Source?>(
      remedy: "It will when it runs and is attached; see `martlet follows`.")
    while true {
      let source = try await desk.source(address)
      if let source, isDone(source) { return source }
      try standstill.check(source)
      do { try await Task.sleep(for: standstill.interval) } catch {
        throw Failure(.temporary, "Interrupted; it goes on all the same.")
      }
    }
  }
}
