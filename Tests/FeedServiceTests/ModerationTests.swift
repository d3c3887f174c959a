import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// The commands of moderation, and the payload of XEP-0377: their answers to the letter.
@Suite(.timeLimit(.minutes(1))) struct ModerationTests {
  private static let badPayload = "modify: bad-payload bad-request"
  private static let missing = "cancel: item-not-found"
  private static let forbidden = "auth: forbidden"

  private func desk(_ change: (inout ServicePolicy) -> Void = { _ in }) async throws -> Desk {
    let desk = try await Desk(change)
    try await desk.create("blog", ["publish_model": "open", "notify_sub": "0"])
    try await desk.create("vault", ["access_model": "whitelist", "notify_sub": "0"])
    try await desk.set("tybalt", publish("blog", "duel", entry("Duel")))
    try await desk.set("romeo", publish("blog", "own", entry("Own")))
    try await desk.set("romeo", publish("vault", "gold", entry("Gold")))
    try await desk.clear()
    return desk
  }

  private static func command(
    _ name: String, _ attributes: String = "", _ fields: KeyValuePairs<String, String>? = nil
  ) -> String {
    let form = fields.map { fields in
      "<x xmlns='jabber:x:data' type='submit'>"
        + fields.map { name, value in
          "<field var='\(name)'>"
            + value.split(separator: "|").map { "<value>\($0)</value>" }.joined() + "</field>"
        }.joined() + "</x>"
    }
    return "<command xmlns='\(Namespace.commands)' \(attributes) "
      + "node='\(ModerationForm.namespace)#\(name)'>\(form ?? "")</command>"
  }

  private static func report(
    _ node: String, _ item: String, at address: String = Desk.address,
    reason: String = "reason='urn:xmpp:reporting:spam'", _ more: String = ""
  ) -> String {
    "<report xmlns='\(Namespace.reporting)' \(reason)>\(more)<reference "
      + "xmlns='\(Namespace.reference)' uri='xmpp:\(address)?;node=\(node);item=\(item)'/></report>"
  }

  /// `!` stands for a step that is done, `?` for one that asks for more.
  private static func outcome(_ answer: Element) throws -> String {
    guard let command = answer.first("command", Namespace.commands) else {
      return FeedServiceTests.outcome(answer)
    }
    return try Command(command).status == .completed ? "!" : "?"
  }

  private static let rows: [(who: String, request: String, expected: String)] = [
    ("juliet", report("blog", "duel"), "ok"), ("juliet", report("blog", "own"), "ok"),
    ("juliet", report("blog", "none"), missing), ("juliet", report("none", "a"), missing),
    ("juliet", report("vault", "gold"), missing), ("juliet", report("vault", "none"), missing),
    ("romeo", report("vault", "gold"), "ok"),
    ("juliet", report("blog", "duel", at: "other.lit"), missing),
    ("juliet", report("blog", "duel", reason: ""), "modify: bad-request"),
    ("juliet", report("blog", "duel", reason: "reason='urn:odd'"), "ok"),
    ("juliet", report("", "duel"), "modify: bad-request"),
    ("juliet", report("blog", ""), "modify: bad-request"),
    (
      "juliet",
      report("blog", "duel", "<text>\(String(repeating: "x", count: 2_001))</text>"),
      "modify: not-acceptable"
    ),
    ("juliet", command("report"), "?"), ("juliet", command("report", "action='cancel'"), "?"),
    ("juliet", command("report", "", [:]), badPayload),
    (
      "juliet", command("report", "", ["node": "vault", "item": "gold", "reason": "spam"]), missing
    ),
    ("juliet", command("report", "", ["node": "blog", "item": "own", "reason": "spam"]), "!"),
    ("juliet", command("reports"), forbidden), ("romeo", command("reports"), "?"),
    ("escalus", command("reports"), "?"),
    ("romeo", command("reports", "", [:]), badPayload),
    ("romeo", command("reports", "", ["report": "odd", "act": "hide"]), missing),
    ("romeo", command("reports", "", ["act": "burn"]), badPayload),
    ("romeo", command("reports", "action='next'", ["before": "odd"]), missing),
    ("romeo", command("reports", "action='prev'", [:]), "modify: bad-action bad-request"),
    ("romeo", command("hide"), "?"), ("romeo", command("hide", "", ["node": "blog"]), itemRequired),
    ("romeo", command("hide", "", ["node": "blog", "item": "none"]), missing),
    ("romeo", command("hide", "", ["node": "none", "item": "a"]), missing),
    ("juliet", command("hide", "", ["node": "blog", "item": "duel"]), forbidden),
    ("tybalt", command("hide", "", ["node": "blog", "item": "duel"]), forbidden),
    ("romeo", command("hide", "", ["node": "blog", "item": "duel"]), "!"),
    ("romeo", command("hide", "", ["node": "blog", "item": "duel"]), "!"),
    // As if there were none, for all but those who know.
    ("juliet", report("blog", "duel"), missing),
    (
      "juliet", pubsub("<retract node='blog'><item id='duel'/></retract>"), missing
    ),
    ("juliet", pubsub(publish("blog", "duel", entry("A"))), forbidden),
    ("tybalt", pubsub(publish("blog", "duel", entry("A"))), "cancel: not-allowed"),
    ("romeo", pubsub(publish("blog", "duel", entry("A"))), "cancel: not-allowed"),
    ("juliet", command("show", "", ["node": "blog"]), forbidden),
    ("romeo", command("show"), "?"), ("romeo", command("show", "", ["node": "blog"]), "?"),
    ("romeo", command("show", "", ["node": "vault"]), "!"),
    ("romeo", command("show", "", ["node": "blog", "item": "own"]), missing),
    ("romeo", command("show", "", ["node": "blog", "item": "duel|own"]), missing),
    ("romeo", command("show", "", ["node": "blog", "item": "duel"]), "!"),
    ("juliet", report("blog", "duel"), "ok"),
    ("juliet", command("remove-all", "", ["node": "blog", "account": "a@b.lit"]), forbidden),
    ("romeo", command("remove-all", "", ["node": "blog"]), badPayload),
    ("romeo", command("remove-all", "", ["node": "none", "account": "a@b.lit"]), missing),
    (
      "romeo", command("remove-all", "", ["node": "blog", "account": "b.lit"]),
      "modify: bad-request"
    ),
    (
      "romeo",
      command("remove-all", "", ["node": "blog", "account": "romeo@verona.lit", "ban": "1"]),
      "modify: not-acceptable"
    ),
    ("romeo", command("remove-all", "", ["node": "blog", "account": "a@b.lit", "ban": "1"]), "!"),
    ("juliet", command("log", "", ["node": "blog"]), forbidden),
    ("juliet", command("log", "", ["node": ""]), forbidden),
    ("romeo", command("log", "", ["node": "none"]), missing),
    ("romeo", command("log", "", ["node": "blog"]), "!"),
    ("romeo", command("log", "", ["node": "blog", "before": "odd"]), missing),
    ("romeo", command("log", "action='complete'", ["node": "blog", "before": "odd"]), "!"),
    ("escalus", command("log", "", ["node": ""]), "!"),
  ]

  private static let itemRequired = "modify: item-required bad-request"

  /// One after the other, since one leads to the next.
  @Test func answers() async throws {
    let desk = try await desk { $0.reportsPerMinute = 100 }
    for (who, request, expected) in Self.rows {
      let answer = try await desk.answer(.set, who, request)
      #expect(try Self.outcome(answer) == expected, "\(who): \(request)")
    }
    let log = try await desk.answer(.set, "romeo", Self.command("log", "", ["node": "blog"]))
    let form = try Command(#require(log.first("command", Namespace.commands))).form
    #expect(
      form?.values(of: "log")?.map { $0.split(separator: " ").dropFirst(2).joined(separator: " ") }
        == [
          "ban of=a@b.lit node=blog", "remove-all of=a@b.lit node=blog",
          "show of=tybalt@verona.lit node=blog item=duel",
          "hide of=tybalt@verona.lit node=blog item=duel",
        ])
    try await desk.store.close()
  }

  @Test func tooManyReports() async throws {
    let desk = try await desk { $0.maximumReportsPerAccount = 1 }
    #expect(try await desk.ask(.set, "juliet", Self.report("blog", "duel")) == "ok")
    #expect(
      try await desk.ask(.set, "juliet", Self.report("blog", "own")) == "wait: resource-constraint")
    // Another reason for the same is no other report.
    #expect(
      try await desk.ask(
        .set, "juliet", Self.report("blog", "duel", reason: "reason='urn:xmpp:reporting:abuse'"))
        == "ok")
    #expect(try await desk.outbox().count == 1)
    try await desk.store.close()
  }

  /// What one moderator has dealt with is nothing to the next.
  @Test func twoModerators() async throws {
    let desk = try await desk()
    for who in ["juliet", "nurse"] {
      #expect(try await desk.ask(.set, who, Self.report("blog", "duel")) == "ok")
    }
    let first = try await desk.answer(.set, "romeo", Self.command("reports"))
    let form = try Command(#require(first.first("command", Namespace.commands))).form
    let both = try #require(form?.field("report")?.options.map(\.value)).joined(separator: "|")
    for expected in ["1 report is dealt with.", "0 reports are dealt with."] {
      let answer = try await desk.answer(
        .set, "romeo", Self.command("reports", "", ["report": both, "act": "retract|ban"]))
      let command = try Command(#require(answer.first("command", Namespace.commands)))
      #expect(command.notes.map(\.text) == [expected])
    }
    try await desk.store.close()
  }

  /// Not even administrators are told who reported what they have published.
  @Test func whoReports() async throws {
    let desk = try await desk()
    try await desk.set("escalus", publish("blog", "decree", entry("Decree")))
    for item in ["duel", "decree"] {
      #expect(try await desk.ask(.set, "juliet", Self.report("blog", item)) == "ok")
    }
    var labels: [String: [Bool]] = [:]
    for who in ["romeo", "escalus"] {
      let answer = try await desk.answer(.set, who, Self.command("reports"))
      let form = try Command(#require(answer.first("command", Namespace.commands))).form
      labels[who] = form?.field("report")?.options.map { $0.label?.contains("juliet") == true }
    }
    #expect(labels == ["romeo": [true, true], "escalus": [false, true]])
    try await desk.store.close()
  }
}
