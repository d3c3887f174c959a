import Testing
import XML

@testable import XMPP

@Suite struct SoftwareVersionTests {
  /// XEP-0092, section 3.
  @Test(arguments: [
    (
      "<name>Exodus</name><version>0.7.0.4</version><os>Windows-XP 5.01.2600</os>",
      SoftwareVersion(name: "Exodus", version: "0.7.0.4", os: "Windows-XP 5.01.2600")
    ),
    (
      "<name>Exodus</name><version>0.7.0.4</version>",
      SoftwareVersion(name: "Exodus", version: "0.7.0.4")
    ),
  ])
  func roundTrip(content: String, version: SoftwareVersion) throws {
    let element = try example("<query xmlns='jabber:iq:version'>\(content)</query>")
    #expect(try SoftwareVersion(element) == version)
    #expect(version.element == element)
  }

  @Test func request() throws {
    let element = try example("<query xmlns='jabber:iq:version'/>")
    #expect(SoftwareVersion.request == element)
    #expect(try SoftwareVersion(element) == SoftwareVersion(name: "", version: ""))
    #expect(throws: StanzaError.self) { try SoftwareVersion(Element("query", "urn:other")) }
  }
}
