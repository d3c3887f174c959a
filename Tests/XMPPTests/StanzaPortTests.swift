import Synchronization
import Testing
import XML

@testable import XMPP

@Suite struct StanzaPortTests {
  /// A port in a test needs no more than what the test looks at.
  @Test func defaults() async throws {
    let jid = try BareJID("social.example.org")
    let answers = Mutex<[String]>([])
    let port = StanzaPort(
      jid: jid, session: { throw CancellationError() },
      answer: { element in answers.withLock { $0.append(element.name.name) } })
    port.answerAfter([Element("message", ""), Element("message", "")], Element("iq", ""))
    port.post(Element("presence", ""))
    #expect(answers.withLock { $0 } == ["message", "message", "iq"])
    #expect(port.hasRoom())
    let session = StanzaPort.Session(
      number: 1, notify: { _ in },
      request: { kind, to, payload, _ in
        IQ(kind, id: "r", from: JID(jid), to: to, payload: payload)
      })
    let answer = try await session.ask(.get, JID(jid), Ping().element, .seconds(1))
    #expect((answer.id, answer.payload) == ("r", Ping().element))
  }
}
