import Testing
import XMPP

/// XEP-0060, section 7.1.5, and XEP-0395: preconditions of a publish. What is not met, not known or
/// not possible is `precondition-not-met`; a form that is none, or is meant for something else, is
/// malformed.
@Suite(.timeLimit(.minutes(1))) struct PublishOptionsRefusals {
  private static let thing = "<a xmlns='urn:a'/>"
  private static let type = "\(Namespace.pubsub)#publish-options"

  private static func options(_ inner: String, node: String = "open") -> String {
    publish(node, "a", thing) + "<publish-options>\(inner)</publish-options>"
  }

  /// Under one precondition.
  private static func under(_ name: String, _ values: String..., node: String = "open") -> String {
    let values = values.map { "<value>\($0)</value>" }.joined()
    return options(form(type, "<field var='\(name)'>\(values)</field>"), node: node)
  }

  private static let notMet: [Row] = [
    under("pubsub#access_model", "whitelist"),
    under("pubsub#access_model", "open", node: "whitelist"),
    under("pubsub#persist_items", "0"),
    under("pubsub#persist_items", "true", node: "transient"),
    under("pubsub#max_items", "7"), under("pubsub#max_items", "max", node: "pair"),
    under("pubsub#title", "Roses"), under("pubsub#type", Namespace.atom),
    under("pubsub#itemreply", "none"), under("pubsub#notify_sub", "false"),
    under("pubsub#roster_groups_allowed", "Friends", "Foes", node: "roster"),
    under("pubsub#roster_groups_allowed", node: "roster"),
    under(World.parent, "vault", node: "house/room"), under(World.link, "house", node: "shelf"),
  ].map { .set("7.1.5, not met", "romeo", $0, Told.precondition) }

  private static let impossible: [Row] = [
    under("pubsub#odd", "1"), under("odd", ""), under("", "1"), under("pubsub#creator", "a@b.c"),
    under("pubsub#num_subscribers", "0"), under("pubsub#access_model", "odd"),
    under("pubsub#persist_items", "perhaps"), under("pubsub#persist_items", "TRUE"),
    under("pubsub#persist_items"), under("pubsub#max_items", "-1"),
    under("pubsub#max_items", "many"), under("pubsub#item_expire", "0"),
    under("pubsub#max_payload_size", "0"), under("pubsub#node_type", "collection"),
    under("pubsub#access_model", "open", "whitelist"), under("pubsub#title", "a", "b"),
    under("pubsub#contact", "@"), under("pubsub#language", "no language"),
    under(World.parent, tooLong),
  ].map { .set("7.1.5, not possible", "romeo", $0, Told.precondition) }

  private static let kept = field("pubsub#persist_items", "1")

  private static let malformed: [Row] = [
    .set("7.1.5, no form", "romeo", options(""), Told.badRequest),
    .set("7.1.5, another's form", "romeo", options("<x xmlns='urn:a'/>"), Told.badRequest),
    .set(
      "7.1.5, two forms", "romeo", options(form(type, kept) + form(type, kept)),
      Told.badRequest),
    .set(
      "7.1.5, twice", "romeo",
      options(form(type, kept)) + "<publish-options>\(form(type, kept))</publish-options>",
      Told.badRequest),
    .set(
      "7.1.5, of another type", "romeo", options(form("\(Namespace.pubsub)#node_config", kept)),
      Told.badRequest),
    .set("7.1.5, of another type", "romeo", options(form("", kept)), Told.badRequest),
    .set(
      "XEP-0004, a form", "romeo", options(form(type, kept, kind: "form")), Told.badRequest),
    .set(
      "XEP-0004, a result", "romeo", options(form(type, kept, kind: "result")),
      Told.badRequest),
    .set(
      "XEP-0004, cancelled", "romeo", options(form(type, kept, kind: "cancel")),
      Told.badRequest),
    .set("XEP-0004, an odd kind", "romeo", options(form(type, kind: "odd")), Told.badRequest),
    .set("XEP-0004, a field twice", "romeo", options(form(type, kept, kept)), Told.invalidOptions),
    .set(
      "XEP-0004, too many fields", "romeo",
      options(form(type, (0..<300).map { "<field var='f\($0)'/>" }.joined())),
      "modify: not-acceptable"),
  ]

  private static let capValue = "pubsub#prev_item_cap_value"

  private static let newest: [Row] = [
    under(capValue, "made-up"), under(capValue), under(capValue, ""),
    under(capValue, "a", "b"), under(capValue, "made-up", node: "pings"),
  ].map {
    .set(
      "XEP-0395, 3.3", "romeo", $0,
      "modify: precondition-not-met conflict compare-and-publish-failed")
  }

  private static let precedence: [Row] = [
    .set(
      "malformed, missing", World.hamlet, options(form("odd", kept), node: "none"),
      Told.noNode),
    .set(
      "missing, not met", World.hamlet, under("pubsub#access_model", "whitelist", node: "none"),
      Told.noNode),
    .set(
      "forbidden, not met", "juliet", under("pubsub#access_model", "whitelist"), Told.forbidden),
    .set("forbidden, not known", "tybalt", under("pubsub#odd", "1"), Told.forbidden),
    .set("forbidden, not the newest", "tybalt", under(capValue, "made-up"), Told.forbidden),
    .set(
      "not met, no item", "romeo",
      "<publish node='open'/><publish-options>"
        + form(type, field("pubsub#persist_items", "0")) + "</publish-options>",
      Told.precondition),
    .set(
      "not met, full", "romeo", under("pubsub#persist_items", "0", node: "full"),
      Told.precondition),
    .set(
      "not known, not the newest", "romeo",
      options(
        form(
          type, field(capValue, "a"), field("pubsub#odd", "1"))),
      Told.precondition),
    .set(
      "7.1.4, what cannot be made true", "juliet",
      under("pubsub#access_model", "odd", node: "none"), Told.precondition),
    .set(
      "7.1.4, not known", "juliet", under("pubsub#odd", "1", node: "none"), Told.precondition),
    .set(
      "7.1.4, below another", "romeo", under(World.parent, "house", node: "none"),
      Told.precondition),
  ]

  @Test func refused() async throws {
    try await World.play(
      Self.notMet + Self.impossible + Self.malformed + Self.newest + Self.precedence)
  }

  @Test func accepted() async throws {
    let rows: [Row] = [
      .set("7.1.5", "romeo", Self.under("pubsub#access_model", "open"), Told.result),
      .set(
        "7.1.5, without a type", "romeo", Self.options(form(nil, Self.kept)), Told.result),
      .set("7.1.5, nothing in it", "romeo", Self.options(form(Self.type)), Told.result),
      .set(
        "XEP-0004, no kind", "romeo",
        Self.options("<x xmlns='jabber:x:data'>\(Self.kept)</x>"), Told.result),
      .set("7.1.5, words", "romeo", Self.under("pubsub#persist_items", "true"), Told.result),
      .set("7.1.5, no limit", "romeo", Self.under("pubsub#max_items", "max"), Told.result),
      .set(
        "7.1.5, a limit", "romeo", Self.under("pubsub#max_items", "2", node: "pair"), Told.result),
      .set(
        "7.1.5, a list", "romeo",
        Self.under("pubsub#roster_groups_allowed", "Friends", node: "roster"), Told.result),
      .set(
        "7.1.5, relations", "romeo", Self.under(World.parent, "house", node: "house/room"),
        Told.result),
      .set(
        "7.1.4", "juliet", Self.under("pubsub#access_model", "whitelist", node: "none"),
        Told.result),
      .set(
        "XEP-0395, none yet", "romeo", Self.under(Self.capValue, "", node: "vault"), Told.result),
    ]
    try await World.play(rows, isChanged: true)
  }
}
