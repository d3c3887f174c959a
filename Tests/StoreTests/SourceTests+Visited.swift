import PubSub
import Testing
import XMPP

@testable import Store

/// What comes up while a node is visited.
extension SourceTests {
  /// It is looked at again, after what others have waited for meanwhile.
  @Test(arguments: [true, false]) func itIsWoken(isWoken: Bool) async throws {
    let fixture = try await Fixture()
    try await begin(fixture)
    var visited = try await source(fixture)
    #expect(visited.due == Timestamp(milliseconds: 1_000))
    visited.tried = Timestamp(milliseconds: 5_000)
    visited.due = Timestamp(milliseconds: 90_000)
    try await fixture.store.write { [visited] tx in
      if isWoken { try tx.wake(visited, for: .compare, at: Timestamp(milliseconds: 6_000)) }
      try tx.update(visited)
    }
    let due = try await source(fixture).due
    #expect(due == Timestamp(milliseconds: isWoken ? 5_000 : 90_000))
  }
}
