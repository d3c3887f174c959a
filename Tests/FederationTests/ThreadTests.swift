import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Federation

/// The comments of followed posts.
@Suite struct ThreadTests {
  private static let prefix = "urn:xmpp:microblog:0:comments/"

  /// A feed, and the comments of its posts on services of their own, by the names of the posts.
  private struct Stage {
    let feed = OtherService()
    let threads: [String: OtherService]
    let world: World

    init(
      _ posts: [String], _ change: @escaping (inout FederationSettings) -> Void = { _ in }
    ) async throws {
      var services = [World.service: feed]
      var threads: [String: OtherService] = [:]
      for (day, post) in posts.enumerated() {
        let thread = OtherService(node: prefix + post)
        services["\(post).capulet.lit"] = thread
        threads[post] = thread
        try feed.publish(post, "Post \(post)", day: day + 1, comments: Self.address(of: post))
      }
      self.threads = threads
      let published = Set(services.keys)
      world = try await World(services) {
        $0.published = published
        change(&$0)
      }
    }

    static func address(of post: String) -> String {
      "xmpp:\(post).capulet.lit?;node=\((prefix + post).replacing(":", with: "%3A"))"
    }

    func begin() async throws {
      try await world.follow()
      world.start()
      try await world.equals(feed)
    }

    func thread(_ post: String) throws -> OtherService { try #require(threads[post]) }

    func source(of post: String) async throws -> Source? {
      try await world.source(prefix + post, of: BareJID("\(post).capulet.lit"))
    }

    func comments(of post: String) async throws -> [String] {
      try await world.items(prefix + post, of: BareJID("\(post).capulet.lit"))
    }

    /// Waits until those comments are here, and no others.
    func areHere(_ comments: [String], of post: String) async throws {
      try await eventually("the comments of \(post) are here") {
        let (here, source) = (try await self.comments(of: post), try await source(of: post))
        return here == comments && source?.stage == .following
      }
    }

    func areLeft(_ post: String) async throws {
      try await eventually("the comments of \(post) are left") {
        let isFollowed = try await source(of: post) != nil
        return try !isFollowed && thread(post).subscribers.isEmpty
      }
    }

    /// How many comments somebody finds that a post has.
    ///
    /// - Parameter reader: nil: the public.
    func count(_ post: String, for reader: String? = "romeo@verona.lit") async throws -> Int? {
      let (capulet, jid) = (world.capulet, try reader.map { try BareJID($0) })
      let known = Acquaintances(policy: ServicePolicy(domains: ["verona.lit"], admins: []))
      return try await world.store.read { snapshot in
        guard let service = try snapshot.service(capulet),
          let node = try snapshot.node(NodeID(stored: "news"), in: service)
        else { return nil }
        return try snapshot.commentCount(of: ItemID(stored: post), in: node, for: jid, known)
      }
    }
  }

  @Test func commentsComeAndGoWithThePost() async throws {
    let stage = try await Stage(["a", "b"])
    let thread = try stage.thread("a")
    try thread.publish("first", "Well said")
    try await stage.begin()
    try await stage.areHere(["first"], of: "a")
    try await stage.areHere([], of: "b")
    #expect(thread.subscribers == ["social.verona.lit"])
    // News, a heart among them.
    for (id, text) in [("second", "Indeed"), ("third", "♥")] {
      let payload = try thread.publish(id, text, day: 2)
      let item = RemoteItem(id: ItemID(stored: id), payload: payload)
      try stage.world.hear(
        .items(NodeID(stored: thread.node), [.published(item)]), from: "a.capulet.lit")
    }
    try await stage.areHere(["third", "second", "first"], of: "a")
    #expect(try await stage.count("a") == 2)
    #expect(try await stage.count("b") == 0)
    // Comments are no posts that are looked for.
    #expect(try await stage.world.found("indeed") == [])
    // What is asked for is one node.
    let listed = try await stage.world.store.read { try $0.sources(limit: 9) }
    #expect(listed.filter { !$0.isThread }.map(\.node.name) == ["news"])

    stage.feed.retract("a")
    try stage.world.hear(.items(NodeID(stored: "news"), [.retracted(ItemID(stored: "a"))]))
    try await stage.areLeft("a")
    try await stage.areHere([], of: "b")
    try await stage.world.unfollow()
    try await stage.areLeft("b")
    try await stage.world.stop()
  }

  /// A post that comes later has comments too, and one that is edited may have others.
  @Test func newsAndEdits() async throws {
    let stage = try await Stage(["a", "b"])
    stage.feed.retract("b")
    try await stage.begin()
    try await stage.areHere([], of: "a")
    func tell(_ id: String, _ comments: String?) throws {
      let payload = try stage.feed.publish(id, "Post", day: 9, comments: comments)
      let item = RemoteItem(id: ItemID(stored: id), payload: payload)
      try stage.world.hear(.items(NodeID(stored: "news"), [.published(item)]))
    }
    try tell("c", Stage.address(of: "b"))
    try await stage.areHere([], of: "b")
    try tell("c", nil)
    try await stage.areLeft("b")
    try tell("a", Stage.address(of: "b"))
    try await stage.areLeft("a")
    try await stage.areHere([], of: "b")
    // All posts are gone at once.
    for id in stage.feed.ids { stage.feed.retract(id) }
    try stage.world.hear(.purge(NodeID(stored: "news")))
    try await stage.areLeft("b")
    try await stage.world.stop()
  }

  @Test func thoseOfTheNewestPostsAlone() async throws {
    let stage = try await Stage(["a", "b", "c"]) { $0.threadsPerNode = 2 }
    stage.feed.retract("c")
    try await stage.begin()
    try await stage.areHere([], of: "a")
    try await stage.areHere([], of: "b")
    let payload = try stage.feed.publish("c", "Post", day: 9, comments: Stage.address(of: "c"))
    let item = RemoteItem(id: ItemID(stored: "c"), payload: payload)
    try stage.world.hear(.items(NodeID(stored: "news"), [.published(item)]))
    try await stage.areHere([], of: "c")
    try await stage.areLeft("a")
    #expect(try await stage.source(of: "b") != nil)
    try await stage.world.stop()
  }

  /// What is no comments node, is ours, is followed anyway, or is more than a service may be asked for.
  @Test func notEverythingIsFollowed() async throws {
    let stage = try await Stage(["a"]) { $0.threadsPerService = 1 }
    let jid = stage.world.jid
    _ = try await stage.world.store.write { try $0.hostedService(jid) }
    let coded = Self.prefix.replacing(":", with: "%3A")
    let addresses = [
      "xmpp:a.capulet.lit?;node=community", "xmpp:social.verona.lit?;node=\(coded)x",
      "xmpp:\(World.service)?;node=news", "xmpp:a.capulet.lit?;node=\(coded)other",
      "xmpp:a.capulet.lit", "https://a.capulet.lit/", Stage.address(of: "a"),
    ]
    for (number, address) in addresses.enumerated() {
      try stage.feed.publish("item\(number)", "Post", day: 9, comments: address)
    }
    // The newest first: the first that may be followed takes the only place.
    try await stage.begin()
    try await stage.areHere([], of: "a")
    let sources = try await stage.world.store.read { try $0.sources(limit: 99) }
    #expect(sources.map(\.node.name).sorted() == ["news", Self.prefix + "a"])
    try await stage.world.stop()
  }

  /// Comments elsewhere, of which nobody says that they may be on the web, are not brought there by a post; nor are those
  /// of a node that is not on the web itself.
  @Test(arguments: [[World.service], ["a.capulet.lit"], []])
  func whatIsNotForTheWebIsLeftAlone(published: Set<String>) async throws {
    let stage = try await Stage(["a"]) { $0.published = published }
    try await stage.begin()
    try await eventually("all is compared") { try await stage.world.source()?.compared != nil }
    try await stage.world.store.write { _ in }
    #expect(try await stage.source(of: "a") == nil)
    try await stage.world.stop()
  }

  /// Whoever is followed for their own sake is so when the post is gone.
  @Test func commentsThatSomebodyFollows() async throws {
    let stage = try await Stage(["a"])
    try await stage.begin()
    try await stage.areHere([], of: "a")
    let (node, service) = (Self.prefix + "a", try BareJID("a.capulet.lit"))
    try await stage.world.follow(node, of: service)
    #expect(try await stage.source(of: "a")?.isThread == false)
    stage.feed.retract("a")
    try stage.thread("a").publish("first", "Well said")
    try stage.world.hear(.items(NodeID(stored: "news"), [.retracted(ItemID(stored: "a"))]))
    try await stage.areHere(["first"], of: "a")
    try await stage.world.stop()
  }

  /// Comments that are deleted are forgotten with the post all the same.
  @Test func commentsThatAreDeleted() async throws {
    let stage = try await Stage(["a"])
    try await stage.begin()
    try await stage.areHere([], of: "a")
    try stage.world.hear(
      .delete(NodeID(stored: Self.prefix + "a"), redirect: nil), from: "a.capulet.lit")
    try await eventually("they are gone") {
      try await stage.source(of: "a")?.stage == .ended
    }
    stage.feed.retract("a")
    try stage.world.hear(.items(NodeID(stored: "news"), [.retracted(ItemID(stored: "a"))]))
    try await eventually("nothing is left") { try await stage.source(of: "a") == nil }
    try await stage.world.stop()
  }

  /// The comments of a post that may not be read any more are seen by nobody.
  @Test func commentsAreForThoseWhoMayReadThePost() async throws {
    let stage = try await Stage(["a"])
    try stage.thread("a").publish("first", "Well said")
    try await stage.begin()
    try await stage.areHere(["first"], of: "a")
    for reader in ["romeo@verona.lit", nil] {
      #expect(try await stage.count("a", for: reader) == 1)
    }
    stage.feed.behave { $0.access = "whitelist" }
    try stage.world.hear(
      .configuration(
        NodeID(stored: "news"),
        DataForm(
          .result,
          fields: [
            .init("pubsub#access_model", .listSingle, values: ["whitelist"])
          ])))
    for reader in ["romeo@verona.lit", nil] {
      try await eventually("nobody sees them") { try await stage.count("a", for: reader) == nil }
    }
    try await stage.world.stop()
  }
}
