import TestSupport
import Testing
import XML
import XMPP

@Suite("Who wants not to be found here")
struct OptOutScenario {
  private static let command = "https://martlet.im/protocol/opt-out"

  private func ask(_ person: Person, _ fields: String = "") async throws -> Command {
    let answer = try await step(person, fields)
    return try Command(try #require(answer.descendant("command"), "\(answer)"))
  }

  private func step(_ person: Person, _ fields: String) async throws -> Element {
    let form =
      fields.isEmpty
      ? "" : "<x xmlns='jabber:x:data' type='submit'>\(fields)</x>"
    let text = "<command xmlns='\(Namespace.commands)' node='\(Self.command)'>\(form)</command>"
    return try await person.link.ask(
      .set, try Element(parsing: Array(text.utf8)), from: person.jid)
  }

  @Test func somebodyElsewhereOptsOut() async throws {
    try await Stage.play { stage async throws in
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      let asked = try await ask(tybalt)
      #expect(asked.status == .executing)
      #expect(try asked.form?.bool(of: "found") == true)
      let out = try await ask(tybalt, "<field var='found'><value>0</value></field>")
      #expect(out.status == .completed && out.notes.first?.text.contains("not found here") == true)
      #expect(try await ask(tybalt).form?.bool(of: "found") == false)
      // Of others it says nothing.
      let romeo = stage.person("romeo@example.org/garden")
      #expect(try await ask(romeo).form?.bool(of: "found") == true)
      // Nobody says it of what is not theirs, followed or not; of their own, everybody may.
      for node in ["xmpp:pubsub.capulet.lit?;node=news", "romeo@example.org", "xmpp:a.example"] {
        let refused = try await step(
          tybalt,
          "<field var='found'><value>0</value></field><field var='node'><value>\(node)</value></field>"
        )
        #expect(refused.errorConditions == ["forbidden"], "\(node)")
      }
      let own = "<field var='node'><value>xmpp:\(tybalt.bare)?;node=notes</value></field>"
      for value in ["0", "1"] {
        let done = try await ask(tybalt, "<field var='found'><value>\(value)</value></field>\(own)")
        #expect(done.status == .completed)
      }
      #expect(try await ask(tybalt).form?.bool(of: "found") == false)
      let back = try await ask(tybalt, "<field var='found'><value>1</value></field>")
      #expect(back.status == .completed)
      #expect(try await ask(tybalt).form?.bool(of: "found") == true)
      #expect(try await ask(tybalt).form?.value(of: "public") == "default")
      _ = try await ask(
        tybalt,
        "<field var='found'><value>1</value></field><field var='public'><value>0</value></field>")
      #expect(try await ask(tybalt).form?.value(of: "public") == "0")
    }
  }
}
