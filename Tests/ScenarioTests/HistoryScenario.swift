import TestSupport
import Testing
import XML
import XMPP

@Suite("What edited posts said before")
struct HistoryScenario {
  @Test func anEditedPostHasAHistory() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let mercutio = stage.person("mercutio@example.org/street")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      try await romeo.creates("verona", ["notify_sub": "0", "publish_model": "open"])
      for (title, text) in [("First", "One.\nTwo."), ("Second", "Three."), ("Third", "Four.")] {
        try await mercutio.publishes("p1", to: "verona", entry(title, text))
      }
      try await mercutio.publishes("p2", to: "verona", entry("Never edited"))
      func ask(_ person: Person, _ item: String, of node: String = "verona") async throws -> Element
      {
        let form = """
          <command xmlns='\(Namespace.commands)' node='https://martlet.im/protocol/history'>\
          <x xmlns='jabber:x:data' type='submit'><field var='node'><value>\(node)</value></field>\
          <field var='item'><value>\(item)</value></field></x></command>
          """
        return try await person.link.ask(
          .set, try Element(parsing: Array(form.utf8)), from: person.jid)
      }
      for person in [mercutio, romeo] {
        let answer = try await ask(person, "p1")
        let command = try Command(try #require(answer.descendant("command"), "\(answer)"))
        #expect(command.status == .completed)
        let fields = try #require(command.form?.fields.filter { $0.type != .hidden })
        #expect(
          fields.map { $0.label?.hasSuffix(" by \(mercutio.bare): Second") } == [true, false])
        #expect(fields.last?.label?.hasSuffix(" by \(mercutio.bare): First") == true)
        #expect(fields.map(\.values) == [["Three."], ["One.", "Two."]])
        let never = try await ask(person, "p2")
        #expect(never.descendant("note")?.text.isEmpty == false)
      }
      // To others it is as if there were no such post.
      let refused = try await ask(tybalt, "p1")
      #expect(refused.errorConditions == ["item-not-found"])
      let error = refused.first("error", Namespace.component)
      for (item, node) in [("none", "verona"), ("p1", "nowhere")] {
        let missing = try await ask(tybalt, item, of: node)
        #expect(missing.first("error", Namespace.component) == error)
      }
    }
  }
}
