import Store
import Testing
import XMPP

/// The configuration form of sections 8.1.3 and 8.2.4, by which a node is created or changed: each
/// row is asked both ways. A value that is not offered is `not-acceptable` (section 8.2.5.2), a
/// form that is none, or is meant for something else, is malformed.
@Suite(.timeLimit(.minutes(1))) struct NodeFormRefusals {
  static let type = "\(Namespace.pubsub)#node_config"
  private static let title = field("pubsub#title", "T")

  private static let forms: [(String, String, String)] = [
    ("two forms", form(type, title) + form(type, title), Told.badRequest),
    ("a form", form(type, title, kind: "form"), Told.badRequest),
    ("a result", form(type, title, kind: "result"), Told.badRequest),
    ("an odd kind", form(type, title, kind: "odd"), Told.badRequest),
    (
      "of another type", form("\(Namespace.pubsub)#publish-options", title), Told.badRequest
    ),
    ("of another type", form("\(Namespace.pubsub)#meta-data", title), Told.badRequest),
    ("of an empty type", form("", title), Told.badRequest),
    ("a field twice", form(type, title, title), Told.invalidOptions),
    (
      "an unknown field twice", form(type, field("odd", "1"), field("odd", "2")),
      Told.invalidOptions
    ),
    ("its type twice", form(type, field("FORM_TYPE", type), title), Told.invalidOptions),
    (
      "too many fields", form(type, (0..<300).map { field("f\($0)") }.joined()),
      "modify: not-acceptable"
    ),
    (
      "too many values",
      form(type, "<field var='odd'>\(String(repeating: "<value/>", count: 1025))</field>"),
      "modify: not-acceptable"
    ),
  ]

  private static let two = "1</value><value>0"
  private static let booleans = [
    "persist_items", "subscribe", "tempsub", "purge_offline", "deliver_notifications",
    "deliver_payloads", "presence_based_delivery", "notify_config", "notify_delete",
    "notify_retract", "notify_sub",
  ]

  /// What a field may not be.
  private static let values: [(String, [String])] =
    booleans.map { ("pubsub#\($0)", ["perhaps", "", "2", "TRUE", "yes", two]) } + [
      ("{\(Namespace.pubsubCaching)}allowed-for-suggestions", ["perhaps"]),
      (
        "pubsub#max_items",
        ["-1", "many", "1.5", "MAX", " 1", "+1", "max</value><value>1"]
      ),
      ("pubsub#item_expire", ["0", "-1", "later", "1</value><value>2"]),
      ("pubsub#max_payload_size", ["0", "-1", "max", "big", "1</value><value>2"]),
      ("pubsub#publish_node_full", ["odd", "", "reject</value><value>odd"]),
      ("pubsub#publish_model", ["odd", "", "Open", "open</value><value>publishers"]),
      ("pubsub#send_last_published_item", ["odd", "", "true", "on_sub</value><value>never"]),
      ("pubsub#notification_type", ["chat", "odd", ""]),
      ("pubsub#itemreply", ["owner", "odd", ""]),
      ("pubsub#language", ["no language", "-", "en_GB", "1", "en</value><value>de"]),
      ("pubsub#contact", ["@", "romeo@verona.lit</value><value>a b@c"]),
      ("pubsub#title", ["a</value><value>b", String(repeating: "t", count: 4097)]),
      ("pubsub#description", ["a</value><value>b"]), ("pubsub#type", ["a</value><value>b"]),
      (
        "pubsub#roster_groups_allowed",
        [(0...64).map(String.init).joined(separator: "</value><value>")]
      ),
      (World.parent, [tooLong, "house</value><value>open"]),
    ]

  /// What has a condition of its own.
  private static let others: [(String, String, String)] = [
    (
      "8.1.2", field("pubsub#access_model", "odd"),
      "modify: unsupported-access-model not-acceptable"
    ),
    ("8.1.2", field("pubsub#access_model", ""), "modify: unsupported-access-model not-acceptable"),
    ("8.1.2", field("pubsub#access_model"), "modify: unsupported-access-model not-acceptable"),
    (
      "8.1.2", field("pubsub#access_model", "open", "whitelist"),
      "modify: unsupported-access-model not-acceptable"
    ),
    ("XEP-0248", field("pubsub#node_type", "collection"), Told.noCollections),
    ("XEP-0248", field("pubsub#node_type", "odd"), Told.noCollections),
    (
      "XEP-0496, 4.2, no such node", field(World.parent, "none"),
      "cancel: invalid-option not-allowed"
    ),
    (
      "XEP-0496, 4.2, no such node", field(World.link, "gone"), "cancel: invalid-option not-allowed"
    ),
    (
      "XEP-0496, 4.2, another parent",
      field(World.link, "house/room") + field(World.parent, "vault"),
      "cancel: invalid-option not-allowed"
    ),
  ]

  @Test func refused() async throws {
    let all =
      Self.forms.map { ($0.0, $0.1, $0.2) }
      + Self.values.flatMap { name, values in
        values.map { (name, form(Self.type, field(name, $0)), Told.notOffered) }
      } + Self.others.map { ($0.0, form(Self.type, $0.1), $0.2) }
    try await World.play(
      all.flatMap { section, form, expected -> [Row] in
        [
          .set(
            "8.1.3, \(section)", "romeo",
            "<create node='none'/><configure>\(form)</configure>", expected),
          .setOwned(
            "8.2.4, \(section)", "romeo", "<configure node='quiet'>\(form)</configure>", expected),
        ]
      })
  }

  /// Fields that nobody knows, or that say what the service alone knows, are passed over; lists may
  /// be empty.
  @Test func accepted() async throws {
    let forms: [String] = [
      form(nil, Self.title), "<x xmlns='jabber:x:data'>\(Self.title)</x>", form(Self.type),
      form(Self.type, kind: "cancel"), form(nil, kind: "cancel"),
      form(Self.type, field("odd", "1"), field("pubsub#body_xslt", "http://a.b/c")),
      form(Self.type, field("pubsub#creator", "juliet@verona.lit")),
      form(Self.type, field("pubsub#creation_date", "now"), field("pubsub#num_subscribers", "9")),
      form(Self.type, field("pubsub#owner", "juliet@verona.lit"), field("pubsub#publisher", "@")),
      form(Self.type, "<field><value>1</value></field><field type='fixed'/><item/>"),
      form(Self.type, "<title>T</title><reported/>"),
      form(Self.type, field("pubsub#contact"), field("pubsub#roster_groups_allowed", "")),
      form(Self.type, field("pubsub#max_items", "0"), field("pubsub#item_expire", "")),
      form(Self.type, field("pubsub#max_items"), field("pubsub#max_payload_size")),
      form(Self.type, field("pubsub#max_items", "99999999999999999999")),
      form(Self.type, field("pubsub#max_payload_size", "99999999999999999999")),
      form(Self.type, field("pubsub#persist_items", " true "), field("pubsub#language", "")),
      form(Self.type, field(World.parent, ""), field(World.link)),
      form(Self.type, field("pubsub#node_type", "leaf")),
    ]
    let rows = forms.flatMap { form -> [Row] in
      [
        .set("8.1.3", "romeo", "<create/><configure>\(form)</configure>", Told.result),
        .setOwned("8.2.4", "romeo", "<configure node='house'>\(form)</configure>", "ok"),
      ]
    }
    try await World.play(rows, isChanged: true)
  }

  /// What the server does not let us do is not offered.
  @Test(arguments: ["presence", "roster"]) func withoutRosters(model: String) async throws {
    let desk = try await Desk()
    let form = form(Self.type, field("pubsub#access_model", model))
    #expect(
      try await desk.set("romeo", "<create node='a'/><configure>\(form)</configure>")
        == "modify: unsupported-access-model not-acceptable")
    try await desk.store.close()
  }
}
