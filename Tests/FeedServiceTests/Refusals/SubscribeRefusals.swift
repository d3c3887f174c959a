import Testing
import XMPP

/// XEP-0060, section 6.1.3: why nobody is subscribed; section 6.3.7 for the options that come
/// along.
@Suite(.timeLimit(.minutes(1))) struct SubscribeRefusals {
  private static func subscribe(_ node: String, _ jid: String, _ more: String = "") -> String {
    "<subscribe node='\(node)' jid='\(jid)'/>\(more)"
  }

  /// Somebody subscribes their own address.
  private static func subscribe(_ node: String, _ more: String = "") -> (String) -> String {
    { who in subscribe(node, who.contains("@") ? "hamlet@denmark.lit" : "\(who)@verona.lit", more) }
  }

  private static func row(
    _ section: String, _ who: String, _ request: (String) -> String, _ expected: String,
    at location: SourceLocation = #_sourceLocation
  ) -> Row {
    .set(section, who, request(who), expected, at: location)
  }

  private static let addresses: [Row] = [
    "romeo@verona.lit", "romeo@verona.lit/phone", "verona.lit", "juliet@denmark.lit",
    "juliet.verona.lit", Desk.address, "@verona.lit", "juliet@", "juliet@verona.lit/", "@", "a b@c",
    "juliet@verona.lit@verona.lit", "\(tooLong)@verona.lit", " ",
  ].map { .set("6.1.3.1", "juliet", subscribe("open", $0), Told.invalidJID) }

  private static let access: [Row] =
    [
      row("6.1.3.2", "juliet", subscribe("presence"), Told.presenceRequired),
      row("6.1.3.2", World.hamlet, subscribe("presence"), Told.presenceRequired),
      row("6.1.3.3", "juliet", subscribe("roster"), Told.notInGroup),
      row("6.1.3.3", "balthasar", subscribe("roster"), Told.notInGroup),
      row("6.1.3.4", "juliet", subscribe("whitelist"), Told.closed),
      row("6.1.3.4, above", "juliet", subscribe("vault/chest"), Told.closed),
      row("6.1.3.7", "nurse", subscribe("authorize"), Told.pending),
      row("6.1.3.7", "nurse", subscribe("guild"), Told.pending),
      row("6.1.3.8, may publish only", "paris", subscribe("open"), Told.forbidden),
      row("6.1.3.8", "paris", subscribe("everyone"), Told.forbidden),
      row("6.1.3.9", "beggar", subscribe("open"), "wait: too-many-subscriptions policy-violation"),
      .set(
        "6.1.3.9", "samson", subscribe("open", "samson@verona.lit/d"),
        "wait: too-many-subscriptions policy-violation"),
      row("6.1.3.9", "samson", subscribe("open"), "wait: too-many-subscriptions policy-violation"),
      row(
        "6.1.3.10", "juliet", subscribe("quiet"),
        "cancel: unsupported=subscribe feature-not-implemented"),
      row(
        "6.1.3.10", "romeo", subscribe("quiet"),
        "cancel: unsupported=subscribe feature-not-implemented"),
      row("6.1.3.11", "juliet", subscribe("moved"), Told.moved),
      row("6.1.3.12", "juliet", subscribe("none"), Told.noNode),
      row("6.1.3.12", World.hamlet, subscribe("gone"), Told.noNode),
    ]
    + ["open", "presence", "roster", "authorize", "whitelist", "everyone", "vault/chest"].map {
      row("6.1.3.8", "tybalt", subscribe($0), Told.forbidden)
    }

  private static let malformed: [Row] = [
    .set("6.1.1", "juliet", "<subscribe jid='juliet@verona.lit'/>", Told.nodeIDRequired),
    .set("6.1.1", "juliet", subscribe("", "juliet@verona.lit"), Told.nodeIDRequired),
    .set("6.1.1, a long name", "juliet", subscribe(tooLong, "juliet@verona.lit"), Told.nameTooLong),
    .set("6.1.1", "juliet", "<subscribe node='open'/>", Told.jidRequired),
    .set("6.1.1", "juliet", subscribe("open", ""), Told.jidRequired),
    row("6.1.1, twice", "juliet", subscribe("open", "<subscribe node='house'/>"), Told.badRequest),
    row(
      "6.1.1, two requests", "juliet",
      subscribe("open", "<unsubscribe node='open' jid='juliet@verona.lit'/>"), Told.badRequest),
    .get("6.1.1, a get", "juliet", subscribe("open", "juliet@verona.lit"), Told.unknown),
    .setOwned("6.1.1, of owners", "juliet", subscribe("open", "juliet@verona.lit"), Told.unknown),
    .set(
      "6.1.1, of others", "juliet", "<subscribe xmlns='urn:a' node='open'/>", Told.unknown),
  ]

  private static let type = "\(Namespace.pubsub)#subscribe_options"

  /// With options: a form or what stands in its place.
  private static func with(_ inner: String, _ attributes: String = "", node: String = "open")
    -> (String) -> String
  {
    subscribe(node, "<options \(attributes)>\(inner)</options>")
  }

  private static let deliver = form(type, field("pubsub#deliver", "1"))

  private static let options: [Row] = [
    row("6.3.7", "juliet", with(deliver, "node='open'"), Told.badRequest),
    row("6.3.7", "juliet", with(deliver, "node=''"), Told.badRequest),
    row("6.3.7", "juliet", with(deliver, "jid='juliet@verona.lit'"), Told.badRequest),
    .set(
      "6.3.7, in another order", "juliet",
      "<options>\(deliver)</options>" + subscribe("open", "juliet@verona.lit"), Told.badRequest),
    .set(
      "6.3.7, in another order", "juliet",
      "<options node='open' jid='juliet@verona.lit'>\(deliver)</options>"
        + subscribe("open", "juliet@verona.lit"), Told.badRequest),
    row(
      "6.3.7, twice", "juliet",
      subscribe("open", "<options>\(deliver)</options><options>\(deliver)</options>"),
      Told.badRequest),
    row("6.3.7, two forms", "juliet", with(deliver + deliver), Told.badRequest),
    row(
      "6.3.7, of another type", "juliet",
      with(form("\(Namespace.pubsub)#node_config", field("pubsub#deliver", "1"))),
      Told.invalidOptions),
    row("6.3.7, a form", "juliet", with(form(type, kind: "form")), Told.invalidOptions),
    row("6.3.7, a result", "juliet", with(form(type, kind: "result")), Told.invalidOptions),
    row("6.3.7, an odd kind", "juliet", with(form(type, kind: "odd")), Told.badRequest),
    row(
      "6.3.6.2", "juliet", with(form(type, field("pubsub#deliver", "perhaps"))),
      Told.invalidOptions),
    row(
      "6.3.6.2", "juliet", with(form(type, field("pubsub#expire", "2001-01-01T00:00:00Z"))),
      Told.invalidOptions),
    row(
      "XEP-0004, a field twice", "juliet",
      with(form(type, field("pubsub#deliver", "1"), field("pubsub#deliver", "0"))),
      Told.invalidOptions),
  ]

  private static let precedence: [Row] = [
    .set("no node, no jid", "juliet", "<subscribe/>", Told.nodeIDRequired),
    .set("no jid, missing", "juliet", "<subscribe node='none'/>", Told.jidRequired),
    .set("another's, missing", "juliet", subscribe("none", "romeo@verona.lit"), Told.invalidJID),
    .set("another's, moved", "juliet", subscribe("moved", "romeo@verona.lit"), Told.invalidJID),
    .set(
      "another's, closed", "juliet", subscribe("whitelist", "romeo@verona.lit"), Told.invalidJID),
    .set("another's, blocked", "tybalt", subscribe("open", "romeo@verona.lit"), Told.invalidJID),
    row(
      "malformed, missing", "juliet", with(deliver, "node='none'", node: "none"), Told.badRequest),
    row("blocked, not supported", "tybalt", subscribe("quiet"), Told.forbidden),
    row("blocked, too many", "paris", subscribe("quiet"), Told.forbidden),
    row("closed, invalid options", "juliet", with(form("odd"), node: "whitelist"), Told.closed),
    row("closed, too many", "beggar", subscribe("whitelist"), Told.closed),
    row("pending, invalid options", "nurse", with(form("odd"), node: "authorize"), Told.pending),
    row(
      "not supported, invalid options", "juliet", with(form("odd"), node: "quiet"),
      "cancel: unsupported=subscribe feature-not-implemented"),
    row("invalid options, too many", "beggar", with(form("odd")), Told.invalidOptions),
  ]

  @Test func refused() async throws {
    try await World.play(
      Self.addresses + Self.access + Self.malformed + Self.options + Self.precedence)
  }

  @Test func accepted() async throws {
    let rows: [Row] = [
      .set("6.1.2, prepared", "juliet", Self.subscribe("open", "JULIET@Verona.LIT"), Told.result),
      .set("6.1.2, a device", "juliet", Self.subscribe("open", "juliet@verona.lit/x"), Told.result),
      Self.row("6.1.6, again", "rosaline", Self.subscribe("open"), Told.result),
      Self.row("6.1.6, again", "gregory", Self.subscribe("open"), Told.result),
      Self.row("6.1.4", "juliet", Self.subscribe("authorize"), Told.result),
      Self.row("6.1.4, again", "juliet", Self.subscribe("authorize"), Told.pending),
      Self.row("6.1.4, a member", "mercutio", Self.subscribe("authorize"), Told.result),
      Self.row("6.1.1", "peter", Self.subscribe("roster"), Told.result),
      Self.row("6.1.1", "escalus", Self.subscribe("vault/chest"), Told.result),
      Self.row("6.3.7, cancelled", "lady", Self.with(form(Self.type, kind: "cancel")), Told.result),
      Self.row("6.3.7, no form", "hasty", Self.with("<x xmlns='urn:a'/>"), Told.result),
      Self.row(
        "6.3.7, without a type", "juliet",
        Self.with(form(nil, field("pubsub#deliver", "false"), field("odd", "1"))), Told.result),
    ]
    try await World.play(rows, isChanged: true)
  }
}
