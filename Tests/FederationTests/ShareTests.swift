import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Federation

/// Followed posts that share hosted ones, and the other way round.
@Suite struct ShareTests {
  private let feed = OtherService()
  private let world: World
  private let known = Acquaintances(policy: ServicePolicy(domains: ["verona.lit"], admins: []))

  init() async throws {
    world = try await World([World.service: feed]) { $0.published = [World.service] }
  }

  private func link(to item: String, in node: String, of service: BareJID) -> Element {
    Element(
      "in-reply-to", Namespace.threading,
      ["ref": XMPPURI.item(service: service, node: node, item: item)])
  }

  /// Publishes a post in a node of ours, which is made if it is not there.
  private func write(_ item: String, in node: String, sharing link: Element? = nil) async throws {
    var payload = try OtherService.entry("Post \(item)")
    if let link { payload.append(link) }
    let romeo = try BareJID("romeo@verona.lit")
    let id = ItemID(stored: item)
    let projection = Projection(of: payload, itemID: item, publisher: romeo, received: .now)
    let post = PublishedItem(id: id, publisher: romeo, payload: payload.canonical)
    let number = world.number
    try await world.store.write { [known] tx in
      var effects: [Effect] = [.store(NodeID(stored: node), post)]
      if try tx.snapshot.node(NodeID(stored: node), in: number) == nil {
        effects.insert(.create(NodeID(stored: node), NodeConfiguration(), owner: romeo), at: 0)
      }
      try tx.apply(
        Decision(effects: effects), in: number, now: .now, projections: [id: projection], known)
    }
  }

  private func tell(_ item: String, _ link: Element? = nil) throws {
    var payload = try feed.publish(item, "Post \(item)", day: 9)
    if let link { payload.append(link) }
    try world.hear(
      .items(
        NodeID(stored: "news"), [.published(RemoteItem(id: ItemID(stored: item), payload: payload))]
      ))
  }

  /// What everybody sees on the page of a post; nil if it has none.
  private func shares(_ item: String, in node: String, of service: BareJID) async throws
    -> PublicShares?
  {
    let found = try await world.store.post(
      service: service, node: node, item: item, nil,
      ShareExtent(originals: 3, shares: 3, each: .whole))
    guard case .found(let post) = found else { return nil }
    return post.shares
  }

  private func becomes(_ what: String, _ isSo: () async throws -> Bool) async throws {
    try await eventually("\(what)", isSo)
  }

  @Test func theyComeAndGoWithTheFollowedNode() async throws {
    let (us, capulet) = (world.jid, world.capulet)
    try await write("rose", in: "garden", sharing: link(to: "old", in: "news", of: capulet))
    try await write("tulip", in: "garden")
    func quoted() async throws -> [String?]? {
      try await shares("rose", in: "garden", of: us)?.originals.map { $0.post?.item }
    }
    #expect(try await quoted() == [nil])
    try feed.publish("old", "Of before")
    try await world.follow()
    world.start()
    // It arrives after what shares it.
    try await becomes("the post of before is quoted") { try await quoted() == ["old"] }
    #expect(
      try await shares("old", in: "news", of: capulet)?.shares.map(\.item) == ["rose"])
    try tell("copy", link(to: "tulip", in: "garden", of: us))
    func sharers() async throws -> [String]? {
      try await shares("tulip", in: "garden", of: us)?.shares.map(\.item)
    }
    try await becomes("the share is seen") { try await sharers() == ["copy"] }
    try world.hear(.items(NodeID(stored: "news"), [.retracted(ItemID(stored: "copy"))]))
    try await becomes("the share is seen no more") { try await sharers() == [] }
    try await world.unfollow()
    try await becomes("nothing of it is quoted") { try await quoted() == [nil] }
    try await world.stop()
  }

  /// Nobody asks for a post because somebody shares it.
  @Test func nothingIsFetched() async throws {
    try await world.follow()
    world.start()
    try await world.equals(feed)
    let stranger = try BareJID("elsewhere.lit")
    try await write("rose", in: "garden", sharing: link(to: "x", in: "blog", of: stranger))
    try await write("tulip", in: "garden", sharing: link(to: "x", in: "other", of: world.capulet))
    try tell("copy", link(to: "x", in: "blog", of: stranger))
    try await becomes("it is here") { try await world.items().contains("copy") }
    let sources = try await world.store.read { try $0.sources(limit: 9) }
    #expect(sources.map(\.node.name) == ["news"])
    #expect(try await world.store.read { try $0.follows(.admin) }.map(\.node.name) == ["news"])
    try await world.stop()
  }
}
