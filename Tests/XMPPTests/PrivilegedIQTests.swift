import Testing
import XML

@testable import XMPP

/// XEP-0356, section 6.2.
@Suite struct PrivilegedIQTests {
  private func answer(_ inner: String) throws -> Element {
    try example(
      """
      <privilege xmlns='urn:xmpp:privilege:2'><forwarded xmlns='urn:xmpp:forward:0'>\(inner)</forwarded>\
      </privilege>
      """)
  }

  @Test func request() throws {
    let payload = try example("<pubsub xmlns='http://jabber.org/protocol/pubsub'/>")
    let request = PrivilegedIQ(.get, id: "a", to: try JID("juliet@capulet.lit"), payload)
    #expect(
      request.element.comparable
        == (try example(
          """
          <privileged_iq xmlns='urn:xmpp:privilege:2'>
            <iq xmlns='jabber:client' id='a' to='juliet@capulet.lit' type='get'>
              <pubsub xmlns='http://jabber.org/protocol/pubsub'/>
            </iq>
          </privileged_iq>
          """)))
  }

  @Test func answers() throws {
    let payload = try PrivilegedIQ.payload(
      ofAnswer: answer("<iq xmlns='jabber:client' type='result' id='a'><b xmlns='c'/></iq>"))
    #expect(payload?.name == QName("b", "c"))
    #expect(
      try PrivilegedIQ.payload(ofAnswer: answer("<iq xmlns='jabber:client' type='result'/>")) == nil
    )
    let refusal = """
      <iq xmlns='jabber:client' type='error'><error type='cancel'>\
      <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>
      """
    let error = #expect(throws: StanzaError.self) {
      try PrivilegedIQ.payload(ofAnswer: answer(refusal))
    }
    #expect(error?.condition == .itemNotFound)
  }

  /// None, of another version, of another kind, and an error without its reason.
  @Test(arguments: [
    "", "<iq xmlns='jabber:client' type='get'/>", "<iq xmlns='jabber:client' type='error'/>",
    "<message xmlns='jabber:client'/>", "<iq xmlns='urn:a' type='result'/>",
  ])
  func noAnswers(inner: String) throws {
    #expect(throws: StanzaError.self) { try PrivilegedIQ.payload(ofAnswer: answer(inner)) }
    #expect(throws: StanzaError.self) { try PrivilegedIQ.payload(ofAnswer: nil) }
    #expect(throws: StanzaError.self) {
      try PrivilegedIQ.payload(ofAnswer: Element("privilege", Namespace.privilege1))
    }
  }

  @Test func grants() {
    var privileges = Privileges(iq: ["a": .get, "b": .both])
    #expect(privileges.lets(.get, in: "a") && !privileges.lets(.set, in: "a"))
    #expect(privileges.lets(.set, in: "b") && !privileges.lets(.get, in: "c"))
    privileges.namespace = Namespace.privilege1
    #expect(!privileges.lets(.get, in: "a"))
  }
}
