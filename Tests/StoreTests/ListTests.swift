import PubSub
import Testing
import XMPP

@testable import Store

/// Lists of names are bounded in entries and in bytes.
@Suite struct ListTests {
  private static let long = (100..<200).map { "\($0)" + String(repeating: "n", count: 1_000) }

  private func filled() async throws -> Fixture {
    let fixture = try await Fixture()
    for name in Self.long {
      try await fixture.create(name)
      try await fixture.apply([.subscribe(NodeID(name), JID(fixture.romeo))])
    }
    return fixture
  }

  /// Page by page, all of them come.
  @Test(arguments: [7, 100, 500])
  func nodes(limit: Int) async throws {
    let fixture = try await filled()
    let (service, actor) = (fixture.service, Actor(jid: fixture.juliet))
    var names: [String] = []
    var after: Int64 = 0
    while true {
      let start = after
      let (page, isLast) = try await fixture.store.read {
        try $0.nodes(in: service, visibleTo: actor, after: start, limit: limit)
      }
      #expect(page.count <= limit)
      #expect(page.reduce(0) { $0 + $1.id.name.utf8.count } < 65_536 + 1_024)
      names += page.map(\.id.name)
      if isLast { break }
      after = try #require(page.last?.number)
    }
    #expect(names == Self.long)
    try await fixture.store.close()
  }

  @Test func ownLists() async throws {
    let fixture = try await filled()
    let (service, romeo) = (fixture.service, fixture.romeo)
    let affiliations = try await fixture.store.read {
      try $0.affiliations(of: romeo, in: service, node: nil, limit: 1_000)
    }
    let subscriptions = try await fixture.store.read {
      try $0.subscriptions(of: romeo, in: service, node: nil, limit: 1_000)
    }
    for names in [affiliations.compactMap(\.node?.name), subscriptions.compactMap(\.node?.name)] {
      #expect(names == Array(Self.long.prefix(names.count)))
      #expect((60...66).contains(names.count))
    }
    let few = try await fixture.store.read {
      try $0.affiliations(of: romeo, in: service, node: nil, limit: 3)
    }
    #expect(few.count == 3)
    let one = try NodeID(Self.long[70])
    #expect(
      try await fixture.store.read {
        try $0.affiliations(of: romeo, in: service, node: one, limit: 9).map(\.node)
      } == [one])
    try await fixture.store.close()
  }
}
