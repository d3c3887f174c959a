import Testing
import XMPP

/// XEP-0060, sections 5.1 to 5.5, with XEP-0030, XEP-0462 and XEP-0499: why nothing is discovered.
@Suite(.timeLimit(.minutes(1))) struct DiscoveryRefusals {
  private static func info(_ attributes: String, _ inner: String = "") -> String {
    "<query xmlns='\(Namespace.discoInfo)' \(attributes)>\(inner)</query>"
  }

  private static func items(_ attributes: String, _ inner: String = "") -> String {
    "<query xmlns='\(Namespace.discoItems)' \(attributes)>\(inner)</query>"
  }

  /// Who may not see a node, and who sees it but not its items.
  private static let access: [(String, String, String, info: String, items: String)] = [
    ("presence", "juliet", "presence", Told.presenceRequired, Told.presenceRequired),
    ("roster", "juliet", "roster", Told.notInGroup, Told.notInGroup),
    ("roster", "balthasar", "roster", Told.notInGroup, Told.notInGroup),
    ("authorize", "juliet", "authorize", Told.result, Told.notSubscribed),
    ("authorize", "nurse", "authorize", Told.result, Told.notSubscribed),
    ("whitelist", "juliet", "whitelist", Told.closed, Told.closed),
    ("whitelist above", "juliet", "vault/chest", Told.closed, Told.closed),
    ("publish-only", "paris", "open", Told.result, Told.forbidden),
    ("publish-only", "paris", "whitelist", Told.result, Told.forbidden),
    ("an outcast", "tybalt", "open", Told.forbidden, Told.forbidden),
    ("an outcast", "tybalt", "whitelist", Told.forbidden, Told.forbidden),
    ("an outcast", "tybalt", "authorize", Told.forbidden, Told.forbidden),
    ("missing", "romeo", "none", Told.noNode, Told.noNode),
    ("missing", "tybalt", "gone", Told.noNode, Told.noNode),
    ("moved", "tybalt", "moved", Told.moved, Told.moved),
    ("no name", "romeo", "", Told.nodeIDRequired, Told.nodeIDRequired),
    ("a long name", "romeo", tooLong, Told.nameTooLong, Told.nameTooLong),
    ("an item", "romeo", "rose", Told.noNode, Told.noNode),
  ]

  private static let kinds: [Row] = [
    Row("5.3, a set", "romeo", .set, info(""), "cancel: service-unavailable"),
    Row("5.2, a set", "romeo", .set, items(""), "cancel: service-unavailable"),
    Row(
      "5.3, of another version", "romeo", .get, "<query xmlns='urn:info'/>",
      "cancel: service-unavailable"),
    Row(
      "5.3, another element", "romeo", .get, "<info xmlns='\(Namespace.discoInfo)'/>",
      "cancel: service-unavailable"),
  ]

  // MARK: XEP-0462

  private static func filter(_ inner: String) -> String {
    items("", "<filter xmlns='\(Namespace.pubsubFilter)'>\(inner)</filter>")
  }

  private static let included = field("included-types", "a")

  private static let filters: [Row] = [
    ("no form", filter(""), Told.badRequest),
    (
      "both", filter(form(Namespace.pubsubFilter, included, field("excluded-types", "b"))),
      Told.badRequest
    ),
    (
      "both, empty",
      filter(form(Namespace.pubsubFilter, field("included-types"), field("excluded-types"))),
      Told.badRequest
    ),
    ("of another type", filter(form("odd", included)), Told.badRequest),
    ("a form", filter(form(Namespace.pubsubFilter, included, kind: "form")), Told.badRequest),
    ("a result", filter(form(Namespace.pubsubFilter, included, kind: "result")), Told.badRequest),
    ("cancelled", filter(form(Namespace.pubsubFilter, included, kind: "cancel")), Told.badRequest),
    ("an odd kind", filter(form(Namespace.pubsubFilter, included, kind: "odd")), Told.badRequest),
    (
      "a field twice", filter(form(Namespace.pubsubFilter, included, included)), Told.invalidOptions
    ),
    (
      "too many types",
      filter(
        form(
          Namespace.pubsubFilter,
          "<field var='included-types'>"
            + (0...32).map { "<value>\($0)</value>" }.joined() + "</field>")), Told.tooMany
    ),
  ].map { Row("XEP-0462, \($0)", "romeo", .get, $1, $2) }

  // MARK: XEP-0499

  private static func tree(_ fields: String..., kind: String = "submit", set: String = "") -> String
  {
    items("node='house'", form(Namespace.pubsubDiscovery, fields.joined(), kind: kind) + set)
  }

  private static let trees: [Row] =
    [
      ("an odd type", tree(field("type", "leaves")), Told.badRequest),
      ("a type and an odd one", tree(field("type", "items", "")), Told.badRequest),
      ("no boolean", tree(field("linked_nodes", "perhaps")), Told.badRequest),
      ("no boolean", tree(field("full_metadata", "2")), Told.badRequest),
      ("no depth", tree(field("depth", "all")), Told.badRequest),
      ("no depth", tree(field("depth", "1.5")), Told.badRequest),
      ("a field twice", tree(field("depth", "1"), field("depth", "2")), Told.badRequest),
      ("a form", tree(kind: "form"), Told.badRequest),
      ("a result", tree(kind: "result"), Told.badRequest),
      ("cancelled", tree(kind: "cancel"), Told.badRequest),
      ("by number", tree(set: resultSet("<index>0</index>")), Told.unknown),
      ("no such place", tree(set: resultSet("<after>made-up</after>")), Told.noPlace),
      ("no such place", tree(set: resultSet("<before>made-up</before>")), Told.noPlace),
      ("no such place", tree(set: resultSet("<after>$node</after>")), Told.noPlace),
      ("no such place", tree(set: resultSet("<after>$step.x</after>")), Told.noPlace),
      ("no such place", tree(set: resultSet("<after>$step-x</after>")), Told.noPlace),
      ("no such place", tree(set: resultSet("<after>$step-s-s</after>")), Told.noPlace),
      ("no such place", tree(set: resultSet("<after>.$step</after>")), Told.noPlace),
      ("no such place", tree(set: resultSet("<after>$stepElsewhere</after>")), Told.noPlace),
      (
        "too deep",
        tree(
          set: resultSet(
            "<after>\(Array(repeating: "$step", count: 18).joined(separator: "."))</after>")),
        Told.noPlace
      ),
      ("no number", tree(set: resultSet("<max>x</max>")), Told.badRequest),
    ].map { Row("XEP-0499, \($0)", "romeo", .get, $1, $2) } + [
      Row(
        "XEP-0499, closed", "juliet", .get,
        items("node='vault'", form(Namespace.pubsubDiscovery)), Told.closed),
      Row(
        "XEP-0499, missing", "tybalt", .get,
        items("node='none'", form(Namespace.pubsubDiscovery)), Told.noNode),
      Row(
        "XEP-0499, malformed, missing", "tybalt", .get,
        items("node='none'", form(Namespace.pubsubDiscovery, field("depth", "x"))),
        Told.badRequest),
    ]

  @Test func refused() async throws {
    let access = Self.access.flatMap { section, who, node, info, items in
      [
        Row("5.3, \(section)", who, .get, Self.info("node='\(node)'"), info),
        Row("5.5, \(section)", who, .get, Self.items("node='\(node)'"), items),
      ]
    }
    try await World.play(access + Self.kinds + Self.filters + Self.trees)
  }

  @Test func accepted() async throws {
    let commands = "node='\(Namespace.commands)'"
    let pending = "node='\(Namespace.pubsub)#get-pending'"
    let filter = form(nil, Self.included)
    try await World.play(
      [
        Row("5.1", "tybalt", .get, Self.info(""), Told.result),
        Row("5.1, more", "tybalt", .get, Self.info("odd='1'", "<x xmlns='urn:a'/>"), Told.result),
        Row("5.2", World.hamlet, .get, Self.items(""), Told.result),
        Row("XEP-0050", "tybalt", .get, Self.info(commands), Told.result),
        Row("XEP-0050", "tybalt", .get, Self.items(commands), Told.result),
        Row("XEP-0050", "tybalt", .get, Self.info(pending), Told.result),
        // Whoever has nothing says so (XEP-0030, section 4.1).
        Row(
          "XEP-0050", "tybalt", .get, Self.items(pending),
          "<query xmlns='\(Namespace.discoItems)' \(pending)/>"),
        Row("XEP-0462, without a type", "romeo", .get, Self.filter(filter), Told.result),
        Row("XEP-0462, nothing said", "romeo", .get, Self.filter(form(nil)), Told.result),
        Row(
          "XEP-0462, unknown", "romeo", .get, Self.filter(form(nil, field("odd", "1"))), Told.result
        ),
        // XEP-0499, section 4: without that very form, nothing of it applies.
        Row(
          "XEP-0499, without a type", "romeo", .get,
          Self.items("node='house'", form(nil, field("depth", "x"))), Told.result),
        Row(
          "XEP-0499, of another type", "romeo", .get,
          Self.items("node='house'", form("odd", field("depth", "x"))), Told.result),
        Row(
          "XEP-0499, all", "romeo", .get, Self.tree(field("depth", "-9"), field("odd", "1")),
          Told.result),
      ]
        + [
          "", "<max>0</max>", "<before/>", "<after/>", "<after>$step</after>",
          "<after>$step-e</after>",
        ]
        .map { Row("XEP-0499, pages", "romeo", .get, Self.tree(set: resultSet($0)), Told.result) })
  }
}
