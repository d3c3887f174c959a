import GRDB
import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// Nodes of other services that are followed.
@Suite struct SourceTests {
  let node = NodeID(stored: "urn:xmpp:microblog:0")
  let tybalt: BareJID

  init() throws { tybalt = try BareJID("tybalt@capulet.lit") }

  func begin(_ fixture: Fixture, isOpen: Bool = true, isPublic: Bool = false) async throws {
    try await fixture.store.write { tx in
      try tx.follow(Follow(node, of: tybalt, .admin), Timestamp(milliseconds: 1_000))
      try tx.begin(node, of: tybalt, isPublic: isPublic, Timestamp(milliseconds: 1_000))
      guard var source = try tx.snapshot.source(node, of: tybalt) else { return }
      source.stage = .following
      source.access = isOpen ? .open : .presence
      try tx.update(source)
    }
  }

  func source(_ fixture: Fixture) async throws -> Source {
    try #require(try await fixture.store.read { try $0.source(node, of: tybalt) })
  }

  @discardableResult
  func take(
    _ items: [(id: String, title: String, day: Int)], _ era: Transaction.Era, _ fixture: Fixture,
    at time: Int64 = 1_700_000_000_000
  ) async throws -> Int {
    let source = try await source(fixture)
    let posts = try items.map {
      try Post(
        $0.id, title: $0.title,
        more: $0.day == 0 ? "" : "<updated>2023-01-0\($0.day)T00:00:00Z</updated>", by: tybalt)
    }
    let foreign = posts.map {
      ForeignItem(id: $0.item.id, publisher: nil, payload: $0.item.payload)
    }
    var projections: [ItemID: Projection] = [:]
    for post in posts { projections.merge(post.projections) { $1 } }
    return try await fixture.store.write { [projections] tx in
      try tx.take(foreign, of: source, era, Timestamp(milliseconds: time), projections)
    }
  }

  func found(_ fixture: Fixture, _ text: String, _ reader: String?) async throws
    -> [String]
  {
    let who = try reader.map {
      SearchReader.account(try BareJID($0), on: fixture.service, fixture.known)
    }
    let query = try PostQuery(text)
    return try await fixture.store.search(within: .seconds(60)) { snapshot in
      try snapshot.search(query, for: who ?? .anyone, after: nil, SearchBounds(posts: 9)).posts
        .map(\.post.item)
    }
  }

  /// What was there before comes in the order of the service, below all that is new here; news and edits stand at the end.
  @Test func historyAndNews() async throws {
    let fixture = try await Fixture()
    try await fixture.create("ours", at: 1_000)
    try await fixture.publish("old", in: "ours", title: "Ours", at: 1_000)
    try await begin(fixture)
    #expect(try await take([("c", "Third", 3), ("b", "Second", 2)], .history, fixture) == 2)
    // Its date is wrong, its place is not.
    #expect(try await take([("a", "First", 9)], .history, fixture) == 1)
    #expect(try await take([("d", "Fourth", 0)], .now, fixture) == 1)
    let followed = try await source(fixture)
    #expect(
      try await fixture.store.read { try $0.itemNames(of: followed) }.map(\.name)
        == ["d", "c", "b", "a"])
    #expect(followed.items == 4)
    // The same again changes nothing; an edit does.
    #expect(try await take([("b", "Second", 2), ("c", "3rd", 3)], .now, fixture) == 1)
    #expect(
      try await fixture.store.read { try $0.itemNames(of: followed) }.map(\.name)
        == ["c", "d", "b", "a"])
    #expect(try await fixture.number("SELECT count(*) FROM revision") == 0)
    #expect(try await fixture.number("SELECT sequence < 0 FROM item WHERE name = 'b'") == 1)
    #expect(
      try await fixture.number(
        "SELECT entry.published FROM entry JOIN item ON item.id = entry.item WHERE name = 'b'")
        == 1_672_617_600_000)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test(arguments: [true, false], [true, false])
  func whoFindsThem(isOpen: Bool, isPublic: Bool) async throws {
    let fixture = try await Fixture()
    try await begin(fixture, isOpen: isOpen, isPublic: isPublic)
    try await take([("a", "rose", 1)], .history, fixture)
    #expect(try await found(fixture, "rose", "romeo@verona.lit") == (isOpen ? ["a"] : []))
    #expect(try await found(fixture, "rose", "paris@elsewhere.lit") == [])
    #expect(try await found(fixture, "rose", nil) == (isOpen && isPublic ? ["a"] : []))
    let page = try await fixture.store.communityPage(
      service: tybalt, node: node.name, .newest, limit: 5, .whole)
    #expect(page?.page.posts.map(\.item) == (isOpen && isPublic ? ["a"] : nil))
    // It stops being open: it is gone from all of them at once.
    var closed = try await source(fixture)
    closed.access = .whitelist
    try await fixture.store.write { [closed] in try $0.update(closed) }
    #expect(try await found(fixture, "rose", "romeo@verona.lit") == [])
    #expect(try await found(fixture, "rose", nil) == [])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Whatever comes up meanwhile: unless that is another one.
  @Test(arguments: [nil, .look, .compare, .audit] as [Source.Task?], [true, false])
  func anAuditIsDoneOnce(meanwhile: Source.Task?, isDone: Bool) async throws {
    let fixture = try await Fixture()
    try await begin(fixture)
    let (before, now) = (try await source(fixture), Timestamp(milliseconds: 2_000))
    try await fixture.store.write { try $0.retry(before, for: .audit, now) }
    var visited = try await source(fixture)
    #expect(visited.task == .audit)
    try await fixture.store.write { [visited] tx in
      if let meanwhile { try tx.wake(visited, for: meanwhile, at: now) }
    }
    if isDone { visited.task = .look }
    visited.due = Timestamp(milliseconds: 9_000)
    try await fixture.store.write { [visited] in try $0.update(visited) }
    let after = try await source(fixture)
    let left: Source.Task = meanwhile.map { $0 == .audit ? .audit : .compare } ?? .look
    #expect(after.task == (isDone ? left : .audit))
    #expect(after.due == (meanwhile == nil ? visited.due : before.due))
    try await fixture.store.close()
  }

  @Test func goneThereGoneHere() async throws {
    let fixture = try await Fixture()
    try await begin(fixture, isPublic: true)
    try await take([("b", "rose", 2), ("a", "rose", 1)], .history, fixture)
    let followed = try await source(fixture)
    let now = Timestamp(milliseconds: 1_700_000_000_000)
    #expect(
      try await fixture.store.write {
        try $0.drop(
          [ItemID(stored: "a"), ItemID(stored: "other")], of: followed, areRetracted: true, now)
      } == 1)
    #expect(try await found(fixture, "rose", nil).count == 1)
    let lookup = try await fixture.store.post(service: tybalt, node: node.name, item: "a")
    guard case .gone = lookup else { return #expect(Bool(false), "\(lookup)") }
    try await fixture.store.write { try $0.dropAll(of: followed, now) }
    #expect(try await found(fixture, "rose", nil) == [])
    try await fixture.sweep()
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Nobody wants it any more: nothing of it is left.
  @Test func forgotten() async throws {
    let fixture = try await Fixture()
    try await begin(fixture, isPublic: true)
    try await take([("b", "rose", 2), ("a", "rose", 1)], .history, fixture)
    let followed = try await source(fixture)
    let follow = Follow(node, of: tybalt, .admin)
    #expect(try await fixture.store.read { try $0.origins(followed) } == [.admin])
    let now = Timestamp(milliseconds: 2_000)
    #expect(try await fixture.store.write { try $0.unfollow(follow, now) })
    #expect(try await fixture.store.write { try $0.unfollow(follow, now) } == false)
    #expect(
      try await fixture.store.read { try $0.sources(dueAt: now, besides: [], limit: 9) }
        .map(\.number) == [followed.number])
    #expect(
      try await fixture.store.read {
        try $0.sources(dueAt: now, besides: ["capulet.lit"], limit: 9)
      }
        == [])
    #expect(try await fixture.store.read { try $0.origins(followed) } == [])
    try await fixture.store.write { try $0.forget(followed, now) }
    try await fixture.sweep()
    for table in ["node", "item", "entry", "source", "follow", "tombstone", "search", "fragment"] {
      #expect(try await fixture.number("SELECT count(*) FROM \(table)") == 0, "\(table)")
    }
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// The list of a configuration takes the place of the one before.
  @Test func configured() async throws {
    let fixture = try await Fixture()
    let now = Timestamp(milliseconds: 1_000)
    let (one, two) = (
      Follow(node, of: tybalt, .configuration), Follow(node, of: fixture.juliet, .configuration)
    )
    try await fixture.store.write { try $0.setConfigured([one], now) }
    #expect(try await fixture.store.read { try $0.newFollows(limit: 9) } == [one])
    try await fixture.store.write { try $0.begun(one) }
    #expect(try await fixture.store.read { try $0.newFollows(limit: 9) } == [])
    try await fixture.store.write { try $0.setConfigured([one, two], now) }
    #expect(try await fixture.store.read { try $0.newFollows(limit: 9) } == [two])
    try await fixture.store.write { try $0.setConfigured([two], now) }
    #expect(try await fixture.store.read { try $0.follows(.configuration) } == [two])
    try await fixture.store.close()
  }

  /// What is derived is made again for what stands below zero too.
  @Test func madeAgain() async throws {
    let fixture = try await Fixture()
    try await begin(fixture, isPublic: true)
    try await take([("b", "rose", 2), ("a", "rose", 1)], .history, fixture)
    try await fixture.store.write { tx in
      try tx.indexWaiting()
      try tx.run("DELETE FROM entry")
    }
    let reindexer = Reindexer(fixture.store)
    try await reindexer.begin(isFresh: true)
    while try await reindexer.step() {}
    #expect(try await found(fixture, "rose", nil).count == 2)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// The blog of somebody who opts out, and what they wrote in a community: gone at once, and not taken again.
  @Test func optedOut() async throws {
    let fixture = try await Fixture()
    try await begin(fixture, isPublic: true)
    try await take([("b", "rose", 2), ("a", "rose", 1)], .history, fixture)
    let (forum, now) = (NodeID(stored: "forum"), Timestamp(milliseconds: 1_700_000_000_000))
    let service = try BareJID("pubsub.capulet.lit")
    let written = try ["c", "d"].map { try Post($0, title: "rose", by: tybalt) }
    let (by, juliet) = (tybalt, fixture.juliet)
    let taken = try await fixture.store.write { tx in
      try tx.begin(forum, of: service, isPublic: true, now)
      guard var source = try tx.snapshot.source(forum, of: service) else { return 0 }
      (source.stage, source.access) = (.following, .open)
      try tx.update(source)
      return try tx.take(
        written.map {
          ForeignItem(
            id: $0.item.id, publisher: $0.item.id.name == "c" ? by : juliet,
            payload: $0.item.payload)
        }, of: source, .now, now, written[0].projections.merging(written[1].projections) { $1 })
    }
    #expect(taken == 2)
    #expect(try await Set(found(fixture, "rose", nil)) == ["a", "b", "c", "d"])
    try await fixture.store.write { try $0.optOut(by, now) }
    #expect(try await found(fixture, "rose", nil) == ["d"])
    #expect(try await fixture.store.read { try $0.hasOptedOut(by) })
    #expect(try await fixture.store.read { try $0.hasUnclearedOptOuts } == false)
    for item in ["a", "b"] {
      let lookup = try await fixture.store.post(service: by, node: node.name, item: item)
      guard case .missing = lookup else { return #expect(Bool(false), "\(lookup)") }
    }
    // Not again.
    #expect(
      try await fixture.store.write { tx in
        guard let source = try tx.snapshot.source(forum, of: service) else { return 9 }
        return try tx.take(
          [ForeignItem(id: written[0].item.id, publisher: by, payload: written[0].item.payload)],
          of: source, .now, now, written[0].projections)
      } == 0)
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM item") == 1)
    #expect(try await fixture.number("SELECT count(*) FROM tombstone") == 0)
    try await fixture.store.write { try $0.optIn(by, now) }
    #expect(try await fixture.store.read { try $0.newFollows(limit: 9) }.map(\.service) == [by])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What another service says does not make a comments node of ours belong to a post there.
  @Test func noCommentsOfOursAreBound() async throws {
    let fixture = try await Fixture()
    let name = "urn:xmpp:microblog:0:comments/x"
    try await begin(fixture)
    let followed = try await source(fixture)
    let post = try Post(
      "a", title: "rose",
      more: "<link rel='replies' href='xmpp:\(fixture.jid)?;node=\(name)'/>", by: fixture.romeo)
    for isFirst in [true, false] {
      if !isFirst { try await fixture.create(name) }
      try await fixture.store.write { tx in
        try tx.take(
          [
            ForeignItem(
              id: ItemID(stored: isFirst ? "a" : "b"), publisher: post.item.publisher,
              payload: post.item.payload)
          ], of: followed, .now, .now, [ItemID(stored: isFirst ? "a" : "b"): post.projection])
      }
    }
    #expect(try await fixture.number("SELECT count(*) FROM node WHERE post IS NOT NULL") == 0)
    try await fixture.store.write { tx in
      try tx.drop([ItemID(stored: "a"), ItemID(stored: "b")], of: followed, .now)
    }
    #expect(try await fixture.record(name) != nil)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
