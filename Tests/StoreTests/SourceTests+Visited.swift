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

  /// What is seen of it meanwhile stays, for a day.
  @Test(arguments: [nil, Source.Note.largeItem]) func somethingOddIsSeen(found: Source.Note?)
    async throws
  {
    let fixture = try await Fixture()
    try await begin(fixture)
    let (before, tried, seen) = (
      Timestamp(milliseconds: 1_000), Timestamp(milliseconds: 2_000), Timestamp(milliseconds: 3_000)
    )
    try await fixture.store.write { [node, tybalt] tx in
      guard let source = try tx.snapshot.source(node, of: tybalt) else { return }
      try tx.note(.longList, of: source, before)
    }
    var visited = try await source(fixture)
    visited.tried = tried
    visited.forgetNote(tried)
    if let found { visited.note(found, tried) }
    try await fixture.store.write { [visited] in try $0.update(visited) }
    #expect(try await source(fixture).note == found)
    try await fixture.store.write { [visited] tx in
      try tx.note(.flood, of: visited, seen)
      try tx.update(visited)
    }
    var flooded = try await source(fixture)
    #expect(flooded.note == .flood && flooded.noted == seen)
    flooded.forgetNote(Timestamp(milliseconds: 3_000 + 86_400_000))
    #expect(flooded.note == .flood)
    flooded.forgetNote(Timestamp(milliseconds: 3_001 + 86_400_000))
    flooded.tried = Timestamp(milliseconds: 3_001 + 86_400_000)
    try await fixture.store.write { [flooded] in try $0.update(flooded) }
    #expect(try await source(fixture).note == nil)
  }
}
