import Testing
import XML

@testable import XMPP

@Suite struct StanzaHeadersTests {
  /// XEP-0060, section 7.1.2.4.
  @Test func roundTrip() throws {
    let element = try example(
      """
      <headers xmlns='http://jabber.org/protocol/shim'>
        <header name='SubID'>123-abc</header><header name='SubID'>004-yyy</header>
        <header name='Collection'/>
      </headers>
      """)
    let headers = try StanzaHeaders(element)
    #expect(headers.element == element)
    #expect(headers.headers.map(\.name) == ["SubID", "SubID", "Collection"])
    #expect(headers.values(of: "SubID") == ["123-abc", "004-yyy"])
    #expect(headers.values(of: "Collection") == [""])
    #expect(headers.values(of: "Other") == [])
  }

  @Test func lenient() throws {
    let headers = try StanzaHeaders(
      example(
        """
        <headers xmlns='http://jabber.org/protocol/shim'>
          <header>nameless</header><other name='a'>b</other><header name='a'>c</header>
        </headers>
        """))
    #expect(headers == StanzaHeaders([.init("a", "c")]))
    #expect(throws: StanzaError.self) { try StanzaHeaders(Element("headers", "urn:other")) }
  }
}
