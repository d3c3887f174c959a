import Testing
import XMPP

/// XEP-0060, section 8.1: why no node is created. For its configuration see `NodeFormRefusals`.
@Suite(.timeLimit(.minutes(1))) struct CreateRefusals {
  private static func create(_ node: String, _ more: String = "") -> String {
    "<create node='\(node)'/>\(more)"
  }

  private static let configure = "<configure>\(form(nil, field("pubsub#title", "T")))</configure>"

  private static let cases: [Row] = [
    .set("8.1.1, of another domain", World.hamlet, create("none"), Told.forbidden),
    .set("8.1.1, an instant node", World.hamlet, "<create/>", Told.forbidden),
    .set("8.1.1, a server", "verona.lit", create("none"), Told.forbidden),
    .set("8.1.1", "juliet", create("city/hall"), Told.forbidden),
    .set("8.1.1", "juliet", create("open"), "cancel: conflict"),
    .set("8.1.1", "romeo", create("open"), "cancel: conflict"),
    .set("8.1.1", "escalus", create("whitelist", configure), "cancel: conflict"),
    .set("8.1.1, of the commands", "juliet", create(Namespace.commands), "modify: not-acceptable"),
    .set(
      "8.1.1, of the commands", "escalus", create("\(Namespace.pubsub)#get-pending"),
      "modify: not-acceptable"),
    .set("quota of nodes", "beggar", create("none"), "cancel: max-nodes-exceeded not-allowed"),
    .set("quota of nodes", "beggar", "<create/>", "cancel: max-nodes-exceeded not-allowed"),
    .set(
      "XEP-0496, below another's", "juliet",
      create("none", "<configure>\(form(nil, field(World.parent, "house")))</configure>"),
      Told.forbidden),
    .set(
      "XEP-0496, beside another's", "juliet",
      create("none", "<configure>\(form(nil, field(World.link, "open")))</configure>"),
      Told.forbidden),
    .set(
      "XEP-0496, below what is closed", "juliet",
      create("none", "<configure>\(form(nil, field(World.parent, "vault")))</configure>"),
      Told.forbidden),
  ]

  private static let malformed: [Row] = [
    .set("8.1.1", "juliet", create(""), Told.nodeIDRequired),
    .set("8.1.1, a long name", "juliet", create(tooLong), Told.nameTooLong),
    .set("8.1.3", "juliet", create("none", "<configure node='none'/>"), Told.badRequest),
    .set("8.1.3", "juliet", create("none", "<configure node=''/>"), Told.badRequest),
    .set("8.1.3, in another order", "juliet", configure + create("none"), Told.badRequest),
    .set("8.1.3, twice", "juliet", create("none", configure + configure), Told.badRequest),
    .set("8.1.1, twice", "juliet", create("none") + create("none2"), Told.badRequest),
    .set(
      "8.1.1, two requests", "juliet", create("none") + publish("none", "a", ""), Told.badRequest),
    .get("8.1.1, a get", "juliet", create("none"), Told.unknown),
    .setOwned("8.1.1, of owners", "juliet", create("none"), Told.unknown),
    .set("8.1.3, nothing else", "juliet", configure, Told.unknown),
    .set("XEP-0248", "juliet", "<collection node='none'/>", Told.noCollections),
  ]

  private static let precedence: [Row] = [
    .set("malformed, forbidden", World.hamlet, create(""), Told.nodeIDRequired),
    .set(
      "malformed, there already", "juliet", create("open", "<configure node='open'/>"),
      Told.badRequest),
    .set("forbidden, there already", World.hamlet, create("open"), Told.forbidden),
    .set(
      "forbidden, invalid form", World.hamlet,
      create("none", "<configure>\(form("odd"))</configure>"), Told.forbidden),
    .set(
      "there already, invalid form", "juliet",
      create("open", "<configure>\(form("odd"))</configure>"), "cancel: conflict"),
    .set("there already, too many", "beggar", create("open"), "cancel: conflict"),
    .set("reserved, too many", "beggar", create("city/hall"), Told.forbidden),
    .set(
      "invalid form, too many", "beggar", create("none", "<configure>\(form("odd"))</configure>"),
      Told.badRequest),
  ]

  @Test func refused() async throws {
    try await World.play(Self.cases + Self.malformed + Self.precedence)
  }

  @Test func accepted() async throws {
    let rows: [Row] = [
      .set("8.1.2", "juliet", Self.create("none"), pubsub("<create node='none'/>")),
      .set("8.1.2, again", "juliet", Self.create("none"), "cancel: conflict"),
      .set("8.1.2, a long name", "juliet", Self.create(long), Told.result),
      .set("8.1.2, of another case", "juliet", Self.create("OPEN"), Told.result),
      .set("8.1.2, that was deleted", "juliet", Self.create("gone"), Told.result),
      .set("8.1.2, that has moved", "juliet", Self.create("moved"), Told.result),
      .get("8.1.2, that had moved", "juliet", "<items node='moved'/>", Told.result),
      .set("8.1.2", "escalus", Self.create("city/hall"), Told.result),
      .set("8.1.2, no form", "juliet", Self.create("formless", "<configure/>"), Told.result),
      .set(
        "8.1.3, more beside it", "juliet",
        "<x xmlns='urn:a'/>" + Self.create("more", "<later/>" + Self.configure), Told.result),
    ]
    try await World.play(rows, isChanged: true)
  }
}
