import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// Posts that pass on others, as everybody sees that.
@Suite struct PublicSharesTests {
  private let blog = NodeID(stored: "urn:xmpp:microblog:0")
  private let tybalt: BareJID

  init() throws { tybalt = try BareJID("tybalt@capulet.lit") }

  /// How clients write a share.
  enum Dialect: CaseIterable {
    case via, reply, encoded

    func link(to item: String, in node: String, of service: BareJID) -> String {
      let plain = "xmpp:\(service)?;node=\(node);item=\(item)"
      let encoded = XMPPURI.item(service: service, node: node, item: item)
      return switch self {
      case .via: "<link rel='via' href='\(plain)'/>"
      case .reply: "<in-reply-to xmlns='\(Namespace.threading)' ref='\(plain)'/>"
      case .encoded:
        "<in-reply-to xmlns='\(Namespace.threading)' ref='\(encoded)' href='\(encoded)'/>"
      }
    }
  }

  private func read(
    _ item: String, in node: String, of service: BareJID? = nil, _ fixture: Fixture,
    limit: Int = 9
  ) async throws -> PublicShares {
    let extent = ShareExtent(originals: limit, shares: limit, each: .whole)
    let found = try await fixture.store.post(
      service: service ?? fixture.jid, node: node, item: item, nil, extent)
    let post = try #require(found.found)
    return try #require(post.shares)
  }

  /// The items that pass it on, newest first.
  private func sharers(_ item: String, in node: String, _ fixture: Fixture) async throws -> [String]
  {
    let found = try await read(item, in: node, fixture)
    #expect(found.count == found.shares.count)
    return found.shares.map(\.item)
  }

  /// What a post passes on, as far as it is shown.
  private func originals(_ item: String, in node: String, _ fixture: Fixture) async throws
    -> [String?]
  {
    try await read(item, in: node, fixture).originals.map { $0.post?.item }
  }

  private func fixture(_ nodes: String...) async throws -> Fixture {
    let fixture = try await Fixture()
    for node in nodes { try await fixture.create(node) }
    return fixture
  }

  @Test(arguments: Dialect.allCases, [true, false])
  func connectedWhicheverComesFirst(dialect: Dialect, isShareFirst: Bool) async throws {
    let fixture = try await fixture("a b", "yard")
    let link = dialect.link(to: "rose", in: "a%20b", of: fixture.jid)
      .replacing("%2520", with: "%20")
    if isShareFirst { try await fixture.says("copy", in: "yard", link) }
    try await fixture.says("rose", in: "a b", title: "A rose")
    if !isShareFirst { try await fixture.says("copy", in: "yard", link) }
    #expect(try await sharers("rose", in: "a b", fixture) == ["copy"])
    #expect(try await originals("copy", in: "yard", fixture) == ["rose"])
    // An edit that passes on nothing.
    try await fixture.says("copy", in: "yard")
    #expect(try await sharers("rose", in: "a b", fixture) == [])
    #expect(try await originals("copy", in: "yard", fixture) == [])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What becomes of one side of a connection.
  enum Fate: CaseIterable {
    case retracted, hidden, closed, deleted, purged

    func effect(_ item: String, _ node: NodeID) -> Effect {
      switch self {
      case .retracted: .retract(node, ItemID(stored: item))
      case .hidden: .hide(node, ItemID(stored: item))
      case .closed:
        .configure(node, NodeConfiguration().closed)
      case .deleted: .delete(node, redirect: nil)
      case .purged: .purge(node)
      }
    }
  }

  @Test(arguments: Fate.allCases) func brokenAtOnce(fate: Fate) async throws {
    let fixture = try await fixture("news", "yard", "other")
    let link = Dialect.via.link(to: "rose", in: "news", of: fixture.jid)
    try await fixture.says("rose", in: "news")
    for node in ["yard", "other"] { try await fixture.says("copy", in: node, link) }
    try await fixture.apply([fate.effect("copy", NodeID(stored: "yard"))])
    #expect(
      try await read("rose", in: "news", fixture).shares.map(\.node) == ["other"])
    try await fixture.apply([fate.effect("rose", NodeID(stored: "news"))])
    #expect(try await originals("copy", in: "other", fixture) == [nil])
    try await fixture.sweep()
    #expect(try await originals("copy", in: "other", fixture) == [nil])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func commentsAndDraftsShareNothing() async throws {
    let fixture = try await fixture("news", CommentTests.comments)
    try await fixture.says("rose", in: "news")
    let link = Dialect.reply.link(to: "rose", in: "news", of: fixture.jid)
    try await fixture.says("indeed", in: CommentTests.comments, link)
    #expect(try await sharers("rose", in: "news", fixture) == [])
    try await fixture.store.close()
  }

  /// Posts that share each other, or themselves, are shown one step deep.
  @Test func circles() async throws {
    let fixture = try await fixture("news")
    func link(_ item: String) -> String {
      Dialect.via.link(to: item, in: "news", of: fixture.jid)
    }
    try await fixture.says("a", in: "news", link("b"))
    try await fixture.says("b", in: "news", link("a"))
    try await fixture.says("self", in: "news", link("self"))
    let a = try await read("a", in: "news", fixture)
    #expect(a.originals.map { $0.post?.item } == ["b"] && a.shares.map(\.item) == ["b"])
    #expect(a.originals.allSatisfy { $0.post?.shares == nil })
    #expect(a.shares.allSatisfy { $0.shares == nil })
    let own = try await read("self", in: "news", fixture)
    #expect(own.originals == [] && own.shares == [] && own.count == 0)
    try await fixture.store.close()
  }

  @Test func onlySoMany() async throws {
    let fixture = try await fixture("news", "yard")
    try await fixture.says("rose", in: "news")
    let links = (0..<4).map {
      Dialect.via.link(to: $0 == 0 ? "rose" : "x\($0)", in: "news", of: fixture.jid)
    }.joined()
    try await fixture.say((0..<1_005).map { ("c\($0)", links) }, in: "yard")
    let rose = try await read("rose", in: "news", fixture, limit: 2)
    #expect(rose.shares.map(\.item) == ["c1004", "c1003"])
    #expect(rose.count == PublicShares.maximumCounted)
    #expect(try await read("c0", in: "yard", fixture, limit: 2).originals.count == 2)
    try await fixture.store.close()
  }

  // MARK: - Over services

  private func follow(_ fixture: Fixture, isPublic: Bool = true) async throws {
    try await fixture.store.write { tx in
      let now = Timestamp(milliseconds: 1_000)
      try tx.follow(Follow(blog, of: tybalt, .admin), now)
      try tx.begin(blog, of: tybalt, isPublic: isPublic, now)
      guard var source = try tx.snapshot.source(blog, of: tybalt) else { return }
      (source.stage, source.access) = (.following, .open)
      try tx.update(source)
    }
  }

  /// A post of before, and one that passes on `rose` of the hosted node.
  private func take(_ fixture: Fixture) async throws {
    let link = Dialect.encoded.link(to: "rose", in: "news", of: fixture.jid)
    let posts = [
      try Post("thorn", title: "A thorn", by: tybalt),
      try Post("copy", title: "Look", more: link, by: tybalt),
    ]
    try await fixture.store.write { tx in
      guard let source = try tx.snapshot.source(blog, of: tybalt) else { return }
      for post in posts {
        try tx.take(
          [ForeignItem(id: post.item.id, publisher: nil, payload: post.item.payload)], of: source,
          .history, Timestamp(milliseconds: 1_700_000_000_000), post.projections)
      }
    }
  }

  /// A hosted post that passes on a followed one, and a followed one that passes on a hosted one.
  private func acrossServices(isPublic: Bool = true) async throws -> Fixture {
    let fixture = try await fixture("news")
    let link = Dialect.via.link(to: "thorn", in: blog.name, of: tybalt)
    try await fixture.says("rose", in: "news", link)
    #expect(try await originals("rose", in: "news", fixture) == [nil])
    try await follow(fixture, isPublic: isPublic)
    try await take(fixture)
    return fixture
  }

  @Test func connectedOverServices() async throws {
    let fixture = try await acrossServices()
    let rose = try await read("rose", in: "news", fixture)
    #expect(rose.originals.map { $0.post?.service } == [tybalt])
    #expect(rose.shares.map(\.service) == [tybalt] && rose.shares.map(\.item) == ["copy"])
    let thorn = try await read("thorn", in: blog.name, of: tybalt, fixture)
    #expect(thorn.shares.map(\.item) == ["rose"])
    let copy = try await read("copy", in: blog.name, of: tybalt, fixture)
    #expect(copy.originals.map { $0.post?.item } == ["rose"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Why what was followed is on the web no more.
  enum End: CaseIterable { case notPublished, optOut, unfollow, closed, retract, isOffTheWeb }

  @Test(arguments: End.allCases) func brokenOverServices(end: End) async throws {
    let fixture = try await acrossServices(isPublic: end != .notPublished)
    let now = Timestamp(milliseconds: 2_000)
    try await fixture.store.write { tx in
      guard var source = try tx.snapshot.source(blog, of: tybalt) else { return }
      switch end {
      case .notPublished: break
      case .optOut: try tx.optOut(tybalt, now)
      case .unfollow: _ = try tx.unfollow(Follow(blog, of: tybalt, .admin), now)
      case .closed:
        source.access = .whitelist
        try tx.update(source)
      case .retract:
        try tx.drop(["copy", "thorn"].map { ItemID(stored: $0) }, of: source, now)
      case .isOffTheWeb: try tx.optIn(tybalt, publication: .no, now)
      }
    }
    let rose = try await read("rose", in: "news", fixture)
    #expect(rose.originals.map(\.post) == [nil])
    #expect(rose.shares == [] && rose.count == 0)
    try await fixture.store.close()
  }

  /// Who may see a post that the public may not see passes it on.
  @Test func nothingLeaksOfWhatIsPrivate() async throws {
    let fixture = try await fixture("yard")
    try await fixture.create("secret") { $0.accessModel = .whitelist }
    try await fixture.says("plan", in: "secret", title: "The plan")
    for item in ["plan", "never"] {
      try await fixture.says(
        "copy-\(item)", in: "yard",
        Dialect.via.link(to: item, in: "secret", of: fixture.jid))
      #expect(try await originals("copy-\(item)", in: "yard", fixture) == [nil])
    }
    // Nor does a page of what all may read tell who shares it in private.
    try await fixture.says(
      "whisper", in: "secret", Dialect.via.link(to: "copy-plan", in: "yard", of: fixture.jid))
    #expect(try await sharers("copy-plan", in: "yard", fixture) == [])
    try await fixture.configure("secret") { $0.accessModel = .open }
    #expect(try await sharers("copy-plan", in: "yard", fixture) == ["whisper"])
    #expect(try await originals("copy-plan", in: "yard", fixture) == ["plan"])
    try await fixture.store.close()
  }
}

extension NodeConfiguration {
  fileprivate var closed: NodeConfiguration {
    var closed = self
    closed.accessModel = .whitelist
    return closed
  }
}
