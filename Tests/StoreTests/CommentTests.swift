import GRDB
import PubSub
import Social
import Testing
import XML
import XMPP

@testable import Store

/// The comments of posts: which node they are in, who may read them, how many there are.
@Suite struct CommentTests {
  static let comments = "urn:xmpp:microblog:0:comments/p"

  private static func replies(_ node: String, at service: String = "social.verona.lit") -> String {
    "<link rel='replies' title='comments' href='xmpp:\(service)?;node=\(node)'/>"
  }

  private func fixture(_ change: (inout NodeConfiguration) -> Void = { _ in }) async throws
    -> Fixture
  {
    let fixture = try await Fixture()
    try await fixture.create("blog", change)
    return fixture
  }

  private func post(of node: String, _ fixture: Fixture) async throws -> String? {
    try await fixture.store.read {
      try String.fetchOne(
        $0.db,
        sql: """
          SELECT item.name FROM node JOIN item ON item.id = node.post
          WHERE node.name = ? AND node.deleted IS NULL
          """,
        arguments: [node])
    }
  }

  private func count(_ fixture: Fixture, for jid: BareJID? = nil) async throws -> Int? {
    let known = fixture.known
    return try await fixture.read("blog") {
      try $0.commentCount(of: ItemID(stored: "p"), in: $1, for: jid, known)
    }
  }

  // MARK: Which node belongs to which post

  @Test(arguments: [true, false])
  func boundInEitherOrder(nodeFirst: Bool) async throws {
    let fixture = try await fixture()
    if nodeFirst { try await fixture.create(Self.comments) }
    try await fixture.says("p", in: "blog", Self.replies(Self.comments))
    if !nodeFirst { try await fixture.create(Self.comments) }
    #expect(try await post(of: Self.comments, fixture) == "p")
    try await fixture.checkInvariants()
    // An edit that names another one changes nothing of it.
    try await fixture.says("p", in: "blog", Self.replies("urn:xmpp:microblog:0:comments/other"))
    #expect(try await post(of: Self.comments, fixture) == "p")
    try await fixture.apply([.retract(NodeID(stored: "blog"), ItemID(stored: "p"))])
    #expect(try await fixture.record(Self.comments) == nil)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// All its hearts would have to be counted at once.
  @Test(arguments: [1_000, 1_001])
  func manyHearts(count: Int) async throws {
    let fixture = try await fixture()
    try await fixture.create(Self.comments)
    try await fixture.store.write {
      try $0.run("UPDATE node SET hearts = ? WHERE name = ?", [count, Self.comments])
    }
    try await fixture.says("p", in: "blog", Self.replies(Self.comments))
    #expect(try await post(of: Self.comments, fixture) == (count > 1_000 ? nil : "p"))
    try await fixture.store.close()
  }

  enum Stranger: String, CaseIterable {
    case post, share, community, service, below
  }

  /// What somebody names who has no say in it does not go with their post.
  @Test(arguments: Stranger.allCases, [true, false])
  func notBound(_ stranger: Stranger, nodeFirst: Bool) async throws {
    let fixture = try await fixture()
    let node = stranger == .community ? "verona" : Self.comments
    let home = stranger == .below ? "urn:xmpp:microblog:0:comments/upper" : "blog"
    if stranger == .below {
      try await fixture.says("up", in: "blog", Self.replies(home))
      try await fixture.create(home)
    }
    if nodeFirst { try await fixture.create(node) }
    let via = stranger == .share ? "<link rel='via' href='xmpp:a.lit?;node=b;item=c'/>" : ""
    let link =
      stranger == .service ? Self.replies(node, at: "elsewhere.lit") : Self.replies(node)
    try await fixture.says(
      "p", in: home, via + link, by: stranger == .post ? fixture.juliet : fixture.romeo)
    if !nodeFirst { try await fixture.create(node) }
    #expect(try await post(of: node, fixture) == nil)
    try await fixture.apply([.delete(NodeID(stored: "blog"), redirect: nil)])
    try await fixture.sweep()
    #expect(try await fixture.record(node) != nil)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Of another component of ours, too.
  /// A node does not belong to an item of its own, which would take it along.
  @Test func noNodeBelongsToItself() async throws {
    let fixture = try await fixture()
    try await fixture.create(Self.comments)
    try await fixture.says("c", in: Self.comments, Self.replies(Self.comments))
    #expect(try await post(of: Self.comments, fixture) == nil)
    try await fixture.apply([.retract(NodeID(stored: Self.comments), ItemID(stored: "c"))])
    #expect(try await fixture.record(Self.comments) != nil)
    try await fixture.store.close()
  }

  @Test func acrossServices() async throws {
    let fixture = try await fixture()
    let (jid, romeo, known) = (try BareJID("comments.verona.lit"), fixture.romeo, fixture.known)
    let node = try NodeID(Self.comments)
    let other = try await fixture.store.write { tx in
      let service = try tx.hostedService(jid)
      try tx.apply(
        Decision(effects: [.create(node, NodeConfiguration(), owner: romeo)]), in: service,
        now: Timestamp(milliseconds: 1), known)
      return service
    }
    try await fixture.says("p", in: "blog", Self.replies(Self.comments, at: jid.description))
    #expect(try await post(of: Self.comments, fixture) == "p")
    #expect(try await count(fixture) == 0)
    try await fixture.apply([.retract(NodeID(stored: "blog"), ItemID(stored: "p"))])
    #expect(try await fixture.store.read { try $0.node(node, in: other) } == nil)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// While the rows of a post are still there that is gone, its comments are not, and their name is free.
  @Test func theNameOfWhatIsAboutToGoIsFree() async throws {
    let fixture = try await fixture()
    try await fixture.says("p", in: "blog", Self.replies(Self.comments))
    try await fixture.create(Self.comments)
    try await fixture.apply([.purge(NodeID(stored: "blog"))])
    #expect(try await fixture.record(Self.comments) == nil)
    try await fixture.create(Self.comments)
    #expect(try await post(of: Self.comments, fixture) == nil)
    try await fixture.sweep()
    #expect(try await fixture.record(Self.comments) != nil)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func whatIsAboutToGoIsInNoList() async throws {
    let fixture = try await fixture()
    let (service, romeo, known) = (fixture.service, fixture.romeo, fixture.known)
    let parent = NodeID(stored: "blog")
    try await fixture.create("top")
    try await fixture.says("p", in: "top", Self.replies(Self.comments))
    for name in [Self.comments, "last"] {
      try await fixture.create(name) {
        $0.parent = parent
        $0.type = "urn:t"
      }
    }
    func lists() async throws -> [Set<String>] {
      try await fixture.read("blog") { snapshot, node in
        var tree: Set<String> = []
        let range = TreeRange(depth: 9, withLinks: true, isBackwards: false, nodes: 99)
        _ = try snapshot.tree(below: node, range, for: romeo, known) { found, _ in
          tree.insert(found.node.facts.id.name)
          return true
        }
        let list = try snapshot.nodes(
          in: service, for: romeo, .only(["urn:t"]), ListRange(limit: 9), known)
        return [tree.subtracting(["blog"]), Set(list.entries.map(\.entry.id.name))]
      }
    }
    #expect(try await lists() == [[Self.comments, "last"], [Self.comments, "last"]])
    try await fixture.apply([.purge(NodeID(stored: "top"))])
    #expect(try await lists() == [["last"], ["last"]])
    try await fixture.store.close()
  }

  // MARK: Who may read them

  @Test func theyAreReadByWhoReadsThePost() async throws {
    let fixture = try await fixture { $0.accessModel = .whitelist }
    let (romeo, juliet, known) = (fixture.romeo, fixture.juliet, fixture.known)
    let nurse = try BareJID("nurse@capulet.lit")
    try await fixture.says("p", in: "blog", Self.replies(Self.comments))
    try await fixture.create(Self.comments) { $0.publishModel = .open }
    try await fixture.apply([.affiliate(NodeID(stored: "blog"), juliet, .member)])
    for jid in [juliet, nurse] { try await fixture.subscribe("\(jid)", to: Self.comments) }

    func may(_ action: Action, _ jid: BareJID?) async throws -> Bool {
      try await fixture.read(Self.comments) { snapshot, node in
        let actor =
          try jid.map { try snapshot.actor($0, of: node, known) } ?? snapshot.anyone(in: node)
        return Rights.may(action, actor, node.facts.configuration)
      }
    }
    for action in [Action.discover, .retrieve, .publish] {
      #expect(try await may(action, romeo))
      #expect(try await may(action, juliet))
      #expect(try await !may(action, nurse))
      #expect(try await !may(action, nil))
    }
    // Who wrote the post moderates, and who owns its node.
    #expect(try await may(.retractAny, romeo))
    #expect(try await !may(.retractAny, juliet))
    #expect(try await count(fixture, for: juliet) == 0)
    #expect(try await count(fixture, for: nurse) == nil)
    #expect(try await count(fixture) == nil)
    // Those who are told, and those who see the node in lists of its type.
    let comment = try Post("c", title: "Psst", by: juliet)
    let event = Event(
      node: NodeID(stored: Self.comments), audience: .subscribers, matter: .item,
      content: [Element("event", Namespace.pubsubEvent)])
    try await fixture.apply(
      [.store(NodeID(stored: Self.comments), comment.item)], [event],
      projections: comment.projections)
    let waiting = try #require(try await fixture.waiting().last)
    #expect(try await fixture.recipients(of: waiting).map(\.jid) == ["\(juliet)"])
    func listed(_ jid: BareJID) async throws -> [String] {
      let service = fixture.service
      return try await fixture.store.read {
        try $0.nodes(in: service, for: jid, .only([nil]), ListRange(limit: 9), known)
      }.entries.map(\.entry.id.name)
    }
    #expect(try await listed(nurse) == [])
    #expect(try await listed(romeo) == ["blog", Self.comments])
    #expect(try await fixture.read(Self.comments) { try !$0.isShown($1) })

    // With the post's node, all of them open.
    try await fixture.configure("blog") { $0.accessModel = .open }
    #expect(try await may(.publish, nurse))
    #expect(try await may(.retrieve, nil))
    #expect(try await count(fixture) == 1)
    #expect(try await listed(nurse) == ["blog", Self.comments])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  // MARK: How many there are

  @Test func countedWithoutHearts() async throws {
    let fixture = try await fixture()
    #expect(try await count(fixture) == nil)
    try await fixture.says("p", in: "blog", Self.replies(Self.comments))
    try await fixture.create(Self.comments)
    let node = NodeID(stored: Self.comments)
    func hearts() async throws -> Int64? {
      try await fixture.number("SELECT hearts FROM node WHERE name = '\(Self.comments)'")
    }
    for name in ["c1", "c2"] { try await fixture.says(name, in: Self.comments) }
    for name in ["h1", "h2", "h3"] {
      try await fixture.says(name, in: Self.comments, title: "♥")
    }
    #expect(try await count(fixture) == 2)
    #expect(try await hearts() == 3)
    // A heart that becomes a comment, and the other way round.
    try await fixture.says("h1", in: Self.comments, title: "I mean it")
    #expect(try await count(fixture) == 3)
    try await fixture.says("c1", in: Self.comments, title: "\u{2665}\u{FE0F}")
    #expect(try await count(fixture) == 2)
    try await fixture.apply([.retract(node, ItemID(stored: "h2"))])
    #expect(try await hearts() == 2)
    #expect(try await count(fixture) == 2)
    try await fixture.checkInvariants()
    // Left are c1, a heart, and h1, a comment.
    try await fixture.apply([.trim(node, keep: 2)])
    #expect(try await hearts() == 1)
    #expect(try await count(fixture) == 1)
    try await fixture.checkInvariants()
    try await fixture.sweep()
    #expect(try await count(fixture) == 1)
    try await fixture.checkInvariants()
    try await fixture.apply([.purge(node)])
    #expect(try await hearts() == 0)
    #expect(try await count(fixture) == 0)
    try await fixture.sweep()
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// A share has the comments of what it repeats.
  @Test func aShareCountsTheSameComments() async throws {
    let fixture = try await fixture()
    try await fixture.create("other")
    try await fixture.says("original", in: "other", Self.replies(Self.comments))
    try await fixture.create(Self.comments)
    try await fixture.says("c", in: Self.comments)
    try await fixture.says(
      "p", in: "blog", "<link rel='via' href='xmpp:a.lit'/>" + Self.replies(Self.comments))
    #expect(try await count(fixture) == 1)
    // It is the original that they go with.
    #expect(try await post(of: Self.comments, fixture) == "original")
    try await fixture.store.close()
  }
}

extension Fixture {
  /// Publishes what takes part in a discussion.
  func says(
    _ item: String, in node: String, _ more: String = "", title: String = "Words",
    by jid: BareJID? = nil
  ) async throws {
    try await say([(item, more)], in: node, title: title, by: jid)
  }

  /// Several at once.
  func say(
    _ items: [(name: String, more: String)], in node: String, title: String = "Words",
    by jid: BareJID? = nil
  ) async throws {
    var projections: [ItemID: Projection] = [:]
    var effects: [Effect] = []
    for item in items {
      let post = try Post(item.name, title: title, more: item.more, by: jid ?? romeo)
      projections.merge(post.projections) { $1 }
      effects.append(.store(try NodeID(node), post.item))
    }
    try await apply(effects, projections: projections)
  }
}
