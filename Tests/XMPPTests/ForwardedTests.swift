import Testing
import XML

@testable import XMPP

@Suite struct ForwardedTests {
  /// XEP-0297, section 3.1, and an event as XEP-0442, section 2, has it.
  @Test(arguments: [
    """
    <forwarded xmlns='urn:xmpp:forward:0'>
      <delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>
      <message from='juliet@capulet.lit/orchard' id='0202197' to='romeo@montague.lit' type='chat'
               xmlns='jabber:client'>
        <body>Yet I should kill thee with much cherishing.</body>
        <mood xmlns='http://jabber.org/protocol/mood'><amorous/></mood>
      </message>
    </forwarded>
    """,
    """
    <forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'>
      <event xmlns='http://jabber.org/protocol/pubsub#event'><items node='princely_musings'/></event>
    </message></forwarded>
    """,
  ])
  func roundTrip(text: String) throws {
    let element = try example(text)
    #expect(try Forwarded(element).element.comparable == element)
  }

  /// What stands in the stream's own namespace is moved with the stanza, and nothing else.
  @Test func aStanzaOfTheStream() throws {
    let jid = try JID("a.lit")
    let event = Element("event", Namespace.pubsubEvent, [:], [Element("x", Namespace.component)])
    let message = Message(
      .headline, from: jid, to: jid,
      children: [Element("body", Namespace.component, text: "Hail"), event])
    let delay = DelayedDelivery(Timestamp(milliseconds: 0))
    let forwarded = Forwarded(stanza: message.element, delay: delay)
    #expect(
      String(decoding: forwarded.element.xml(), as: UTF8.self) == """
        <forwarded xmlns='urn:xmpp:forward:0'>\
        <delay xmlns='urn:xmpp:delay' stamp='1970-01-01T00:00:00Z'/>\
        <message xmlns='jabber:client' type='headline' from='a.lit' to='a.lit'><body>Hail</body>\
        <event xmlns='http://jabber.org/protocol/pubsub#event'>\
        <x xmlns='jabber:component:accept'/></event></message></forwarded>
        """)
    #expect(try Forwarded(forwarded.element) == forwarded)
  }

  @Test func writtenMarkupIsKept() {
    let message = Element(
      QName("message", Namespace.component), children: [.written(Array("<x xmlns='y'/>".utf8))])
    #expect(
      Forwarded(stanza: message).stanza.children == [.written(Array("<x xmlns='y'/>".utf8))])
  }

  @Test(arguments: [
    "<forwarded xmlns='urn:xmpp:forward:0'/>",
    "<forwarded xmlns='urn:xmpp:forward:0'><body xmlns='jabber:client'/></forwarded>",
    """
    <forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay'/>
    <message xmlns='jabber:client'/></forwarded>
    """,
    "<forwarded xmlns='urn:other'><message xmlns='jabber:client'/></forwarded>",
  ])
  func malformed(text: String) throws {
    let element = try example(text)
    let error = #expect(throws: StanzaError.self) { try Forwarded(element) }
    #expect(error?.condition == .badRequest)
  }
}
