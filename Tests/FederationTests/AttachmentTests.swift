import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Federation

/// What is attached to the posts of followed nodes, as their services sum it up (XEP-0470).
@Suite struct AttachmentTests {
  private static let name = KeptName.summary(of: "news").name

  /// A node with a post, and what is attached to its items.
  private struct Stage {
    let feed: OtherService
    let world: World

    init(
      _ posts: [String] = ["a", "b"], features: Set<String> = [Namespace.attachments],
      others: [String: OtherService] = [:],
      _ change: (inout FederationSettings) -> Void = { _ in }
    ) async throws {
      feed = OtherService(summary: OtherService(node: name))
      feed.behave { $0.features = features }
      for (day, post) in posts.enumerated() { try feed.publish(post, "Post", day: day + 1) }
      let published = Set(others.keys).union([World.service])
      world = try await World(others.merging([World.service: feed]) { $1 }) {
        $0.published = published
        ($0.pollInterval, $0.longestPoll) = (.milliseconds(20), .milliseconds(20))
        change(&$0)
      }
    }

    var summary: OtherService { get throws { try #require(feed.summary) } }

    func begin() async throws {
      try await world.follow()
      world.start()
      try await world.equals(feed)
    }

    /// Attaches something to a post there, and tells of it.
    func say(_ attached: AttachmentSummary?, of post: String, isTold: Bool = true) throws {
      let id = ItemID(stored: post)
      var event = EventBody.items(NodeID(stored: name), [.retracted(id)])
      if let attached {
        try summary.put(post, attached.element)
        let item = RemoteItem(id: id, payload: attached.element)
        event = .items(NodeID(stored: name), [.published(item)])
      } else {
        try summary.retract(post)
      }
      if isTold { try world.hear(event) }
    }

    /// What everybody may know of what is attached to a post.
    func attached(to post: String) async throws -> AttachmentSummary? {
      let found = try await world.store.post(service: world.capulet, node: "news", item: post)
      guard case .found(let view) = found else { return nil }
      return view.attached
    }

    func shows(_ expected: AttachmentSummary?, of post: String = "a") async throws {
      try await eventually("it is what is attached to \(post)") {
        try await attached(to: post) == expected
      }
    }

    func source() async throws -> Source? { try await world.source(name) }

    /// What is known of the items, by their names.
    func known() async throws -> [String] { try await world.items(name).sorted() }

    func isFollowed() async throws {
      try await eventually("what is attached is followed") {
        try await source()?.stage == .following
      }
    }

    func isLeft() async throws {
      try await eventually("what was attached is left") {
        let isThere = try await source() != nil
        return try !isThere && summary.subscribers.isEmpty
      }
    }
  }

  private static let some = AttachmentSummary(noticed: 2, reactions: [.init("👷", 3), .init("🔨")])
  private static let other = AttachmentSummary(noticed: 1)

  @Test func itComesChangesAndGoes() async throws {
    let stage = try await Stage()
    try stage.say(Self.some, of: "a", isTold: false)
    try stage.say(Self.other, of: "elsewhere", isTold: false)
    try await stage.begin()
    try await stage.shows(Self.some)
    #expect(try stage.summary.subscribers == ["social.verona.lit"])
    try await stage.isFollowed()
    // Nothing is kept about what is not here, whoever tells of it.
    try stage.say(Self.other, of: "unknown")
    try stage.say(Self.other, of: "b")
    try await stage.shows(Self.other, of: "b")
    #expect(try await stage.known() == ["a", "b"])
    let version = stage.world.store.version
    try stage.say(Self.other, of: "a")
    try await stage.shows(Self.other)
    try await eventually("pages are made anew") { stage.world.store.version > version }
    try stage.say(nil, of: "a")
    try await stage.shows(nil)
    try stage.say(Self.some, of: "a")
    try await stage.shows(Self.some)
    // It is no post, and nobody has asked for it.
    #expect(try await stage.world.store.read { try $0.askedSources(limit: 9) }.count == 1)
    #expect(
      try await stage.world.store.post(service: stage.world.capulet, node: Self.name, item: "a")
        .isMissing)

    stage.feed.retract("a")
    try stage.world.hear(.items(NodeID(stored: "news"), [.retracted(ItemID(stored: "a"))]))
    try await eventually("it goes with the post") { try await stage.known() == ["b"] }
    try stage.world.hear(.purge(NodeID(stored: "news")))
    try await eventually("it goes with all posts") { try await stage.known() == [] }
    try await stage.world.unfollow()
    try await stage.isLeft()
    try await stage.world.stop()
  }

  /// Of a post that comes later what was said before is fetched, and nothing that is not about what is here makes a
  /// comparison of it.
  @Test(arguments: [true, false]) func whatWasMissedIsFound(hasPages: Bool) async throws {
    let stage = try await Stage()
    try stage.summary.behave { $0.hasPages = hasPages }
    for number in 0..<300 { try stage.say(Self.other, of: "elsewhere\(number)", isTold: false) }
    for post in ["a", "c"] { try stage.say(Self.some, of: post, isTold: false) }
    try await stage.begin()
    try await stage.shows(Self.some)
    try await stage.isFollowed()
    try stage.feed.publish("c", "Post", day: 9)
    try stage.say(Self.other, of: "b", isTold: false)
    stage.world.reconnect()
    try await stage.shows(Self.some, of: "c")
    try await stage.shows(Self.other, of: "b")
    #expect(try await stage.known() == ["a", "b", "c"])
    try stage.say(nil, of: "a", isTold: false)
    stage.world.reconnect()
    try await stage.shows(nil)
    try await stage.world.stop()
  }

  @Test func nobodyElseIsBelieved() async throws {
    let stage = try await Stage()
    try await stage.begin()
    try await stage.isFollowed()
    let id = ItemID(stored: "a")
    let item = RemoteItem(id: id, payload: Self.some.element)
    // Another service; a node that is not followed; what is no summary.
    try stage.world.hear(.items(NodeID(stored: Self.name), [.published(item)]), from: "evil.lit")
    try stage.world.hear(
      .items(NodeID(stored: KeptName.summary(of: "other").name), [.published(item)]))
    let entry = RemoteItem(id: id, payload: try OtherService.entry("A post"))
    try stage.world.hear(.items(NodeID(stored: Self.name), [.published(entry)]))
    try stage.say(Self.other, of: "b")
    try await stage.shows(Self.other, of: "b")
    #expect(try await stage.attached(to: "a") == nil)
    #expect(try await stage.world.store.read { try $0.sources(limit: 9) }.count == 2)
    #expect(try await stage.world.found("post").sorted() == ["a", "b"])
    try await stage.world.stop()
  }

  /// What a hostile service says is bounded before it is stored.
  @Test func hostileSummariesAreBounded() async throws {
    let stage = try await Stage()
    try await stage.begin()
    try await stage.isFollowed()
    let reactions = (0..<5_000).compactMap { UnicodeScalar(0x4E00 + $0) }.map { text in
      "<reaction count='\(Int.max)'>\(text)</reaction>"
    }
    let text = """
      <summary xmlns='\(Namespace.attachmentSummary)'><noticed count='\(Int.max)'/>
      <reactions>\(reactions.joined())<reaction count='-5'>👷</reaction></reactions></summary>
      """
    let payload = try Element(parsing: Array(text.utf8))
    try stage.summary.put("a", payload)
    try stage.world.hear(
      .items(
        NodeID(stored: Self.name),
        [.published(RemoteItem(id: ItemID(stored: "a"), payload: payload))]))
    try await eventually("it is here") { try await stage.attached(to: "a") != nil }
    let attached = try #require(try await stage.attached(to: "a"))
    #expect(attached.noticed == AttachmentSummary.maximumCount)
    #expect(attached.reactions.count == AttachmentSummary.maximumReactions)
    #expect(try await stage.source()?.problem == nil)
    let number = try #require(try await stage.source())
    #expect(try await stage.world.store.read { try $0.holding(of: number) }.bytes < 8_192)
    try await stage.world.stop()
  }

  /// Once in a while, for all of its nodes together.
  @Test func aServiceWithoutIsAskedSeldom() async throws {
    let stage = try await Stage(features: [Namespace.pubsub])
    try await stage.begin()
    for _ in 0..<3 {
      let compared = try await stage.world.source()?.compared
      stage.world.reconnect()
      try await eventually("it is compared") {
        try await stage.world.source()?.compared != compared
      }
    }
    try await eventually("it was asked") { stage.feed.requests.contains("features") }
    #expect(stage.feed.requests.filter { $0 == "features" }.count == 1)
    #expect(try await stage.source() == nil)
    #expect(try stage.summary.requests == [])
    try await stage.world.stop()
  }

  @Test func aServiceThatLearnsItIsFound() async throws {
    let stage = try await Stage(features: []) { $0.summaryInterval = .zero }
    try stage.say(Self.some, of: "a", isTold: false)
    try await stage.begin()
    try await eventually("it was asked") { stage.feed.requests.contains("features") }
    stage.feed.behave { $0.features = [Namespace.attachments] }
    stage.world.reconnect()
    try await stage.shows(Self.some)
    try await stage.world.stop()
  }

  /// A service makes the node with the first reaction, and may delete it with the last.
  @Test func itIsLookedForUntilItIsThere() async throws {
    let stage = try await Stage()
    try stage.summary.behave { $0.refusal = StanzaError(.itemNotFound, "No.") }
    try await stage.begin()
    try await eventually("it is awaited") {
      try await stage.source().map { $0.due > $0.begun } == true
    }
    #expect(try await stage.source()?.problem == nil)
    try stage.say(Self.some, of: "a", isTold: false)
    try stage.summary.behave { $0.refusal = nil }
    try await stage.shows(Self.some)
    try stage.say(nil, of: "a", isTold: false)
    try stage.summary.behave { $0.refusal = StanzaError(.itemNotFound, "No.") }
    try stage.world.hear(.delete(NodeID(stored: Self.name), redirect: nil))
    try await stage.shows(nil)
    try stage.say(Self.other, of: "a", isTold: false)
    try stage.summary.behave { $0.refusal = nil }
    stage.world.reconnect()
    try await stage.shows(Self.other)
    try await stage.world.stop()
  }

  /// Where an account's server says nothing to strangers, it is tried.
  @Test func anAccountThatSaysNothingIsTried() async throws {
    let name = KeptName.summary(of: NodeProfile.microblogType).name
    let blog = OtherService(node: NodeProfile.microblogType, summary: OtherService(node: name))
    for node in [blog, try #require(blog.summary)] { node.behave { $0.isAccount = true } }
    let jid = try BareJID("tybalt@capulet.lit")
    try blog.publish("a", "A post")
    try #require(blog.summary).put("a", Self.some.element)
    let world = try await World.following(blog, of: jid.description) {
      $0.published = ["capulet.lit"]
    }
    try await eventually("it is here") {
      try await world.items(name, of: jid) == ["a"]
    }
    try await world.store.write { try $0.optOut(jid, .now) }
    try await eventually("nothing is left") {
      try await world.store.read { try $0.sources(limit: 9) }.isEmpty
    }
    try await world.stop()
  }

  /// What is for nobody else, or not wanted to be found, has nothing attached to it here.
  @Test func itIsLeftWithTheNode() async throws {
    let (news, whitelist) = (NodeID(stored: "news"), "whitelist")
    let stage = try await Stage()
    try stage.say(Self.some, of: "a", isTold: false)
    try await stage.begin()
    try await stage.shows(Self.some)
    try await stage.world.store.write { [capulet = stage.world.capulet] in
      try $0.optOut(news, of: capulet, .now)
    }
    #expect(try await stage.known() == [])
    try await stage.isLeft()
    try await stage.world.store.write { [capulet = stage.world.capulet] tx in
      try tx.optIn(news, of: capulet, .now)
    }
    try await stage.shows(Self.some)
    stage.feed.behave { $0.access = whitelist }
    try stage.world.hear(
      .configuration(
        news,
        DataForm(
          .result, fields: [.init("pubsub#access_model", .listSingle, values: [whitelist])])))
    try await stage.isLeft()
    try await stage.world.stop()
  }

  @Test func nothingIsFollowedThatIsNotForTheWeb() async throws {
    let stage = try await Stage { $0.published = [] }
    try stage.say(Self.some, of: "a", isTold: false)
    try await stage.begin()
    try await eventually("all is compared") { try await stage.world.source()?.compared != nil }
    try await stage.world.store.write { _ in }
    #expect(try await stage.source() == nil)
    #expect(!stage.feed.requests.contains("features"))
    try await stage.world.stop()
  }

  /// Movim's likes are comments: each person counts once, and nobody twice whom the service counts.
  @Test func heartsCount() async throws {
    let (name, jid) = ("urn:xmpp:microblog:0:comments/c", "c.capulet.lit")
    let thread = OtherService(node: name)
    let stage = try await Stage(others: [jid: thread])
    func like(_ id: String, by who: String) throws {
      let text = """
        <entry xmlns='\(Namespace.atom)'><title>♥</title><author><uri>xmpp:\(who)</uri></author></entry>
        """
      thread.put(id, try Element(parsing: Array(text.utf8)))
    }
    for (id, who) in [("1", "a@x.lit"), ("2", "b@x.lit"), ("noticed-3", "b@x.lit")] {
      try like(id, by: who)
    }
    try stage.feed.publish(
      "c", "Post", day: 9,
      comments: "xmpp:\(jid)?;node=\(name.replacing(":", with: "%3A"))")
    try await stage.begin()
    try await stage.shows(AttachmentSummary(noticed: 2), of: "c")
    try stage.say(AttachmentSummary(noticed: 1, reactions: [.init("👷")]), of: "c")
    try await stage.shows(AttachmentSummary(noticed: 2, reactions: [.init("👷")]), of: "c")
    try stage.say(AttachmentSummary(noticed: 3), of: "c")
    try await stage.shows(AttachmentSummary(noticed: 3), of: "c")
    try stage.say(nil, of: "c")
    thread.retract("1")
    try stage.world.hear(.items(NodeID(stored: name), [.retracted(ItemID(stored: "1"))]), from: jid)
    try await stage.shows(AttachmentSummary(noticed: 1), of: "c")
    #expect(try await stage.world.items(name, of: BareJID(jid)).sorted() == ["2", "noticed-3"])
    try await stage.world.stop()
  }
}

extension Lookup {
  fileprivate var isMissing: Bool { if case .missing = self { true } else { false } }
}
