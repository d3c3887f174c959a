import Testing
import XML

@Suite struct FragmentTests {
  @Test func readsOneElement() throws {
    let text = "<?xml version='1.0'?>\n <a xmlns='urn:a' b='c'>d<e/></a>\n"
    let element = try Element(parsing: Array(text.utf8))
    #expect(
      element
        == Element(
          QName("a", "urn:a"), attributes: [.init("b", "c")],
          children: [.text("d"), .element(Element("e", "urn:a"))]))
  }

  @Test(arguments: [
    ("", XMLError.unfinished), (" \n", .unfinished), ("<a>", .unfinished), ("<a", .unfinished),
    ("<a><b></b>", .unfinished), ("<a>&am", .unfinished), ("<a><![CDATA[x", .unfinished),
    ("text", .notWellFormed), ("<a/>text", .notWellFormed), ("<a/><b/>", .notWellFormed),
    ("<a/><!-- -->", .comment), ("<a/><?b?>", .processingInstruction),
    ("<!DOCTYPE a><a/>", .doctype), ("<p:a/>", .undeclaredPrefix),
    ("<?xml version='1.0' encoding='latin1'?><a/>", .unsupportedEncoding),
  ])
  func refuses(text: String, error: XMLError) {
    #expect(throws: error) { try Element(parsing: Array(text.utf8)) }
  }

  @Test func refusesOtherEncodingsAndCutCharacters() {
    #expect(throws: XMLError.badUTF8) { try Element(parsing: [0x3C, 0x00, 0x61, 0x00]) }
    #expect(throws: XMLError.badUTF8) { try Element(parsing: Array("<a>".utf8) + [0xC3]) }
  }

  @Test func whiteSpaceAroundDoesNotCount() throws {
    let limits = ParserLimits(stanzaBytes: 10, hardFactor: 4)
    let around = String(repeating: " ", count: 15)
    #expect(
      try Element(parsing: Array("\(around)<a>567</a>\(around)".utf8), limits: limits).text == "567"
    )
    #expect(throws: XMLError.stanzaTooLarge(limit: 10)) {
      try Element(parsing: Array("<a>5678</a>".utf8), limits: limits)
    }
    #expect(throws: XMLError.stanzaTooLarge(limit: 10)) {
      try Element(parsing: Array("<a>\(around)\(around)\(around)</a>".utf8), limits: limits)
    }
  }
}
