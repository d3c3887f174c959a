import Testing
import XML

@testable import XMPP

@Suite struct StanzaTests {
  private let romeo: JID
  private let service: JID

  init() throws {
    romeo = try JID("romeo@montague.lit/orchard")
    service = try JID("pubsub.shakespeare.lit")
  }

  private func read(_ text: String) throws -> Stanza {
    try Stanza(example(text, in: Namespace.component))
  }

  /// What is sent instead of serving it; nil if nothing is.
  private func refusal(_ text: String) throws -> Element? {
    do {
      let stanza = try read(text)
      Issue.record("It was read: \(stanza)")
      return nil
    } catch Stanza.Failure.refused(let answer) {
      return answer
    } catch Stanza.Failure.ignored {
      return nil
    }
  }

  @Test(arguments: [
    """
    <iq type='get' id='1' from='romeo@montague.lit/orchard' to='pubsub.shakespeare.lit'
        xml:lang='en'><ping xmlns='urn:xmpp:ping'/></iq>
    """,
    "<iq type='result' id='1' from='romeo@montague.lit/orchard' to='pubsub.shakespeare.lit'/>",
    """
    <iq type='error' id='1' from='a.lit' to='b.lit'><error type='modify'>
      <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>
    """,
  ])
  func iqRoundTrip(text: String) throws {
    let element = try example(text, in: Namespace.component)
    guard case .iq(let iq) = try Stanza(element) else {
      Issue.record("It is no IQ.")
      return
    }
    #expect(iq.element.comparable == element)
  }

  @Test func messageRoundTrip() throws {
    let element = try example(
      """
      <message type='headline' id='m' from='pubsub.shakespeare.lit' to='romeo@montague.lit'
          xml:lang='it'><body>Ciao</body><event xmlns='http://jabber.org/protocol/pubsub#event'/>
      </message>
      """, in: Namespace.component)
    guard case .message(let message) = try Stanza(element) else {
      Issue.record("It is no message.")
      return
    }
    #expect(message.lang == "it")
    #expect(message.children.count == 2)
    #expect(message.element.comparable == element)
  }

  /// RFC 6121, section 5.2.2.
  @Test(arguments: [("", Message.Kind.normal), ("type='odd'", .normal), ("type='chat'", .chat)])
  func messageTypes(type: String, kind: Message.Kind) throws {
    guard case .message(let message) = try read("<message \(type) from='a.lit' to='b.lit'/>")
    else {
      Issue.record("It is no message.")
      return
    }
    #expect(message.kind == kind)
    #expect(message.element["type"] == (kind == .normal ? nil : kind.rawValue))
  }

  @Test func answersToARequest() throws {
    let request = IQ(.get, id: "1", from: romeo, to: service, payload: Ping().element)
    #expect(request.isRequest)
    let result = request.result()
    #expect(!result.isRequest)
    #expect((result.kind, result.id) == (.result, "1"))
    #expect((result.from, result.to) == (service, romeo))
    #expect(
      try request.failure(StanzaError(.forbidden)).element.comparable
        == example(
          """
          <iq type='error' id='1' from='pubsub.shakespeare.lit' to='romeo@montague.lit/orchard'>
          <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>
          """, in: Namespace.component))
  }

  @Test func answersThatAreRead() throws {
    guard
      case .iq(let result) = try read(
        "<iq type='result' id='1' from='a.lit' to='b.lit'> <a xmlns='a'/><b xmlns='b'/></iq>"
      ),
      case .iq(let broken) = try read("<iq type='error' id='1' from='a.lit' to='b.lit'/>"),
      case .iq(let reflected) = try read(
        """
        <iq type='error' id='1' from='a.lit' to='b.lit'><ping xmlns='urn:xmpp:ping'/>
        <error type='wait'>
        <resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
        </iq>
        """)
    else {
      Issue.record("They are no IQs.")
      return
    }
    #expect(result.payload == Element("a", "a"))
    #expect(broken.error == StanzaError(.undefinedCondition))
    #expect(reflected.error == StanzaError(.resourceConstraint))
    #expect(reflected.payload == nil)
  }

  /// RFC 6120, sections 8.1 and 8.2.3: a broken request is answered with this condition, between
  /// the addresses as they were sent.
  @Test(arguments: [
    ("<iq type='get' id='1' from='a.lit' to='b.lit'/>", "bad-request"),
    ("<iq type='set' id='1' from='a.lit' to='b.lit'>text</iq>", "bad-request"),
    (
      "<iq type='get' id='1' from='a.lit' to='b.lit'><a xmlns='a'/><b xmlns='b'/></iq>",
      "bad-request"
    ),
    ("<iq type='get' from='a.lit' to='b.lit'><a xmlns='a'/></iq>", "bad-request"),
    ("<iq type='get' id='' from='a.lit' to='b.lit'><a xmlns='a'/></iq>", "bad-request"),
    ("<iq type='odd' id='1' from='a.lit' to='b.lit'><a xmlns='a'/></iq>", "bad-request"),
    ("<iq id='1' from='a.lit' to='b.lit'><a xmlns='a'/></iq>", "bad-request"),
    ("<iq type='get' id='1' from='a b@a.lit' to='b.lit'><a xmlns='a'/></iq>", "jid-malformed"),
    ("<iq type='get' id='1' from='a.lit' to='b.lit/'><a xmlns='a'/></iq>", "jid-malformed"),
  ])
  func refused(text: String, condition: String) throws {
    let sent = try example(text, in: Namespace.component)
    let answer = try #require(try refusal(text))
    #expect(answer.is("iq", Namespace.component))
    #expect(answer["type"] == "error")
    #expect(answer["id"] == sent["id"])
    #expect((answer["from"], answer["to"]) == (sent["to"], sent["from"]))
    let error = try #require(answer.first("error", Namespace.component))
    #expect(error.first(condition, Namespace.stanzaErrors) != nil)
  }

  /// No answer: no address to send it from or to, an answer itself, or no IQ.
  @Test(arguments: [
    "<iq type='get' id='1' to='b.lit'><a xmlns='a'/></iq>",
    "<iq type='get' id='1' from='' to='b.lit'><a xmlns='a'/></iq>",
    "<iq type='get' id='1' from='a.lit'><a xmlns='a'/></iq>",
    "<iq type='get' id='1' from='a.lit' to=''><a xmlns='a'/></iq>",
    "<iq type='result' from='a.lit' to='b.lit'/>",
    "<iq type='error' from='a.lit' to='b.lit'/>",
    "<iq type='result' id='1' from='@' to='b.lit'/>",
    "<message from='@' to='b.lit'/>",
    "<message to='b.lit'/>",
    "<presence from='a.lit'/>",
    "<presence type='odd' from='a.lit' to='b.lit'/>",
    "<handshake/>",
    "<other from='a.lit' to='b.lit'/>",
    "<iq xmlns='jabber:client' type='get' id='1' from='a.lit' to='b.lit'/>",
  ])
  func ignored(text: String) throws {
    #expect(try refusal(text) == nil)
  }
}
