import Synchronization

/// What the servers of our own people let a component do in the name of their users (XEP-0356), as each has said last.
package final class PrivilegeBook: Sendable {
  private struct State {
    /// By the domain whose server has said so.
    var granted: [String: Privileges] = [:]
    /// Domains whose server was waited for in vain, since then.
    var silent: [String: ContinuousClock.Instant] = [:]
    /// Who waits for the server of a domain to say what we may do.
    var listeners: [String: [AsyncStream<Void>.Continuation]] = [:]
    /// Domains whose server has said so after it was waited for in vain.
    var late: Set<String> = []
  }

  /// How long a server may take after a connection has begun to say what it lets us do.
  package static let patience = Duration.seconds(2)

  private let state = Mutex(State())

  package init() {}

  /// A connection begins: servers say again what they let us do, and what they do not say they let us do no more.
  package func forget() {
    state.withLock { ($0.granted, $0.silent, $0.late) = ([:], [:], []) }
  }

  /// The server of a domain says what it lets us do.
  package func grant(_ privileges: Privileges, by domain: String) {
    let listeners = state.withLock { state in
      state.granted[domain] = privileges
      if state.silent.removeValue(forKey: domain) != nil { state.late.insert(domain) }
      return state.listeners.removeValue(forKey: domain) ?? []
    }
    for listener in listeners { listener.finish() }
  }

  /// The domains whose server has said so late, once: what was done without it can be done better.
  package func takeLate() -> Set<String> {
    state.withLock { state in
      defer { state.late = [] }
      return state.late
    }
  }

  /// What a domain's server lets us do; nil if it has not said so.
  package func privileges(of domain: String) -> Privileges? {
    state.withLock { $0.granted[domain] }
  }

  /// Since when a server is known not to say anything.
  package func silence(of domain: String) -> ContinuousClock.Instant? {
    state.withLock { $0.silent[domain] }
  }

  /// The same, once the server has said it or was waited for: after each connection it may take a moment.
  package func awaitedPrivileges(of domain: String) async -> Privileges? {
    let (news, listener) = AsyncStream<Void>.makeStream()
    let waits = state.withLock { state in
      guard state.granted[domain] == nil, state.silent[domain] == nil else { return false }
      state.listeners[domain, default: []].append(listener)
      return true
    }
    if waits {
      _ = await within(Self.patience) {
        for await _ in news {}
        return true
      }
    }
    return state.withLock { state in
      if let privileges = state.granted[domain] { return privileges }
      state.silent[domain] = state.silent[domain] ?? .now
      state.listeners[domain] = nil
      return nil
    }
  }
}
