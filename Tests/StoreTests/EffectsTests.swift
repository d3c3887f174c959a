import GRDB
import PubSub
import TestSupport
import Testing
import XMPP

@testable import Store

@Suite struct EffectsTests {
  private func sequence(_ fixture: Fixture, _ item: String) async throws -> Int64? {
    try await fixture.number("SELECT sequence FROM item WHERE name = ?", [item])
  }

  /// An edit moves to the end of the order and keeps its place in that of creation.
  @Test func edit() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog", at: 0)
    for (number, item) in ["a", "b", "c"].enumerated() {
      try await fixture.publish(item, in: "blog", title: "old", at: Int64(number))
    }
    let created = try await fixture.number("SELECT id FROM item WHERE name = 'a'")
    try await fixture.publish("a", in: "blog", title: "new", by: fixture.juliet, at: 9)
    #expect(try await fixture.items("blog") == ["a", "c", "b"])
    #expect(try await fixture.number("SELECT id FROM item WHERE name = 'a'") == created)
    #expect(try await fixture.number("SELECT created FROM item WHERE name = 'a'") == 0)
    #expect(try await fixture.number("SELECT published FROM item WHERE name = 'a'") == 9)
    #expect(try await fixture.record("blog")?.facts.items == 3)
    #expect(try await fixture.store.search("old", limit: 9).map(\.item).sorted() == ["b", "c"])
    #expect(try await fixture.store.search("new", limit: 9).map(\.item) == ["a"])
    #expect(
      try await fixture.store.post(service: fixture.jid, node: "blog", item: "a").found?.publisher
        == fixture.juliet)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// An item that stops being a post, and one that becomes one.
  @Test func postsAreCountedApart() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("a", in: "blog")
    let bare = PublishedItem(
      id: try ItemID("a"), publisher: fixture.romeo, payload: Array("<x xmlns='y'/>".utf8))
    try await fixture.apply([.store(NodeID(stored: "blog"), bare)])
    #expect(try await fixture.number("SELECT items * 10 + posts FROM node") == 10)
    #expect(try await fixture.store.newestPosts(limit: 9).isEmpty)
    try await fixture.publish("a", in: "blog")
    #expect(try await fixture.number("SELECT items * 10 + posts FROM node") == 11)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func retractAndPurge() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for item in ["a", "b", "c"] { try await fixture.publish(item, in: "blog") }
    let blog = NodeID(stored: "blog")
    try await fixture.apply([.retract(blog, ItemID(stored: "b"))])
    #expect(try await fixture.items("blog") == ["c", "a"])
    func lookup(_ item: String) async throws -> String {
      switch try await fixture.store.post(service: fixture.jid, node: "blog", item: item) {
      case .found: "found"
      case .gone: "gone"
      case .missing: "missing"
      }
    }
    #expect(try await lookup("b") == "gone")
    #expect(try await lookup("never") == "missing")
    // What is not there leaves no mark.
    try await fixture.apply([.retract(blog, ItemID(stored: "never"))])
    #expect(try await lookup("never") == "missing")
    // What comes back is there.
    try await fixture.publish("b", in: "blog")
    #expect(try await lookup("b") == "found")
    try await fixture.apply([.purge(blog)])
    #expect(try await fixture.items("blog") == [])
    for item in ["a", "b", "c"] { #expect(try await lookup(item) == "gone") }
    #expect(try await fixture.number("SELECT items + posts FROM node") == 0)
    // What is gone and not removed yet cannot be retracted once more.
    try await fixture.apply([.retract(blog, ItemID(stored: "a")), .purge(blog)])
    try await fixture.checkInvariants()
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM item") == 0)
    for item in ["a", "b", "c"] { #expect(try await lookup(item) == "gone") }
    try await fixture.publish("b", in: "blog")
    #expect(try await lookup("b") == "found")
    #expect(try await fixture.items("blog") == ["b"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test(arguments: [(5, 2, ["e", "d"]), (5, 5, ["e", "d", "c", "b", "a"]), (5, 0, [])])
  func trim(count: Int, keep: Int, left: [String]) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for item in ["a", "b", "c", "d", "e"] { try await fixture.publish(item, in: "blog") }
    try await fixture.apply([.trim(NodeID(stored: "blog"), keep: keep)])
    #expect(try await fixture.items("blog") == left)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// A new item and the trim that makes room for it, in one request.
  @Test func storeThenTrim() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    for item in ["a", "b", "a", "c", "d"] {
      let post = try Post(item, title: item, by: fixture.romeo)
      try await fixture.apply(
        [.store(blog, post.item), .trim(blog, keep: 2)], projections: post.projections)
    }
    #expect(try await fixture.items("blog") == ["d", "c"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// No number is given twice, whatever is deleted, and after a restart.
  @Test func sequencesGrow() async throws {
    let folder = try TemporaryFolder()
    var last: Int64 = 0
    for round in 0..<3 {
      let fixture = try await Fixture(folder)
      if round == 0 { try await fixture.create("blog") }
      for number in 0..<3 {
        try await fixture.publish("i\(number)", in: "blog")
        let sequence = try #require(try await sequence(fixture, "i\(number)"))
        #expect(sequence > last)
        last = sequence
      }
      try await fixture.apply([.purge(NodeID(stored: "blog"))])
      try await fixture.store.close()
    }
  }

  @Test func subscriptions() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    let bare = try subscription("juliet@verona.lit")
    let full = try subscription("juliet@verona.lit/balcony")
    try await fixture.apply([.subscribe(blog, bare), .subscribe(blog, full)])
    #expect(try await fixture.record("blog")?.facts.subscribers == 2)
    try await fixture.apply([.unsubscribe(blog, full), .unsubscribe(blog, full)])
    #expect(try await fixture.record("blog")?.facts.subscribers == 1)
    let (juliet, known) = (fixture.juliet, fixture.known)
    try await fixture.read("blog") { (snapshot, node) throws in
      #expect(try snapshot.subscriptions(of: bare.jid, to: node) == [bare])
      #expect(try snapshot.subscriptions(of: full.jid, to: node) == [])
      #expect(
        try snapshot.actor(juliet, of: node, known).standing
          == Standing(.none, .subscribed))
    }
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func affiliations() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    let record = try #require(try await fixture.record("blog"))
    let (juliet, romeo, known, service) = (
      fixture.juliet, fixture.romeo, fixture.known, fixture.service
    )
    for affiliation in Affiliation.allCases {
      try await fixture.apply([.affiliate(blog, juliet, affiliation)])
      let actor = try await fixture.store.read { try $0.actor(juliet, of: record, known) }
      #expect(actor.standing.affiliation == affiliation)
      let mine = try await fixture.store.read {
        try $0.affiliations(of: juliet, in: service, node: nil, ListRange(limit: 9))
          .entries.map(\.entry)
      }
      #expect(mine.map(\.affiliation) == (affiliation == .none ? [] : [affiliation]))
    }
    try await fixture.read("blog") { (snapshot, node) throws in
      #expect(try snapshot.owners(of: node.number, limit: 9) == [romeo])
      #expect(try snapshot.affiliates(of: node, .owner, limit: 9) == [romeo])
      #expect(try !snapshot.hasOwner(node, besides: [romeo]))
      #expect(try snapshot.hasOwner(node, besides: [juliet]))
    }
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Every setting is written to its own column and read from it.
  @Test func configuration() async throws {
    let fixture = try await Fixture()
    let (romeo, juliet) = (fixture.romeo, fixture.juliet)
    let paths: [@Sendable (inout NodeConfiguration) -> Void] = [
      { $0.title = "T" }, { $0.description = "D" }, { $0.language = "de" }, { $0.type = "urn:t" },
      { $0.contacts = [romeo, juliet] }, { $0.allowedForSuggestions = true },
      { $0.accessModel = .roster }, { $0.rosterGroups = ["Friends", "", "A b"] },
      { $0.publishModel = .subscribers }, { $0.allowsSubscriptions = false },
      { $0.temporarySubscriptions = true }, { $0.persistItems = false }, { $0.maxItems = 7 },
      { $0.full = .reject }, { $0.itemExpiry = 60 }, { $0.maxPayloadSize = 8 },
      { $0.purgeOffline = true }, { $0.deliverNotifications = false },
      { $0.deliverPayloads = false }, { $0.presenceBasedDelivery = true },
      { $0.sendLastItem = .onSubscribe }, { $0.notificationType = .normal },
      { $0.itemReply = .none }, { $0.notifyConfiguration = true }, { $0.notifyDelete = false },
      { $0.notifyRetract = false }, { $0.notifySubscriptions = false },
      { $0.notifyReports = false },
      { $0.makesComments = true },
      { $0.reactors = .readers }, { $0.addsLinks = true }, { $0.showsLocation = true },
      { $0.robots = .noIndex },
    ]
    #expect(paths.count == NodeColumns.names.count)
    for (number, change) in paths.enumerated() {
      var configuration = NodeConfiguration()
      change(&configuration)
      try await fixture.create("created\(number)", change)
      #expect(try await fixture.record("created\(number)")?.facts.configuration == configuration)
      try await fixture.create("changed\(number)")
      try await fixture.apply([.configure(NodeID(stored: "changed\(number)"), configuration)])
      #expect(try await fixture.record("changed\(number)")?.facts.configuration == configuration)
    }
    try await fixture.create("all") { node in for change in paths { change(&node) } }
    var all = NodeConfiguration()
    for change in paths { change(&all) }
    #expect(try await fixture.record("all")?.facts.configuration == all)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// A name is free as soon as its node is deleted; names differ by code points.
  @Test func names() async throws {
    let fixture = try await Fixture()
    for name in ["\u{E9}", "e\u{301}", "E", "e", " "] {
      try await fixture.create(name)
      #expect(try await fixture.record(name)?.facts.id.name.utf8.elementsEqual(name.utf8) == true)
    }
    #expect(await storeError { try await fixture.create("e") } != nil)
    try await fixture.publish("a", in: "e")
    try await fixture.apply([.delete(NodeID(stored: "e"), redirect: nil)])
    #expect(try await fixture.record("e") == nil)
    try await fixture.create("e")
    #expect(try await fixture.items("e") == [])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}

extension Lookup {
  var found: Found? {
    if case .found(let found) = self { return found }
    return nil
  }
}
