import Synchronization

/// Lets a few fetches through at a time, fewer to one host. A few more wait; who comes then is sent away.
final class FetchQueue: Sendable {
  private struct Waiting {
    var host: String
    var turn: CheckedContinuation<Void, Never>
  }

  private struct State {
    var running: [String: Int] = [:]
    var total = 0
    var line: [Waiting] = []
  }

  /// Whoever has a domain has as many hosts below it as they like: those are one, as far as two names tell it.
  static func name(of host: String) -> String {
    let labels = host.split(separator: ".")
    let isAddress = host.contains(":") || labels.last?.allSatisfy(\.isNumber) == true
    return isAddress ? host : labels.suffix(2).joined(separator: ".")
  }

  private let limits: MediaLimits
  private let state = Mutex(State())

  init(_ limits: MediaLimits) { self.limits = limits }

  /// How many wait in line.
  var length: Int { state.withLock { $0.line.count } }

  /// - Throws: `PictureFailure.busy`, or what the body throws.
  func pass<Result: Sendable>(
    to host: String, _ body: () async throws -> Result
  ) async throws -> Result {
    let (isFree, isFull) = state.withLock { state in
      (take(host, &state), state.line.count >= limits.waiting)
    }
    if !isFree {
      guard !isFull else { throw PictureFailure.busy }
      await withCheckedContinuation { turn in
        state.withLock { $0.line.append(Waiting(host: host, turn: turn)) }
        admit()
      }
    }
    defer { leave(host) }
    return try await body()
  }

  private func take(_ host: String, _ state: inout State) -> Bool {
    guard state.total < limits.fetches, state.running[host, default: 0] < limits.fetchesOfHost
    else { return false }
    state.total += 1
    state.running[host, default: 0] += 1
    return true
  }

  private func leave(_ host: String) {
    state.withLock { state in
      state.total -= 1
      let rest = state.running[host, default: 1] - 1
      state.running[host] = rest > 0 ? rest : nil
    }
    admit()
  }

  /// The first in line whose host has room goes first.
  private func admit() {
    let turns = state.withLock { state in
      var turns: [CheckedContinuation<Void, Never>] = []
      while let next = state.line.firstIndex(where: { take($0.host, &state) }) {
        turns.append(state.line.remove(at: next).turn)
      }
      return turns
    }
    for turn in turns { turn.resume() }
  }
}
