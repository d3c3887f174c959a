import Store
import TestSupport
import Testing
import XML
import XMPP

/// XEP-0060, section 8.6: what an owner is told who answers a request to subscribe by a form that
/// cannot be. A message is answered by an error alone; what is no such form, or cancels it, by
/// nothing.
@Suite(.timeLimit(.minutes(1))) struct AuthorizeRefusals {
  private static let type = "\(Namespace.pubsub)#subscribe_authorization"

  private static func answer(
    _ node: String = "authorize", _ jid: String = "nurse@verona.lit", _ allow: String = "1",
    _ more: String = ""
  ) -> String {
    form(
      type, field("pubsub#node", node), field("pubsub#subscriber_jid", jid),
      field("pubsub#allow", allow), more)
  }

  private static let nothing = ""

  private static let rows: [(who: String, form: String, expected: String)] = [
    ("juliet", answer(), Told.forbidden), ("benvolio", answer(), Told.forbidden),
    ("nurse", answer(), Told.forbidden), ("tybalt", answer(), Told.forbidden),
    ("romeo", answer("none"), Told.noNode), ("juliet", answer("none"), Told.noNode),
    ("romeo", answer("moved"), Told.moved), ("romeo", answer(""), Told.nodeIDRequired),
    ("romeo", answer(tooLong), Told.nameTooLong),
    ("romeo", answer("authorize", "@"), Told.invalidJID),
    ("romeo", answer("authorize", ""), Told.invalidJID),
    ("romeo", answer("authorize", "nurse@verona.lit", "perhaps"), Told.badRequest),
    ("romeo", answer("authorize", "nurse@verona.lit", "1</value><value>0"), Told.badRequest),
    (
      "romeo", answer("authorize", "nurse@verona.lit", "1", field("pubsub#allow", "0")),
      Told.badRequest
    ),
    ("romeo", form(type, field("pubsub#node", "authorize")), Told.badRequest),
    (
      "romeo", form(type, field("pubsub#node", "authorize"), field("pubsub#allow", "1")),
      Told.invalidJID
    ),
    (
      "romeo",
      form(type, field("pubsub#subscriber_jid", "nurse@verona.lit"), field("pubsub#allow", "1")),
      Told.nodeIDRequired
    ),
    ("juliet", answer("authorize", "@"), Told.invalidJID),
    // Nobody has asked, or somebody else was faster.
    ("romeo", answer("authorize", "juliet@verona.lit"), nothing),
    ("romeo", answer("authorize", "rosaline@verona.lit", "0"), nothing),
    (
      "romeo", answer("authorize", "nurse@verona.lit", "1", field("pubsub#subid", "made-up")),
      nothing
    ),
    // Something else.
    ("romeo", form(type, kind: "cancel"), nothing), ("romeo", form(type, kind: "form"), nothing),
    ("romeo", form("odd", field("pubsub#allow", "1")), nothing),
    ("romeo", form(nil, field("pubsub#node", "authorize"), field("pubsub#allow", "1")), nothing),
    ("romeo", "<x xmlns='urn:a'/>", nothing),
  ]

  private func told(_ world: World, _ who: String, _ form: String) async throws -> [Element] {
    let before = world.desk.posts.all.count
    let from = world.desk.full(who)
    try world.desk.receive("<message id='m' from='\(from)' to='\(Desk.address)'>\(form)</message>")
    try await world.desk.settle()
    let posts = world.desk.posts.all.dropFirst(before)
    #expect(posts.allSatisfy { $0.name.name == "message" && $0["to"] == from && $0["id"] == "m" })
    return Array(posts)
  }

  @Test func refused() async throws {
    let world = try await World()
    let before = try await world.state()
    for (who, form, expected) in Self.rows {
      let posts = try await told(world, who, form)
      #expect(posts.map(outcome).joined() == expected, "\(who): \(form)")
      for post in posts {
        let error = try #require(post.first("error", Namespace.component))
        #expect(World.faults(of: error, to: form, of: world.desk.full(who)) == [], "\(form)")
      }
    }
    #expect(try await world.state() == before)
    try await world.desk.store.close()
  }

  @Test func accepted() async throws {
    let world = try await World()
    let form = form(
      nil, field("pubsub#node", "authorize"), field("pubsub#allow", "true"),
      field("pubsub#subscriber_jid", "nurse@verona.lit"), field("odd", "1"))
    #expect(try await told(world, "romeo", form) == [])
    #expect(
      try await world.desk.get("nurse", "<subscriptions node='authorize'/>")
        .contains("subscription='subscribed'"))
    #expect(try await told(world, "romeo", form) == [])
    try await world.desk.store.close()
  }
}
