import Testing
import XMPP

/// XEP-0060, section 6.3: why the options of a subscription are neither shown nor changed. A
/// request that gets them and one that sets them are refused alike.
@Suite(.timeLimit(.minutes(1))) struct OptionsRefusals {
  private static let type = "\(Namespace.pubsub)#subscribe_options"
  private static let deliver = form(type, field("pubsub#deliver", "1"))
  private static let notSubscribed = "modify: not-subscribed unexpected-request"

  private static func options(_ attributes: String, _ inner: String = "") -> String {
    "<options \(attributes)>\(inner)</options>"
  }

  private static func of(_ who: String, _ node: String, _ subid: String? = nil) -> String {
    let subid = subid.map { "subid='\($0)'" } ?? ""
    return "node='\(node)' jid='\(who)@verona.lit' \(subid)"
  }

  private static let cases: [(String, String, String, String)] = [
    ("6.3.4.1", "juliet", of("rosaline", "open"), Told.forbidden),
    ("6.3.4.1", "romeo", of("rosaline", "open"), Told.forbidden),
    ("6.3.4.1, a device", "juliet", "node='open' jid='samson@verona.lit/a'", Told.forbidden),
    ("6.3.4.1, nobody", "juliet", of("nobody", "open"), Told.forbidden),
    ("6.3.4.2", "juliet", of("juliet", "open"), notSubscribed),
    ("6.3.4.2, a device", "rosaline", "node='open' jid='rosaline@verona.lit/x'", notSubscribed),
    ("6.3.4.2, devices alone", "samson", of("samson", "open"), notSubscribed),
    ("6.3.4.2, closed", "juliet", of("juliet", "whitelist"), notSubscribed),
    ("6.3.4.2, blocked", "tybalt", of("tybalt", "open"), notSubscribed),
    ("6.3.4.2, an admin", "escalus", of("juliet", "open"), notSubscribed),
    ("6.3.4.3", "rosaline", "node='open'", Told.jidRequired),
    ("6.3.4.3", "rosaline", "node='open' jid=''", Told.jidRequired),
    ("6.3.4.3, no address", "rosaline", "node='open' jid='@'", Told.invalidJID),
    ("6.3.4.4", "gregory", of("gregory", "open"), Told.subIDRequired),
    ("6.3.4.4", "gregory", of("gregory", "open", ""), Told.subIDRequired),
    ("6.3.4.5", "rosaline", of("rosaline", "open", "none"), Told.invalidSubID),
    ("6.3.4.5, another's", "rosaline", of("rosaline", "open", "$gregory1"), Told.invalidSubID),
    (
      "6.3.4.5, of another node", "rosaline", of("rosaline", "everyone", "$rosaline"),
      Told.invalidSubID
    ),
    ("6.3.4.5, one of several", "gregory", of("gregory", "open", "none"), Told.invalidSubID),
    ("6.3.4.7", "rosaline", of("rosaline", "none"), Told.noNode),
    ("6.3.4.7", "rosaline", of("rosaline", "gone"), Told.noNode),
    ("6.1.3.11", "rosaline", of("rosaline", "moved"), Told.moved),
    ("6.3.4, no node", "rosaline", "jid='rosaline@verona.lit'", Told.nodeIDRequired),
    ("6.3.4, no node", "rosaline", of("rosaline", ""), Told.nodeIDRequired),
    ("6.3.4, a long name", "rosaline", of("rosaline", tooLong), Told.nameTooLong),
    ("no node, no jid", "rosaline", "", Told.nodeIDRequired),
    ("no jid, missing", "rosaline", "node='none'", Told.jidRequired),
    ("missing, another's", "juliet", of("rosaline", "none"), Told.noNode),
    ("another's, several", "juliet", of("gregory", "open"), Told.forbidden),
    ("another's, invalid", "juliet", of("gregory", "open", "none"), Told.forbidden),
    ("not subscribed, invalid", "juliet", of("juliet", "open", "none"), notSubscribed),
  ]

  private static let malformed: [Row] = [
    .get(
      "6.3.2, twice", "rosaline",
      options(of("rosaline", "open")) + options(of("rosaline", "everyone")), Told.badRequest),
    .set(
      "6.3.5, two requests", "rosaline",
      options(of("rosaline", "open"), deliver)
        + "<unsubscribe node='open' jid='rosaline@verona.lit'/>", Told.badRequest),
    .getOwned("6.3.2, of owners", "rosaline", options(of("rosaline", "open")), Told.unknown),
    .setOwned(
      "6.3.5, of owners", "rosaline", options(of("rosaline", "open"), deliver), Told.unknown),
  ]

  // MARK: Forms

  private static func set(_ inner: String) -> String { options(of("rosaline", "open"), inner) }

  private static let forms: [(String, String, String)] = [
    ("no form", "", Told.invalidOptions),
    ("another's form", "<x xmlns='urn:a'/>", Told.invalidOptions),
    ("two forms", deliver + deliver, Told.badRequest),
    ("a form", form(type, kind: "form"), Told.invalidOptions),
    ("a result", form(type, kind: "result"), Told.invalidOptions),
    ("an odd kind", form(type, kind: "odd"), Told.badRequest),
    ("of another type", form("\(Namespace.pubsub)#node_config"), Told.invalidOptions),
    ("of another type", form("odd", field("pubsub#deliver", "1")), Told.invalidOptions),
    (
      "a field twice", form(type, field("pubsub#deliver", "1"), field("pubsub#deliver", "1")),
      Told.invalidOptions
    ),
    (
      "an unknown field twice", form(type, field("odd", "1"), field("odd", "2")),
      Told.invalidOptions
    ),
  ]

  /// What a field may not be.
  private static let values: [(String, [String])] = [
    ("pubsub#deliver", ["perhaps", "", "2", "TRUE", "1</value><value>0"]),
    ("pubsub#digest", ["yes"]), ("pubsub#include_body", ["on"]),
    (
      "pubsub#digest_frequency",
      ["-1", "0", "999", "604800001", "often", "1.5", "1000</value><value>2000"]
    ),
    (
      "pubsub#expire",
      ["2001-01-01T00:00:00Z", "tomorrow", "2999-02-31T00:00:00Z", "2999-01-01", "PRESENCE"]
    ),
    ("pubsub#show-values", ["odd", "", "chat</value><value>odd"]),
    ("{\(Namespace.pubsubSubscriptions)}type", ["odd", "items</value><value>odd", "linked"]),
    ("{\(Namespace.pubsubSubscriptions)}depth", ["all", "1.5", "17", "0</value><value>1"]),
    (
      "x-pubsub#keywords",
      [
        String(repeating: "w", count: 129),
        (0...16).map(String.init).joined(separator: "</value><value>"),
      ]
    ),
    ("x-pubsub#public", ["everybody", "", "1</value><value>0"]),
  ]

  @Test func refused() async throws {
    let both = Self.cases.flatMap { section, who, attributes, expected -> [Row] in
      [
        .get(section, who, Self.options(attributes), expected),
        .set(section, who, Self.options(attributes, Self.deliver), expected),
      ]
    }
    let forms = Self.forms.map { Row.set("6.3.6.2, \($0)", "rosaline", Self.set($1), $2) }
    let values = Self.values.flatMap { name, values in
      values.map {
        Row.set(
          "6.3.6.2, \(name)", "rosaline", Self.set(form(Self.type, field(name, $0))),
          Told.invalidOptions)
      }
    }
    try await World.play(both + Self.malformed + forms + values)
  }

  @Test func accepted() async throws {
    let rows: [Row] = [
      .get("6.3.3", "escalus", Self.options(Self.of("rosaline", "open")), Told.result),
      .get("6.3.3", "nurse", Self.options(Self.of("nurse", "authorize")), Told.result),
      .get("6.3.3", "gregory", Self.options(Self.of("gregory", "open", "$gregory1")), Told.result),
      .set("6.3.6.1, cancelled", "rosaline", Self.set(form(Self.type, kind: "cancel")), "ok"),
      .set("6.3.6.1, cancelled", "rosaline", Self.set(form(nil, kind: "cancel")), "ok"),
      .set(
        "6.3.6.1, without a type", "rosaline", Self.set(form(nil, field("pubsub#deliver", "0"))),
        "ok"),
      .set("6.3.6.1, unknown", "rosaline", Self.set(form(Self.type, field("odd", "1"))), "ok"),
      .set(
        "6.3.6.1, a depth", "rosaline",
        Self.set(form(Self.type, field("{\(Namespace.pubsubSubscriptions)}depth", "-7"))), "ok"),
      .set(
        "12.19, too long", "rosaline",
        Self.set(form(Self.type, field("pubsub#expire", "2999-01-01T00:00:00Z"))), "ok"),
      .get(
        "6.3.5, with a get", "rosaline", Self.set(form(Self.type, field("pubsub#deliver", "1"))),
        "ok"),
      .set(
        "6.3.6.1, an admin", "escalus",
        Self.options(Self.of("rosaline", "everyone"), Self.deliver), "ok"),
      .set(
        "XEP-0465, an admin", "escalus",
        Self.options(
          Self.of("rosaline", "everyone"), form(Self.type, field("x-pubsub#public", "1"))),
        Told.forbidden),
      .set(
        "XEP-0465", "rosaline",
        Self.options(
          Self.of("rosaline", "everyone"), form(Self.type, field("x-pubsub#public", "1"))),
        "ok"),
    ]
    try await World.play(rows, isChanged: true)
  }
}
