import Testing
import XML

@testable import XMPP

@Suite struct EntityTimeTests {
  /// XEP-0202, section 3.
  @Test func roundTrip() throws {
    let element = try example(
      "<time xmlns='urn:xmpp:time'><tzo>-06:00</tzo><utc>2006-12-19T17:58:35Z</utc></time>")
    #expect(try EntityTime(element).element == element)
    #expect(EntityTime.name == element.name)
    #expect(try EntityTime.request == example("<time xmlns='urn:xmpp:time'/>"))
  }

  @Test func ours() throws {
    #expect(
      try EntityTime(utc: Timestamp(milliseconds: 1_500)).element
        == example(
          "<time xmlns='urn:xmpp:time'><tzo>+00:00</tzo><utc>1970-01-01T00:00:01.500Z</utc></time>")
    )
  }

  @Test(arguments: [
    "<time xmlns='urn:xmpp:time'/>", "<time xmlns='urn:xmpp:time'><utc>now</utc></time>",
    "<time xmlns='urn:other'><utc>2006-12-19T17:58:35Z</utc></time>",
  ])
  func malformed(text: String) throws {
    let element = try example(text)
    #expect(throws: StanzaError.self) { try EntityTime(element) }
  }
}
