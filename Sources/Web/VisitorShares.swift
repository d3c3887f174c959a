import Outbound
import Synchronization

/// How much is under way for each visitor. Who asks for too much at once is sent away, so that nobody takes all places in a
/// line.
final class VisitorShares: Sendable {
  private let limit: Int
  private let underway = Mutex<[IPAddress: Int]>([:])

  /// - Parameter limit: so much of one visitor at a time.
  init(_ limit: Int) { self.limit = limit }

  /// Throws `Turnstile.Busy`.
  ///
  /// - Parameter visitor: nil: somebody who is not told apart from others.
  func pass<Result: Sendable>(
    _ visitor: IPAddress?, _ body: @Sendable () async throws -> Result
  ) async throws -> Result {
    guard let visitor = visitor?.visitor else { return try await body() }
    guard begin(visitor) else { throw Turnstile.Busy() }
    defer { end(visitor) }
    return try await body()
  }

  private func begin(_ visitor: IPAddress) -> Bool {
    underway.withLock { underway in
      guard underway[visitor, default: 0] < limit else { return false }
      underway[visitor, default: 0] += 1
      return true
    }
  }

  private func end(_ visitor: IPAddress) {
    underway.withLock { underway in
      let left = underway[visitor, default: 0] - 1
      underway[visitor] = left > 0 ? left : nil
    }
  }
}
