import Testing
import XMPP

/// XEP-0313 with XEP-0442: why the archive of a node is not shown. For pages see `ListRefusals`.
@Suite(.timeLimit(.minutes(1))) struct ArchiveRefusals {
  private static func query(_ attributes: String, _ inner: String = "") -> String {
    "<query xmlns='\(Namespace.mam)' \(attributes)>\(inner)</query>"
  }

  private static func metadata(_ attributes: String) -> String {
    "<metadata xmlns='\(Namespace.mam)' \(attributes)/>"
  }

  /// Who reads a node's items reads its archive; both requests are refused alike.
  private static let access: [Row] = [
    ("6.1.3, presence", "juliet", "node='presence'", Told.presenceRequired),
    ("6.1.3, roster", "balthasar", "node='roster'", Told.notInGroup),
    ("6.1.3, authorize", "juliet", "node='authorize'", Told.notSubscribed),
    ("6.1.3, a request waits", "nurse", "node='authorize'", Told.notSubscribed),
    ("6.1.3, whitelist", "juliet", "node='whitelist'", Told.closed),
    ("6.1.3, above", "juliet", "node='vault/chest'", Told.closed),
    ("6.1.3, publish-only", "paris", "node='open'", Told.forbidden),
    ("6.1.3, an outcast", "tybalt", "node='open'", Told.forbidden),
    ("missing", "romeo", "node='none'", Told.noNode),
    ("missing", "tybalt", "node='gone'", Told.noNode),
    ("moved", "tybalt", "node='moved'", Told.moved),
    ("no node", "romeo", "", Told.nodeIDRequired),
    ("no node", "romeo", "node=''", Told.nodeIDRequired),
    ("a long name", "romeo", "node='\(tooLong)'", Told.nameTooLong),
  ].flatMap { section, who, attributes, expected in
    [
      Row("XEP-0313, \(section)", who, .set, query(attributes), expected),
      Row("XEP-0313, \(section)", who, .get, metadata(attributes), expected),
    ]
  }

  private static func of(_ fields: String..., kind: String = "submit", order: String? = nil)
    -> String
  {
    let order = order.map { "<order xmlns='\(Namespace.orderBy)' by='\($0)'/>" } ?? ""
    return query("node='open'", form(Namespace.mam, fields.joined(), kind: kind) + order)
  }

  private static func page(_ set: String) -> String { query("node='open'", resultSet(set)) }

  private static let forms: [Row] = [
    ("4.1.5, unknown", of(field("odd", "1")), Told.unknown),
    ("4.1.5, of users", of(field("include-groupchat", "true")), Told.unknown),
    (
      "of another type", query("node='open'", form("urn:xmpp:mam:1", field("start"))),
      Told.badRequest
    ),
    ("4.1.1, no address", of(field("with", "@")), Told.badRequest),
    ("4.1.1, two addresses", of(field("with", "a@b.c", "d@b.c")), Told.badRequest),
    ("4.1.2, no time", of(field("start", "yesterday")), Told.badRequest),
    ("4.1.2, no time", of(field("start", "2010-08-07")), Told.badRequest),
    ("4.1.2, no time", of(field("end", "2010-02-30T00:00:00Z")), Told.badRequest),
    (
      "4.1.2, two times", of(field("end", "2010-02-03T00:00:00Z", "2010-02-04T00:00:00Z")),
      Told.badRequest
    ),
    ("4.1.3, made up", of(field("before-id", "made-up")), Told.noPlace),
    ("4.1.3, made up", of(field("after-id", "made-up")), Told.noPlace),
    ("4.1.3, two ids", of(field("after-id", "$archived", "$archived")), Told.badRequest),
    ("4.1.3, made up", of(field("ids", "made-up")), Told.noPlace),
    ("4.1.3, one of several", of(field("ids", "$archived", "made-up")), Told.noPlace),
    ("4.1.3, of another node", of(field("ids", "$elsewhere")), Told.noPlace),
    ("4.1.3, of another node", of(field("before-id", "$elsewhere")), Told.noPlace),
    ("4.1.3, of another node", of(field("after-id", "$elsewhere")), Told.noPlace),
    ("4.3.2, of another node", page("<before>$elsewhere</before>"), Told.noPlace),
    ("4.3.2, of another node", page("<after>$elsewhere</after>"), Told.noPlace),
    ("4.3.2, of another order", page("<after>$archivedByCreation</after>"), Told.noPlace),
    (
      "4.1.3, no UID", of(field("after-id", "$archivedByCreation"), order: "creation"),
      Told.noPlace
    ),
    ("4.1.3, of another list", of(field("after-id", "$node")), Told.noPlace),
    ("4.1.3, of items", of(field("ids", "$item")), Told.noPlace),
    (
      "4.1.3, too many",
      of("<field var='ids'>\(String(repeating: "<value>$archived</value>", count: 11))</field>"),
      Told.tooMany
    ),
    (
      "4.1.3, too many",
      of("<field var='ids'>\(String(repeating: "<value>a</value>", count: 1001))</field>"),
      Told.tooMany
    ),
    ("a field twice", of(field("with", "a@b.c"), field("with", "a@b.c")), Told.badRequest),
    ("a form", of(kind: "form"), Told.badRequest),
    ("a result", of(kind: "result"), Told.badRequest),
    ("cancelled", of(kind: "cancel"), Told.badRequest),
    ("an odd kind", of(kind: "odd"), Told.badRequest),
    (
      "XEP-0413", query("node='open'", "<order xmlns='\(Namespace.orderBy)' by='title'/>"),
      Told.unknown
    ),
    ("XEP-0413", query("node='open'", "<order xmlns='\(Namespace.orderBy)'/>"), Told.badRequest),
  ].map { Row("XEP-0313, \($0)", "romeo", .set, $1, $2) }

  private static let precedence: [Row] = [
    Row("malformed, forbidden", "tybalt", .set, of(field("start", "x")), Told.badRequest),
    Row("unknown, forbidden", "tybalt", .set, of(field("odd", "1")), Told.unknown),
    Row("no node, malformed", "romeo", .set, query("", resultSet("<max>x</max>")), Told.badRequest),
    Row("forbidden, not there", "tybalt", .set, of(field("ids", "$elsewhere")), Told.forbidden),
    Row("5, a set", "romeo", .set, metadata("node='open'"), "cancel: service-unavailable"),
    Row(
      "of another version", "romeo", .set, "<query xmlns='urn:xmpp:mam:1' node='open'/>",
      "cancel: service-unavailable"),
  ]

  @Test func refused() async throws {
    try await World.play(Self.access + Self.forms + Self.precedence)
  }

  @Test func accepted() async throws {
    let rows = [
      Self.query("node='open'"), Self.query("node='open' queryid=''", "<flip-page/><odd/>"),
      Self.query("node='open'", form(nil, field("start"), field("ids"))),
      Self.query("node='open'", "<x xmlns='jabber:x:data'>\(field("after-id", "$archived"))</x>"),
      Self.of(field("start", "2999-01-01T00:00:00Z"), field("end", "2001-01-01T00:00:00Z")),
      Self.of(field("with", "nobody@verona.lit")), Self.of(field("ids", "$archived", "$archived")),
      Self.query("node='transient'"), Self.query("node='nothing'"),
    ].map { Row("XEP-0313", "romeo", .set, $0, Told.result) }
    try await World.play(
      rows + [
        Row("XEP-0313, 4.1.5", "tybalt", .get, Self.query("node='none'"), Told.result),
        Row("XEP-0313, 5", "juliet", .get, Self.metadata("node='open'"), Told.result),
        Row(
          "XEP-0313, 5, empty", "juliet", .get, Self.metadata("node='house'"),
          "<metadata xmlns='\(Namespace.mam)'/>"),
      ])
  }
}
