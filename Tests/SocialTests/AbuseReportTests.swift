import Testing
import XML
import XMPP

@testable import Social

@Suite struct AbuseReportTests {
  private func report(_ attributes: String, _ inner: String) throws -> AbuseReport {
    let text = "<report xmlns='urn:xmpp:reporting:1' \(attributes)>\(inner)</report>"
    return try AbuseReport(Element(parsing: Array(text.utf8)))
  }

  private static let reference = """
    <reference xmlns='urn:xmpp:reference:0' type='data' \
    uri='xmpp:social.example.org?;node=news;item=1cb57d9c'/>
    """

  /// XEP-0377, section 4, with what names the item.
  @Test func wire() throws {
    let expected = AbuseReport(
      reason: "spam", text: "Never came trouble to my house like this.",
      service: try BareJID("social.example.org"), node: "news", item: "1cb57d9c")
    let spam = "reason='urn:xmpp:reporting:spam'"
    let text = "<text xml:lang='en'>\n    Never came trouble to my house like this.\n  </text>"
    #expect(
      try report(spam, text + "<report-origin/><third-party/>" + Self.reference) == expected)
    #expect(try AbuseReport(expected.element) == expected)
    #expect(try report(spam, Self.reference).text == "")
    #expect(try report("reason='urn:odd'", Self.reference).reason == "urn:odd")
  }

  @Test(arguments: [
    ("", reference), ("reason=''", reference), ("reason='a'", ""),
    ("reason='a'", reference + reference),
    ("reason='a'", "<reference xmlns='urn:xmpp:reference:0'/>"),
    ("reason='a'", "<reference xmlns='urn:xmpp:reference:0' uri='https://a.example'/>"),
    ("reason='a'", "<reference xmlns='urn:xmpp:reference:0' uri='xmpp:a.example?;node=b'/>"),
  ])
  func malformed(attributes: String, inner: String) throws {
    #expect(throws: StanzaError.self) { try report(attributes, inner) }
  }
}
