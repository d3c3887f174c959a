import Testing
import XML

@testable import XMPP

@Suite struct ArchiveAnswerTests {
  /// XEP-0313, section 4.2, and without the query's id.
  @Test(arguments: ["queryid='f27'", ""])
  func results(queryID: String) throws {
    let element = try example(
      """
      <result xmlns='urn:xmpp:mam:2' \(queryID) id='28482-98726-73623'>
        <forwarded xmlns='urn:xmpp:forward:0'>
          <delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>
          <message xmlns='jabber:client' from='witch@shakespeare.lit' to='macbeth@shakespeare.lit'>
            <body>Hail to thee</body>
          </message>
        </forwarded>
      </result>
      """)
    let result = try ArchiveResult(element)
    #expect(result.id == "28482-98726-73623")
    #expect(result.element.comparable == element)
  }

  @Test(arguments: [
    "<result xmlns='urn:xmpp:mam:2' id='a'/>",
    "<result xmlns='urn:xmpp:mam:2' id='a'><forwarded xmlns='urn:xmpp:forward:0'/></result>",
    """
    <result xmlns='urn:xmpp:mam:2'><forwarded xmlns='urn:xmpp:forward:0'>
    <message xmlns='jabber:client'/></forwarded></result>
    """,
    "<result xmlns='urn:xmpp:mam:1' id='a'/>",
  ])
  func malformedResults(text: String) throws {
    let element = try example(text)
    let error = #expect(throws: StanzaError.self) { try ArchiveResult(element) }
    #expect(error?.condition == .badRequest)
  }

  /// XEP-0313, sections 4 and 4.3.2.
  @Test(arguments: [
    (
      """
      <fin xmlns='urn:xmpp:mam:2' complete='true'><set xmlns='http://jabber.org/protocol/rsm'>
      <first index='0'>23452-4534-1</first><last>390-2342-22</last><count>16</count></set></fin>
      """,
      ArchiveEnd(
        page: .init(first: "23452-4534-1", index: 0, last: "390-2342-22", count: 16),
        isComplete: true)
    ),
    (
      "<fin xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'/></fin>",
      ArchiveEnd(page: .init())
    ),
  ])
  func ends(text: String, end: ArchiveEnd) throws {
    let element = try example(text)
    #expect(try ArchiveEnd(element) == end)
    #expect(end.element.comparable == element)
  }

  @Test func lenientEnds() throws {
    let element = try example("<fin xmlns='urn:xmpp:mam:2' complete='false' stable='odd'/>")
    #expect(try ArchiveEnd(element) == ArchiveEnd(page: .init()))
    #expect(throws: StanzaError.self) { try ArchiveEnd(Element("fin", "urn:other")) }
  }

  /// XEP-0313, section 5.
  @Test(arguments: [
    """
    <metadata xmlns='urn:xmpp:mam:2'><start id='YWxwaGEg' timestamp='2008-08-22T21:09:04Z'/>
    <end id='b21lZ2Eg' timestamp='2020-04-20T14:34:21Z'/></metadata>
    """,
    "<metadata xmlns='urn:xmpp:mam:2'/>",
  ])
  func metadata(text: String) throws {
    let element = try example(text)
    #expect(try ArchiveMetadata(element).element.comparable == element)
    #expect(ArchiveMetadata.name == element.name)
  }

  @Test(arguments: [
    "<metadata xmlns='urn:xmpp:mam:2'><start id='a'/></metadata>",
    "<metadata xmlns='urn:xmpp:mam:2'><end timestamp='2020-04-20T14:34:21Z'/></metadata>",
    "<metadata xmlns='urn:other'/>",
  ])
  func malformedMetadata(text: String) throws {
    let element = try example(text)
    #expect(throws: StanzaError.self) { try ArchiveMetadata(element) }
  }

  @Test func requestsOfMetadata() throws {
    for node in [nil, "blogs"] as [String?] {
      let request = ArchiveMetadata.Request(node: node)
      #expect(try ArchiveMetadata.Request(request.element) == request)
    }
    #expect(
      try ArchiveMetadata.Request().element == example("<metadata xmlns='urn:xmpp:mam:2'/>"))
    #expect(throws: StanzaError.self) { try ArchiveMetadata.Request(Element("x", Namespace.mam)) }
  }
}
