import PubSub
import Social
import Testing
import XML
import XMPP

@testable import Store

/// Hidden items are nowhere where items are read, and come back as they were.
@Suite struct HideTests {
  private let blog = NodeID(stored: "blog")
  private let b = ItemID(stored: "b")

  private func blog(_ change: (inout NodeConfiguration) -> Void = { _ in }) async throws -> Fixture
  {
    let fixture = try await Fixture()
    try await fixture.create("blog", change)
    for (number, item) in ["a", "b", "c"].enumerated() {
      try await fixture.publish(item, in: "blog", title: "rose \(item)", at: Int64(number) * 1_000)
    }
    return fixture
  }

  private func show(_ fixture: Fixture) async throws {
    let projections = try Post("b", title: "rose b", by: fixture.romeo, at: 1_000).projections
    try await fixture.apply([.show(blog, b)], projections: projections, at: 9_000)
    try await fixture.checkInvariants()
  }

  /// All that tells of a node's items.
  private func seen(_ fixture: Fixture) async throws -> [String] {
    let (store, jid) = (fixture.store, fixture.jid)
    var lines = [try await fixture.items("blog").joined(separator: " ")]
    for order in [ItemOrder.modification, .creation] {
      lines.append(
        try await fixture.read("blog") {
          try $0.names(of: $1, ItemRange(order), limit: 9).map(\.id.name)
        }.joined(separator: " "))
    }
    lines.append(
      try await fixture.read("blog") { (snapshot, node) throws in
        var range = ItemRange()
        range.start = Timestamp(milliseconds: 1_500)
        let count = try snapshot.count(range, of: node)
        return "\(node.facts.items) \(count)"
      })
    lines.append(try await store.newestPosts(limit: 9).map(\.item).joined(separator: " "))
    let page = try await store.posts(service: jid, node: "blog", .newest, limit: 1)
    lines.append("\(page?.posts.map(\.item) ?? []) \(page?.older != nil)")
    lines.append(try await store.search("rose", limit: 9).map(\.item).sorted().joined())
    lines.append("\(try await store.communities(limit: 9).map(\.posts))")
    let post = try await store.post(service: jid, node: "blog", item: "b")
    lines.append("\(post.found?.entry.title ?? "missing")")
    return lines
  }

  /// What belongs to a hidden post is guarded as before: nobody comes in while it is hidden, and nothing else takes it.
  @Test(arguments: [AccessModel.open, .whitelist])
  func neitherIsWhatBelongsToIt(access: AccessModel) async throws {
    let fixture = try await blog { $0.accessModel = access }
    let comments = NodeID(stored: CommentTests.comments)
    try await fixture.create(comments.name) { $0.publishModel = .open }
    try await fixture.apply([.bind(comments, to: b, of: blog)])
    try await fixture.subscribe("juliet@verona.lit", to: comments.name)
    let nurse = try BareJID("nurse@verona.lit")
    try await fixture.apply([.affiliate(blog, nurse, .member)])
    func mayRead(_ jid: BareJID) async throws -> Bool? {
      let (service, known) = (fixture.service, fixture.known)
      return try await fixture.store.read { snapshot in
        guard let node = try snapshot.node(comments, in: service) else { return nil }
        return Rights.may(
          .retrieve, try snapshot.actor(jid, of: node, known), node.facts.configuration)
      }
    }
    #expect(try await mayRead(fixture.juliet) == (access == .open))
    for jid in [fixture.romeo, nurse] { #expect(try await mayRead(jid) == true) }

    try await fixture.apply([.hide(blog, b)])
    for jid in [fixture.juliet, nurse] { #expect(try await mayRead(jid) == false) }
    #expect(try await mayRead(fixture.romeo) == true)
    #expect(try await mayRead(fixture.jid) == false)
    let link = "<link rel='replies' href='xmpp:\(fixture.jid)?;node=\(comments.name)'/>"
    try await fixture.says("other", in: "blog", link)
    try await fixture.checkInvariants()

    try await show(fixture)
    #expect(try await mayRead(fixture.juliet) == (access == .open))
    #expect(try await mayRead(fixture.romeo) == true)
    try await fixture.apply([.retract(blog, b)])
    #expect(try await mayRead(fixture.romeo) == nil)
    try await fixture.store.close()
  }

  /// What an edited post said before is there again with it.
  @Test func earlierVersions() async throws {
    let fixture = try await blog()
    try await fixture.publish("b", in: "blog", title: "rose again", at: 4_000)
    try await fixture.apply([.hide(blog, b)])
    try await fixture.checkInvariants()
    try await show(fixture)
    #expect(try await fixture.number("SELECT count(*) FROM revision") == 1)
    try await fixture.apply([.hide(blog, b)])
    try await fixture.apply([.retract(blog, b)])
    #expect(try await fixture.number("SELECT count(*) FROM revision") == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func nowhere() async throws {
    let fixture = try await blog()
    let before = try await seen(fixture)
    #expect(before.first == "c b a")
    try await fixture.apply([.hide(blog, b)], at: 5_000)
    try await fixture.checkInvariants()
    #expect(
      try await seen(fixture) == [
        "c a", "a c", "a c", "2 1", "c a", "[\"c\"] true", "ac", "[2]", "missing",
      ])
    // It says nothing of having been there.
    if case .missing = try await fixture.store.post(service: fixture.jid, node: "blog", item: "b") {
    } else {
      Issue.record("a hidden post is not missing")
    }
    try await fixture.read("blog") { (snapshot, node) throws in
      #expect(try snapshot.item(b, in: node) == nil)
      #expect(try snapshot.held([b], in: node).isEmpty)
      let hidden = try snapshot.hidden([b, ItemID(stored: "a")], in: node)
      #expect(hidden.map(\.id) == [b] && hidden.allSatisfy(\.isHidden))
      #expect(try snapshot.newestHidden(of: node, limit: 9).map(\.id) == [b])
      #expect(try snapshot.countHidden(of: node) == 1)
    }
    try await show(fixture)
    #expect(try await seen(fixture) == before)
    #expect(try await fixture.number("SELECT count(*) FROM hidden") == 0)
    // Hiding it twice, and what is not there, changes nothing.
    try await fixture.apply([.hide(blog, b)])
    try await fixture.apply([.hide(blog, b), .hide(blog, ItemID(stored: "z"))])
    #expect(try await fixture.items("blog") == ["c", "a"])
    try await fixture.store.close()
  }

  enum End: String, CaseIterable {
    case retract, purge, trim, delete, expire

    func apply(_ fixture: Fixture) async throws {
      let blog = NodeID(stored: "blog")
      switch self {
      case .retract: try await fixture.apply([.retract(blog, ItemID(stored: "b"))])
      case .purge: try await fixture.apply([.purge(blog)])
      case .trim:
        try await fixture.publish("d", in: "blog", at: 9_000)
        try await fixture.apply([.trim(blog, keep: 1)])
      case .delete: try await fixture.apply([.delete(blog, redirect: nil)])
      case .expire: try await fixture.configure("blog") { $0.itemExpiry = 10 }
      }
    }
  }

  /// However it goes, all of it does: its usage, the nodes that belong to it.
  @Test(arguments: End.allCases)
  func goes(_ end: End) async throws {
    let fixture = try await blog()
    try await fixture.create("comments")
    try await fixture.apply([.bind(NodeID(stored: "comments"), to: b, of: blog)])
    try await fixture.apply([.hide(blog, b)])
    try await fixture.checkInvariants()
    #expect(try await fixture.record("comments") != nil)
    try await end.apply(fixture)
    try await fixture.checkInvariants()
    if end != .delete, end != .expire {
      let isLeft = try await fixture.read("blog") { try $0.hiddenItem(b, in: $1) != nil }
      #expect(!isLeft)
    }
    try await fixture.sweep(at: 20_000)
    #expect(try await fixture.number("SELECT count(*) FROM hidden") == 0)
    #expect(try await fixture.record("comments") == nil)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// One that went with a purge, and is not swept yet, is in nobody's way.
  /// Who published it goes on to see what belongs to it.
  @Test func itsPublisherMayPass() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("b", in: "blog", by: fixture.juliet)
    let noticed = Attachments(isNoticed: true)
    try await fixture.attach(noticed, to: "b", of: "blog", by: fixture.romeo)
    let name = fixture.attached(to: "b", of: "blog")
    try await fixture.apply([.hide(blog, b)])
    for (jid, may) in [("juliet", true), ("romeo", true), ("nurse", false)] {
      let (jid, known) = (try BareJID("\(jid)@verona.lit"), fixture.known)
      let mayRead = try await fixture.read(name) {
        Rights.may(.retrieve, try $0.actor(jid, of: $1, known), $1.facts.configuration)
      }
      #expect(mayRead == may, "\(jid)")
    }
    try await fixture.store.close()
  }

  /// And so is what belonged to the one that had it.
  @Test func theNameIsFree() async throws {
    let fixture = try await blog()
    let noticed = Attachments(isNoticed: true)
    try await fixture.attach(noticed, to: "b", of: "blog", by: fixture.juliet)
    try await fixture.apply([.hide(blog, b), .purge(blog)])
    try await fixture.publish("b", in: "blog")
    try await fixture.attach(noticed, to: "b", of: "blog", by: fixture.romeo)
    #expect(try await fixture.summary(of: "b", in: "blog")?.noticed == 1)
    try await fixture.sweep()
    #expect(try await fixture.summary(of: "b", in: "blog")?.noticed == 1)
    try await fixture.apply([.hide(blog, b)])
    try await fixture.checkInvariants()
    #expect(try await fixture.number("SELECT count(*) FROM hidden") == 1)
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM hidden") == 1)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What belongs to it stays with it when it is shown again.
  @Test func companionsStay() async throws {
    let fixture = try await blog { $0.itemExpiry = 100 }
    try await fixture.create("comments")
    try await fixture.apply([.bind(NodeID(stored: "comments"), to: b, of: blog)])
    try await fixture.apply([.hide(blog, b)])
    try await show(fixture)
    #expect(try await fixture.record("comments") != nil)
    try await fixture.apply([.retract(blog, b)])
    #expect(try await fixture.record("comments") == nil)
    try await fixture.store.close()
  }

  /// What waits to be told of it, at once or in a digest, is not told; the rest is.
  @Test func nobodyIsToldLate() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog")
    try await fixture.subscribe("nurse@verona.lit", to: "blog", "d") { $0.digest = true }
    for item in ["a", "b"] {
      var told = event("blog", .subscribers, .item, text: item)
      told.item = ItemID(stored: item)
      try await fixture.publish(item, in: "blog", events: [told])
    }
    try await fixture.apply([.hide(blog, b)], [event("blog", .subscribers, .retraction)])
    try await fixture.checkInvariants()
    for table in ["outbox", "gathered"] {
      #expect(
        try await fixture.texts(
          "SELECT matter || coalesce(item, '') FROM \(table) ORDER BY id")
          == ["itema", "retraction"], "\(table)")
    }
    try await fixture.store.close()
  }
}
