import Testing
import XMPP

/// What else is asked of the service: XEP-0092, XEP-0199, XEP-0202, and what nobody serves (RFC
/// 6120, section 8.4).
@Suite(.timeLimit(.minutes(1))) struct EntityRefusals {
  private static let unserved = "cancel: service-unavailable"

  private static let rows: [Row] = [
    Row("XEP-0199, a set", "romeo", .set, "<ping xmlns='\(Namespace.ping)'/>", unserved),
    Row("XEP-0199, another element", "romeo", .get, "<pong xmlns='\(Namespace.ping)'/>", unserved),
    Row("XEP-0092, a set", "romeo", .set, "<query xmlns='\(Namespace.version)'/>", unserved),
    Row("XEP-0202, a set", "romeo", .set, "<time xmlns='\(Namespace.time)'/>", unserved),
    Row("nobody's", "romeo", .get, "<query xmlns='urn:nobody'/>", unserved),
    Row("of users", "romeo", .get, "<query xmlns='jabber:iq:roster'/>", unserved),
    Row(
      "without a namespace", "romeo", .get, "<pubsub xmlns=''><items node='open'/></pubsub>",
      unserved),
    Row("another element", "romeo", .get, "<odd xmlns='\(Namespace.pubsub)'/>", unserved),
    Row("of events", "romeo", .set, "<event xmlns='\(Namespace.pubsubEvent)'/>", unserved),
    Row("nothing", "romeo", .get, "", Told.badRequest),
    Row("text", "romeo", .get, "Hail", Told.badRequest),
    Row(
      "two elements", "romeo", .get, pubsub("<subscriptions/>") + pubsub("<affiliations/>"),
      Told.badRequest),
    Row("an error", "romeo", .get, "<error/>", unserved),
    .get("nothing in it", "romeo", "", Told.badRequest),
    .set("text in it", "romeo", "Hail", Told.badRequest),
    .get("nothing known", "romeo", "<odd/>", Told.unknown),
    .get("nothing of this namespace", "romeo", "<items xmlns='urn:a' node='open'/>", Told.unknown),
    .get("of another case", "romeo", "<Items node='open'/>", Told.unknown),
    .set("XEP-0248", "romeo", "<collection/>", Told.noCollections),
    .getOwned("nothing in it", "romeo", "", Told.badRequest),
    .getOwned("nothing known", "romeo", "<odd/>", Told.unknown),
    .setOwned(
      "nothing known", "tybalt", "<subscribe node='open' jid='tybalt@verona.lit'/>", Told.unknown),
  ]

  @Test func refused() async throws { try await World.play(Self.rows) }

  @Test func accepted() async throws {
    try await World.play([
      Row("XEP-0199", "tybalt", .get, "<ping xmlns='\(Namespace.ping)' odd='1'>text</ping>", "ok"),
      Row("XEP-0092", "tybalt", .get, "<query xmlns='\(Namespace.version)'/>", Told.result),
      Row("XEP-0202", "tybalt", .get, "<time xmlns='\(Namespace.time)'/>", Told.result),
    ])
  }
}
