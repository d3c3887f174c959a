import TestSupport
import Testing
import XML
import XMPP

@Suite("Posts that should not be there")
struct ModerationScenario {
  private static let commands = "https://martlet.im/protocol/moderation"

  /// One step of a command; several values of a field are separated by `|`.
  private func run(
    _ person: Person, _ command: String, action: String? = nil,
    _ fields: KeyValuePairs<String, String>? = nil
  ) async throws -> Element {
    let inner = fields.map { fields in
      let list = fields.map { name, value in
        let values = value.split(separator: "|").map { "<value>\($0)</value>" }.joined()
        return "<field var='\(name)'>\(values)</field>"
      }
      return "<x xmlns='jabber:x:data' type='submit'>\(list.joined())</x>"
    }
    let action = action.map { " action='\($0)'" } ?? ""
    let text = """
      <command xmlns='\(Namespace.commands)' node='\(Self.commands)#\(command)'\(action)>\
      \(inner ?? "")</command>
      """
    return try await person.link.ask(
      .set, try Element(parsing: Array(text.utf8)), from: person.jid)
  }

  private func command(_ answer: Element) throws -> Command {
    try Command(try #require(answer.descendant("command"), "\(answer)"))
  }

  private func succeeds(
    _ person: Person, _ name: String, _ fields: KeyValuePairs<String, String>
  ) async throws {
    let answer = try await run(person, name, fields)
    #expect(try command(answer).status == .completed)
  }

  /// The labels of the reports in somebody's queue, with their values.
  private func queue(_ person: Person) async throws -> [(value: String, label: String)] {
    let form = try command(try await run(person, "reports")).form
    return form?.field("report")?.options.map { ($0.value, $0.label ?? "") } ?? []
  }

  @Test func somebodyReportsAPost() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      let admin = stage.person("admin@example.org/desk")
      for (node, access) in [("verona", "open"), ("vault", "whitelist")] {
        try await romeo.creates(
          node, ["publish_model": "open", "access_model": access, "notify_sub": "0"])
      }
      try await tybalt.publishes("duel", to: "verona", entry("Draw, if you be men"))
      try await romeo.publishes("own", to: "verona", entry("Mine"))
      try await romeo.publishes("secret", to: "vault", entry("Secret"))
      func report(_ node: String, _ item: String, reason: String = "abuse") async throws -> Element
      {
        let text = """
          <report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:\(reason)'>\
          <text xml:lang='en'>He bites his thumb at us.</text>\
          <reference xmlns='urn:xmpp:reference:0' type='data' \
          uri='xmpp:\(Stage.domain)?;node=\(node);item=\(item)'/></report>
          """
        return try await stage.link.ask(
          .set, try Element(parsing: Array(text.utf8)), from: juliet.jid)
      }
      #expect(try await report("verona", "duel").isResult())
      // The owner is told of it, and not by whom.
      let body = try #require(try await romeo.receives().first("body", Namespace.component)).text
      for word in ["duel", "verona", tybalt.bare, "abuse", "He bites his thumb at us."] {
        #expect(body.contains(word), "\(word)")
      }
      #expect(!body.contains(juliet.bare))
      // What may not be read, and what is not there, is the same.
      var answers: Set<String> = []
      for (node, item) in [
        ("vault", "secret"), ("vault", "none"), ("verona", "none"), ("none", "a"),
      ] {
        var answer = try await report(node, item)
        #expect(answer.errorConditions == ["item-not-found"])
        answer["id"] = nil
        answers.insert("\(answer)")
      }
      #expect(answers.count == 1)
      // By the form, which any client can fill in; a report of an owner's own post is for the administrators.
      let form = try #require(try command(try await run(juliet, "report")).form)
      #expect(form.fields.map(\.name) == ["FORM_TYPE", "node", "item", "reason", "text"])
      try await succeeds(
        juliet, "report", ["node": "verona", "item": "own", "reason": "other", "text": "Dull."])
      #expect(
        try await admin.receives().first("body", Namespace.component)?.text.contains("Dull.")
          == true)
      #expect(try await run(tybalt, "reports").errorConditions == ["forbidden"])
      let waiting = try await queue(romeo)
      #expect(waiting.count == 1)
      #expect(
        waiting.first?.label.contains(
          "abuse by \(tybalt.bare), reported by \(juliet.bare): duel in verona: He bites") == true)
      #expect(try await queue(admin).count == 2)

      // Hidden, and its publisher kept out, at once.
      let chosen = try #require(waiting.first?.value)
      #expect(
        try await run(romeo, "reports", ["report": chosen, "act": "dismiss|ban"]).errorConditions
          == ["bad-payload", "bad-request"])
      try await succeeds(romeo, "reports", ["report": chosen, "act": "hide|ban"])
      #expect(try await juliet.reads("verona").ids == ["own"])
      #expect(
        try await tybalt.publishes("again", to: "verona", entry("Again")).errorConditions
          == ["forbidden"])
      #expect(try await queue(romeo).isEmpty)
      #expect(try await queue(admin).map(\.label).count == 1)
      // Who is told of nothing may look themselves.
      try await romeo.configures(
        "verona", ["{https://martlet.im/protocol/moderation}notify_reports": "0"])
      #expect(try await report("verona", "own", reason: "spam").isResult())
      #expect(try await queue(admin).first?.label.contains(": own in verona") == true)
    }
  }

  @Test func aQueueIsReadPageByPage() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let notify = "{https://martlet.im/protocol/moderation}notify_reports"
      try await romeo.creates(
        "verona", ["publish_model": "open", "notify_sub": "0", notify: "0"])
      for item in 0..<21 { try await juliet.publishes("i\(item)", to: "verona", entry("\(item)")) }
      // So many in a minute of one account.
      for item in 0..<21 {
        let nurse = stage.person("nurse\(item / 10)@example.org/kitchen")
        try await succeeds(
          nurse, "report", ["node": "verona", "item": "i\(item)", "reason": "spam"])
      }
      let last = stage.person("nurse0@example.org/kitchen")
      #expect(
        try await run(last, "report", ["node": "verona", "item": "i1", "reason": "spam"])
          .errorConditions == ["resource-constraint"])
      let first = try command(try await run(romeo, "reports"))
      #expect(first.form?.field("report")?.options.count == 20)
      #expect(first.actions?.allowed == [.next, .complete])
      let before = try #require(first.form?.value(of: "before"))
      let second = try command(
        try await run(romeo, "reports", action: "next", ["before": before]))
      #expect(second.form?.field("report")?.options.count == 1)
      #expect(second.form?.field("report")?.options.first?.label?.contains(": i0 in") == true)
      #expect(second.actions?.allowed == [.complete])
      #expect(second.form?.field("before") == nil)
      let chosen = try #require(first.form?.field("report")?.options.map(\.value))
      try await succeeds(
        romeo, "reports", ["report": chosen.joined(separator: "|"), "act": "retract"])
      #expect(try await romeo.reads("verona").ids == ["i0"])
      #expect(try await queue(romeo).count == 1)
    }
  }

  @Test func aHiddenPostIsNowhereButForSome() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      try await romeo.creates(
        "verona",
        [
          "publish_model": "open", "notify_sub": "0", "title": "Verona", "x-pubsub#comments": "1",
        ])
      for (person, item) in [(romeo, "a"), (juliet, "b"), (romeo, "c")] {
        try await person.publishes(item, to: "verona", entry("Rose \(item)", "Sweet \(item)."))
      }
      try await nurse.subscribes(to: "verona")
      try await nurse.hearsNext("c")
      #expect(
        try await nurse.lists("http://jabber.org/protocol/commands").items.count == 4)
      #expect(
        try await romeo.lists("http://jabber.org/protocol/commands").items.count == 12)
      let hidden = ["node": "verona", "item": "b"] as KeyValuePairs
      #expect(try await run(nurse, "hide", hidden).errorConditions == ["forbidden"])
      #expect(try await stage.page("/p/verona/b").status == 200)
      try await succeeds(romeo, "hide", hidden)
      // For those who follow it is retracted.
      #expect(try await nurse.isTold().descendant("retract")?["id"] == "b")
      for person in [nurse, juliet, romeo] {
        #expect(try await person.reads("verona").ids == ["c", "a"])
        #expect(try await person.lists("verona").items.map(\.name) == ["a", "c"])
        let query = "<query xmlns='urn:xmpp:mam:2' node='verona'/>"
        let end = try await stage.link.ask(
          .set, try Element(parsing: Array(query.utf8)), from: person.jid)
        #expect(end.descendant("count")?.text == "2")
      }
      #expect(try await stage.page("/p/verona/b").status == 404)
      for path in ["/", "/c/verona", "/feed", "/feed/verona", "/search?q=sweet"] {
        let page = try await stage.page(path)
        #expect(page.status == 200, "\(path)")
        #expect(!page.text.contains("Rose b") && page.text.contains("Rose c"), "\(path)")
      }
      // A direct request of its publisher and of an owner finds it.
      let direct = "<items node='verona'><item id='b'/></items>"
      for (person, isThere) in [(nurse, false), (juliet, true), (romeo, true)] {
        let item = try await person.gets(direct).descendant("item")
        #expect((item?["id"] == "b") == isThere)
        // So with its comments: to others it is as if it had been retracted.
        let comments = try await person.gets("<items node='urn:xmpp:microblog:0:comments/b'/>")
        #expect(comments.errorConditions == (isThere ? [] : ["item-not-found"]))
      }
      #expect(
        try await juliet.publishes("b", to: "verona", entry("Rose b")).errorConditions
          == ["not-allowed"])
      #expect(
        try await nurse.publishes("b", to: "verona", entry("Rose b")).errorConditions
          == ["forbidden"])
      // And it comes back as it was.
      let list = try command(try await run(romeo, "show", ["node": "verona"]))
      #expect(list.form?.field("item")?.options.map(\.value) == ["b"])
      try await succeeds(romeo, "show", hidden)
      let message = try await nurse.receives()
      #expect(message.descendant("item")?["id"] == "b")
      #expect(message.first("delay", Namespace.delay) != nil)
      #expect(try await nurse.reads("verona").ids == ["c", "b", "a"])
      #expect(try await stage.page("/p/verona/b").text.contains("Rose b"))
      #expect(try await stage.page("/search?q=sweet").text.contains("Rose b"))
    }
  }

  @Test func everythingOfAnAccountIsRemoved() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      try await romeo.creates("verona", ["publish_model": "open", "notify_sub": "0"])
      try await juliet.publishes("kept", to: "verona", entry("Kept"))
      for item in 0..<120 { try await tybalt.publishes("t\(item)", to: "verona", entry("\(item)")) }
      try await succeeds(romeo, "hide", ["node": "verona", "item": "t7"])
      try await juliet.subscribes(to: "verona")
      try await juliet.hearsNext("t119")
      let everything = ["node": "verona", "account": tybalt.bare, "ban": "1"] as KeyValuePairs
      #expect(try await run(juliet, "remove-all", everything).errorConditions == ["forbidden"])
      try await succeeds(romeo, "remove-all", everything)
      // Each is told of, but for the one that was hidden.
      var gone: Set<String> = []
      while gone.count < 119 {
        gone.insert(try #require(try await juliet.isTold().descendant("retract")?["id"]))
      }
      #expect(!gone.contains("t7"))
      #expect(try await romeo.reads("verona").ids == ["kept"])
      #expect(
        try await tybalt.publishes("t", to: "verona", entry("T")).errorConditions == ["forbidden"])
    }
  }

  @Test func whatModeratorsDidIsKept() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let admin = stage.person("admin@example.org/desk")
      try await romeo.creates("verona", ["publish_model": "open", "notify_sub": "0"])
      for item in ["a", "b", "c"] { try await juliet.publishes(item, to: "verona", entry(item)) }
      try await juliet.retracts("c", from: "verona")
      try await romeo.retracts("a", from: "verona")
      try await romeo.publishes("b", to: "verona", entry("Better"))
      try await romeo.makes(juliet, "outcast", of: "verona")
      try await romeo.makes(juliet, "none", of: "verona")
      try await romeo.sets("<purge node='verona'/>", owner: true)
      try await romeo.makes(juliet, "member", of: "verona")
      try await juliet.subscribes(to: "verona")
      let ended = "<subscription jid='\(juliet.bare)' subscription='none'/>"
      try await romeo.sets("<subscriptions node='verona'>\(ended)</subscriptions>", owner: true)
      try await romeo.configures("verona", ["title": "Verona", "access_model": "whitelist"])
      try await romeo.configures("verona", ["title": "Fair Verona"])
      try await admin.configures("verona", ["title": "Closed"])
      func log(_ person: Person, _ node: String) async throws -> [String] {
        let answer = try command(try await run(person, "log", ["node": node]))
        #expect(answer.status == .completed)
        let lines = answer.form?.values(of: "log") ?? []
        return lines.map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
      }
      let (by, of) = (romeo.bare, "of=\(juliet.bare) node=verona")
      let expected = [
        "\(admin.bare) configure (title) node=verona",
        "\(by) configure (access_model=whitelist) node=verona",
        "\(by) expel \(of)", "\(by) affiliate of=\(juliet.bare) (member) node=verona",
        "\(by) purge node=verona", "\(by) unban \(of)", "\(by) ban \(of)",
        "\(by) replace \(of) item=b", "\(by) retract \(of) item=a",
      ]
      #expect(try await log(romeo, "verona") == expected)
      #expect(try await run(juliet, "log", ["node": "verona"]).errorConditions == ["forbidden"])
      #expect(try await run(romeo, "log", ["node": ""]).errorConditions == ["forbidden"])
      // It outlives the node, for the administrators.
      #expect(try await admin.sets("<delete node='verona'/>", owner: true).isResult())
      #expect(
        try await log(admin, "")
          == ["\(admin.bare) delete of=\(romeo.bare) node=verona"] + expected)
      try await juliet.creates("verona")
      try await romeo.creates("verona")
      #expect(try await log(romeo, "verona") == [])
    }
  }
}
