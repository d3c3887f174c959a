import ComponentLink
import Testing
import XML
import XMPP

@Suite struct StreamFaultTests {
  @Test(arguments: StreamFault.Condition.allCases)
  func roundTrip(_ condition: StreamFault.Condition) throws {
    let fault = StreamFault(condition, "why <not>")
    #expect(StreamFault(try Self.parsed(fault)) == fault)
  }

  @Test func asWritten() {
    #expect(
      String(decoding: StreamFault(.hostUnknown).xml, as: UTF8.self)
        == "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
    )
  }

  @Test func otherElementsAreNone() {
    #expect(StreamFault(Element("error", Namespace.component)) == nil)
    #expect(StreamFault(Element("message", Namespace.component)) == nil)
  }

  @Test func aLongTextIsCut() {
    let text = Element(
      "text", Namespace.streamErrors, text: String(repeating: "a", count: 5_000))
    let fault = StreamFault(Element("error", Namespace.streams, [:], [text]))
    #expect(fault?.text?.count == StreamFault.maxTextLength)
    #expect(fault?.condition == .undefinedCondition)
  }

  private static func parsed(_ fault: StreamFault) throws -> Element {
    var found: Element?
    let stream = Array("<stream:stream xmlns:stream='\(Namespace.streams)'>".utf8) + fault.xml
    try stream.withUnsafeBytes { bytes in
      try StreamParser().feed(bytes) { if case .stanza(let element) = $0 { found = element } }
    }
    return try #require(found)
  }
}
