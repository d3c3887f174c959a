import TestSupport
import Testing
import XML
import XMPP

@Suite("Who wants not to be found here")
struct OptOutScenario {
  private static let command = "https://martlet.im/protocol/opt-out"

  private func ask(_ person: Person, _ fields: String = "") async throws -> Command {
    let form =
      fields.isEmpty
      ? "" : "<x xmlns='jabber:x:data' type='submit'>\(fields)</x>"
    let text = "<command xmlns='\(Namespace.commands)' node='\(Self.command)'>\(form)</command>"
    let answer = try await person.link.ask(
      .set, try Element(parsing: Array(text.utf8)), from: person.jid)
    return try Command(try #require(answer.descendant("command"), "\(answer)"))
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
      let back = try await ask(tybalt, "<field var='found'><value>1</value></field>")
      #expect(back.status == .completed)
      #expect(try await ask(tybalt).form?.bool(of: "found") == true)
    }
  }
}
