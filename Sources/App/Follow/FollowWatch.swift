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
    let source = try await until(desk.source) { source in
      if let expected = source.expected, expected > 0, source.stage != .following {
        bar.show(.at(Double(source.items) / Double(expected)))
      }
      return source.stage == .following || source.problem != nil
    }
    if source.stage == .following { bar.show(.done) }
    return source
  }

  func untilAudited(after old: Source) async throws(Failure) -> Source {
    try await until(desk.source) {
      $0.problem != nil || $0.audit != nil && $0.audit?.at != old.audit?.at
    }
  }

  /// Until the nodes of a service are listed, or something is wrong.
  func untilListed() async throws(Failure) -> ServiceFollow {
    try await until(desk.service) { $0.listed != nil || $0.problem != nil }
  }

  private func until<State: Equatable>(
    _ read: (FollowAddress) async throws(Failure) -> State?, _ isDone: (State) -> Bool
  ) async throws(Failure) -> State {
    var standstill = Standstill<State?>(
      remedy: "It will when it runs and is attached; see `martlet follows`.")
    while true {
      let state = try await read(address)
      if let state, isDone(state) { return state }
      try standstill.check(state)
      do { try await Task.sleep(for: standstill.interval) } catch {
        throw Failure(.temporary, "Interrupted; it goes on all the same.")
      }
    }
  }
}
