import Testing
import XMPP

/// XEP-0060, section 8.7, and XEP-0050: why the requests that wait are not shown.
@Suite(.timeLimit(.minutes(1))) struct CommandRefusals {
  private static let pending = "\(Namespace.pubsub)#get-pending"
  private static let type = "\(Namespace.pubsub)#subscribe_authorization"

  private static func command(_ attributes: String, _ inner: String = "", node: String? = pending)
    -> String
  {
    let node = node.map { "node='\($0)'" } ?? ""
    return "<command xmlns='\(Namespace.commands)' \(node) \(attributes)>\(inner)</command>"
  }

  private static func of(_ node: String, _ attributes: String = "") -> String {
    command(attributes, form(nil, field("pubsub#node", node)))
  }

  private static func row(
    _ section: String, _ who: String, _ request: String, _ expected: String,
    at location: SourceLocation = #_sourceLocation
  ) -> Row {
    Row(section, who, .set, request, expected, at: location)
  }

  private static let badPayload = "modify: bad-payload bad-request"

  private static let cases: [Row] =
    ["juliet", "benvolio", "tybalt", World.hamlet].flatMap { who in
      [
        row("8.7.3.3", who, command("action='execute'"), Told.forbidden),
        row("8.7.3.3", who, of("authorize"), Told.forbidden),
        row("8.7.3.3", who, of("open"), Told.forbidden),
        row("8.7.3.3, closed", who, of("whitelist"), Told.forbidden),
      ]
    } + [
      row("8.7.3.4", "romeo", of("none"), Told.noNode),
      row("8.7.3.4", "tybalt", of("gone"), Told.noNode),
      row("6.1.3.11", "romeo", of("moved"), Told.moved),
      row("8.7.4, no name", "romeo", of(""), Told.nodeIDRequired),
      row("8.7.4, a long name", "romeo", of(tooLong), Told.nameTooLong),
      row("XEP-0050, no such command", "romeo", command("", node: "odd"), Told.noNode),
      row("XEP-0050, the list", "romeo", command("", node: Namespace.commands), Told.noNode),
      row("XEP-0050, no command", "romeo", command("", node: nil), Told.badRequest),
      row("XEP-0050, no command", "romeo", command("", node: ""), Told.badRequest),
      row(
        "XEP-0050, 4.4", "romeo", command("action='odd'"), "modify: malformed-action bad-request"),
      row("XEP-0050, 4.4", "romeo", command("action=''"), "modify: malformed-action bad-request"),
      row("XEP-0050, 4.4", "romeo", command("action='prev'"), "modify: bad-action bad-request"),
      row("XEP-0050, 4.4", "romeo", command("sessionid=''"), "modify: bad-sessionid bad-request"),
      row("XEP-0050, 4.4, no node", "romeo", command("", form(type)), badPayload),
      row(
        "XEP-0050, 4.4, no node", "romeo", command("", form(type, field("pubsub#node"))), badPayload
      ),
      row(
        "XEP-0050, 4.4, two nodes", "romeo",
        command("", form(type, field("pubsub#node", "a", "b"))), badPayload),
      row(
        "XEP-0050, 4.4, a field twice", "romeo",
        command("", form(type, field("pubsub#node", "a"), field("pubsub#node", "b"))),
        badPayload),
      row(
        "XEP-0050, 4.4, of another type", "romeo",
        command("", form("odd", field("pubsub#node", "open"))), badPayload),
      row("XEP-0004, an odd kind", "romeo", command("", form(type, kind: "odd")), Told.badRequest),
      Row("XEP-0050, a get", "romeo", .get, command(""), "cancel: service-unavailable"),
    ]

  private static let precedence: [Row] = [
    row(
      "malformed, forbidden", "juliet", command("action='odd'"),
      "modify: malformed-action bad-request"),
    row(
      "no such command, bad action", "juliet", command("action='prev'", node: "odd"), Told.noNode),
    row(
      "bad action, forbidden", "juliet", command("action='prev'"),
      "modify: bad-action bad-request"),
    row("bad payload, forbidden", "juliet", command("", form("odd")), badPayload),
  ]

  @Test func refused() async throws { try await World.play(Self.cases + Self.precedence) }

  @Test func accepted() async throws {
    let rows = [
      Self.command(""), Self.command("action='execute' sessionid='made-up' status='completed'"),
      Self.command("action='next'"), Self.command("action='complete'"),
      Self.command("action='cancel' sessionid='made-up'"), Self.of("authorize"),
      // As clients do it in one step.
      Self.of("guild", "action='execute' sessionid='made-up'"),
      Self.of("open", "action='complete'"),
      Self.command("", form(Self.type, field("pubsub#node", "authorize"), field("odd", "1"))),
      // XEP-0050, section 3.5.1: a form that is cancelled counts as submitted.
      Self.command("", form(nil, field("pubsub#node", "authorize"), kind: "cancel")),
    ]
    let all = rows.map { Row("8.7", "romeo", .set, $0, Told.result) }
    try await World.play(
      all + [
        // Anybody may leave.
        Row("XEP-0050", "juliet", .set, Self.command("action='cancel'"), Told.result),
        Row("8.7.2", "escalus", .set, Self.command(""), Told.result),
        Row("8.7.2", "escalus", .set, Self.of("authorize"), Told.result),
      ], isChanged: true)
  }
}
