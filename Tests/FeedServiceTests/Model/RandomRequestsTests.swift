import Foundation
import Store
import Testing

/// Random requests of random people, held against the simple rules: each answer is the one that the
/// rules give. A failure names the seed of its sequence: `MARTLET_SEED=... swift test` plays it first.
@Suite struct RandomRequestsTests {
  private static let sequences = 10_000
  private static let requests = 14
  private static let atATime = 64

  @Test(.timeLimit(.minutes(10))) func theRulesAreKept() async throws {
    let switchboard = try await Switchboard()
    let chosen = ProcessInfo.processInfo.environment["MARTLET_SEED"].flatMap { UInt64($0) }
    let first = chosen ?? UInt64.random(in: 0..<1 << 48)
    print("seeds from \(first)")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in first..<first + UInt64(Self.sequences) {
        if seed >= first + UInt64(Self.atATime) { try await group.next() }
        group.addTask {
          var sequence = RandomRequests(seed, switchboard)
          try await sequence.play(Self.requests)
        }
      }
      try await group.waitForAll()
    }
    try await switchboard.store.close()
  }
}
