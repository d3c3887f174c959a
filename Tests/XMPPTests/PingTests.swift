import Testing
import XML

@testable import XMPP

@Suite struct PingTests {
  /// XEP-0199, section 4.
  @Test func roundTrip() throws {
    let element = try example("<ping xmlns='urn:xmpp:ping'/>")
    #expect(try Ping(element).element == element)
    #expect(Ping.name == element.name)
  }

  @Test func otherElementsAreRefused() {
    #expect(throws: StanzaError.self) { try Ping(Element("pong", Namespace.ping)) }
  }
}
