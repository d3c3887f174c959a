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
      try await fixture.subscribe("romeo@verona.lit", to: name)
    }
    return fixture
  }

  private func nodes(_ fixture: Fixture, for jid: BareJID, _ range: ListRange) async throws
    -> ListPage<NodeEntry>
  {
    let (service, known) = (fixture.service, fixture.known)
    return try await fixture.store.read { try $0.nodes(in: service, for: jid, .all, range, known) }
  }

  /// Page by page, all of them come, from either end.
  @Test(arguments: [(7, false), (100, false), (500, false), (7, true), (500, true)])
  func nodes(limit: Int, isBackwards: Bool) async throws {
    let fixture = try await filled()
    var names: [String] = []
    var range = ListRange(isBackwards: isBackwards, limit: limit)
    while true {
      let list = try await nodes(fixture, for: fixture.juliet, range)
      #expect(list.entries.count <= limit)
      #expect(
        list.entries.reduce(0) { $0 + $1.entry.id.name.utf8.count } < 65_536 + 1_024)
      #expect(list.entries.map(\.cursor) == list.entries.map(\.entry.number))
      #expect(list.count == (range.isFirst ? 100 : nil))
      let page = list.entries.map(\.entry.id.name)
      names = isBackwards ? page + names : names + page
      #expect(list.isCut == (names.count < 100))
      guard list.isCut else { break }
      if isBackwards {
        range.before = try #require(list.entries.first).cursor
      } else {
        range.after = try #require(list.entries.last).cursor
      }
    }
    #expect(names == Self.long)
    try await fixture.store.close()
  }

  @Test func ownLists() async throws {
    let fixture = try await filled()
    let (service, romeo) = (fixture.service, fixture.romeo)
    let (affiliations, subscriptions) = try await fixture.store.read {
      let range = ListRange(limit: 1_000)
      let affiliations = try $0.affiliations(of: romeo, in: service, node: nil, range)
      let subscriptions = try $0.subscriptions(of: romeo, in: service, node: nil, range)
      #expect(affiliations.count == 100 && affiliations.isCut)
      #expect(subscriptions.count == 100 && subscriptions.isCut)
      return (
        affiliations.entries.compactMap(\.entry.node?.name),
        subscriptions.entries.compactMap(\.entry.node?.name)
      )
    }
    for names in [affiliations, subscriptions] {
      #expect(names == Array(Self.long.prefix(names.count)))
      #expect((60...66).contains(names.count))
    }
    try await fixture.read(Self.long[70]) { (snapshot, node) throws in
      for list in [
        try snapshot.affiliations(of: romeo, in: service, node: nil, ListRange(limit: 3)).count,
        try snapshot.subscriptions(of: romeo, in: service, node: nil, ListRange(limit: 3)).count,
      ] { #expect(list == 100) }
      #expect(
        try snapshot.affiliations(of: romeo, in: service, node: nil, ListRange(limit: 3))
          .entries.count == 3)
      #expect(
        try snapshot.affiliations(of: romeo, in: service, node: node, ListRange(limit: 9))
          .entries.map(\.entry.node) == [node.facts.id])
      #expect(
        try snapshot.subscriptions(of: romeo, in: service, node: node, ListRange(limit: 9))
          .entries.map(\.entry.node) == [node.facts.id])
    }
    try await fixture.store.close()
  }

  /// Lists of a node's and of an account's affiliations and subscriptions, in pages of any size from either end.
  @Test(arguments: [(1, false), (2, false), (5, false), (6, true), (2, true), (1, true)])
  func pages(limit: Int, isBackwards: Bool) async throws {
    let fixture = try await Fixture()
    let (service, juliet) = (fixture.service, fixture.juliet)
    let names = (0..<5).map { "n\($0)" }
    for name in names {
      try await fixture.create(name)
      try await fixture.apply([.affiliate(NodeID(name), juliet, .member)])
      try await fixture.subscribe("juliet@verona.lit", to: name)
    }
    let users = (0..<4).map { "user\($0)@verona.lit" }
    for user in users {
      try await fixture.apply([.affiliate(NodeID(stored: "n0"), BareJID(user), .publisher)])
      try await fixture.subscribe(user, to: "n0")
    }
    // Who waits is in no list of subscriptions, and who is not there either.
    try await fixture.subscribe("pending@verona.lit", to: "n0", state: .pending)
    try await fixture.apply([.affiliate(NodeID(stored: "n0"), BareJID("x@y.lit"), .none)])

    func all(
      _ read: @escaping @Sendable (Snapshot, NodeRecord, ListRange) throws -> ListPage<String>
    ) async throws -> [String] {
      try await fixture.read("n0") { (snapshot, node) throws in
        var found: [String] = []
        var range = ListRange(isBackwards: isBackwards, limit: limit)
        while true {
          let list = try read(snapshot, node, range)
          #expect((list.count == nil) == !range.isFirst)
          if let count = list.count {
            #expect(count == 5)
            #expect(list.isCut == (limit < 5))
          }
          let page = list.entries.map(\.entry)
          found = isBackwards ? page + found : found + page
          guard let edge = isBackwards ? list.entries.first : list.entries.last else { break }
          if isBackwards { range.before = edge.cursor } else { range.after = edge.cursor }
        }
        return found
      }
    }
    #expect(
      try await all { snapshot, _, range in
        try snapshot.affiliations(of: juliet, in: service, node: nil, range).map { $0.node?.name }
      } == names)
    #expect(
      try await all { snapshot, _, range in
        try snapshot.subscriptions(of: juliet, in: service, node: nil, range).map { $0.node?.name }
      } == names)
    #expect(
      try await all { snapshot, node, range in
        try snapshot.subscriptions(of: node, range).map { $0.jid.description }
      } == ["juliet@verona.lit"] + users)
    // Of romeo, who owns it, and those, in the order in which their addresses were seen.
    try await fixture.apply([.affiliate(NodeID(stored: "n0"), juliet, .none)])
    #expect(
      try await all { snapshot, node, range in
        try snapshot.affiliations(of: node, range).map { $0.jid?.description }
      } == ["romeo@verona.lit"] + users)
    try await fixture.store.close()
  }
}

extension ListPage {
  fileprivate func map(_ name: (Entry) -> String?) -> ListPage<String> {
    ListPage<String>(
      entries: entries.map { ($0.cursor, name($0.entry) ?? "") }, count: count, isCut: isCut)
  }
}
