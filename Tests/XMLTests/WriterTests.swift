import Testing
import XML

@Suite struct WriterTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var markup: String
    var canonical: String
    var testDescription: String { markup }

    init(_ markup: String, _ canonical: String) {
      self.markup = markup
      self.canonical = canonical
    }
  }

  static let atom = "http://www.w3.org/2005/Atom"
  static let xlink = "http://www.w3.org/1999/xlink"

  static let rows: [Row] = [
    Row("<a></a>", "<a/>"),
    Row("<a b = \"c\"  />", "<a b='c'/>"),
    Row("<p:a xmlns:p='urn:a'><p:b/></p:a>", "<a xmlns='urn:a'><b/></a>"),
    Row("<a xmlns='urn:a'><b xmlns=''><c/></b></a>", "<a xmlns='urn:a'><b xmlns=''><c/></b></a>"),
    Row(
      "<a xmlns='urn:a' xmlns:b='urn:b'><b:c><d/></b:c></a>",
      "<a xmlns='urn:a'><c xmlns='urn:b'><d xmlns='urn:a'/></c></a>"),
    Row("<a xmlns:unused='urn:u'/>", "<a/>"),
    Row("<a xml:lang='en' xml:space='preserve'/>", "<a xml:lang='en' xml:space='preserve'/>"),
    Row(
      "<a xmlns:x='urn:x'><b x:c='1'/><b x:c='2'/></a>",
      "<a><b xmlns:x='urn:x' x:c='1'/><b xmlns:x='urn:x' x:c='2'/></a>"),
    Row(
      "<a xmlns:x='urn:x' x:c='1'><b x:c='2'/></a>", "<a xmlns:x='urn:x' x:c='1'><b x:c='2'/></a>"),
    Row(
      "<a xmlns:x='urn:x' x:c='1'><b xmlns:x='urn:y' x:c='2'/><d x:c='3'/></a>",
      "<a xmlns:x='urn:x' x:c='1'><b xmlns:x='urn:y' x:c='2'/><d x:c='3'/></a>"),
    Row(
      "<a p='0' xmlns:y='urn:y' y:c='1' xmlns:x='urn:x' x:c='2'/>",
      "<a p='0' xmlns:y='urn:y' y:c='1' xmlns:x='urn:x' x:c='2'/>"),
    Row("<a>&lt;&gt;&amp;&apos;&quot;&#13;&#10;\t</a>", "<a>&lt;&gt;&amp;'\"&#13;\n\t</a>"),
    Row(
      "<a b='&lt;>&amp;&apos;&quot;&#13;&#10;&#9; '/>",
      "<a b='&lt;&gt;&amp;&apos;&quot;&#13;&#10;&#9; '/>"),
    Row("<a b='1\r\n2\n3\t4'/>", "<a b='1 2 3 4'/>"),
    Row("<a>1\r\n2\r3</a>", "<a>1\n2\n3</a>"),
    Row("<a>]]&gt;<![CDATA[<b>]]></a>", "<a>]]&gt;&lt;b&gt;</a>"),
    Row("<p> a <b> c </b>  <i/>\n</p>", "<p> a <b> c </b>  <i/>\n</p>"),
    Row(
      "<a>e\u{301} \u{FB01} \u{FFFD}\u{1F600}\u{7F}\u{85}</a>",
      "<a>e\u{301} \u{FB01} \u{FFFD}\u{1F600}\u{7F}\u{85}</a>"),
    Row("<x xmlns='{https://movim.eu}b c'/>", "<x xmlns='{https://movim.eu}b c'/>"),
    Row("<x xmlns='a&apos;&lt;b'/>", "<x xmlns='a&apos;&lt;b'/>"),
  ]

  @Test(arguments: rows) func writesTheCanonicalForm(row: Row) throws {
    let element = try Element(parsing: Array(row.markup.utf8))
    #expect(Array(element.markup.utf8) == Array(row.canonical.utf8), "\(element.markup)")
    let again = try Element(parsing: element.xml())
    #expect(again == element)
    #expect(again.xml() == element.xml())
  }

  /// Prefixes declared outside of the payload, as Movim sends them.
  @Test func aPayloadStandsAlone() throws {
    let stanza = """
      <iq><pubsub xmlns='http://jabber.org/protocol/pubsub' xmlns:default='\(Self.atom)' \
      xmlns:xlink='\(Self.xlink)' xmlns:thr='http://purl.org/syndication/thread/1.0'><item>\
      <default:entry xmlns:default='\(Self.atom)'><default:title>t</default:title>\
      <thr:in-reply-to ref='tag:1'/><default:link xlink:href='#'/></default:entry></item></pubsub></iq>
      """
    let payload = try #require(
      parse(header + stanza).stanzas.first?.elements.first { _ in true }?
        .elements.first { _ in true }?.first("entry", Self.atom))
    let expected =
      "<entry xmlns='\(Self.atom)'><title>t</title>"
      + "<in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref='tag:1'/>"
      + "<link xmlns:xlink='\(Self.xlink)' xlink:href='#'/></entry>"
    #expect(payload.markup == expected)
    #expect(try Element(parsing: Array(expected.utf8)) == payload)
  }

  @Test func declaresNoMoreThanTheParentAsksFor() {
    func written(_ element: Element, _ parent: String?) -> String {
      String(decoding: element.xml(inNamespace: parent), as: UTF8.self)
    }
    let named = Element("a", "urn:a", [:], [Element("b", "urn:a")])
    #expect(written(named, "urn:a") == "<a><b/></a>")
    #expect(written(named, "urn:b") == "<a xmlns='urn:a'><b/></a>")
    #expect(written(named, nil) == "<a xmlns='urn:a'><b/></a>")
    let unnamed = Element("a", "")
    #expect(written(unnamed, "") == "<a/>")
    #expect(written(unnamed, "urn:b") == "<a xmlns=''/>")
    #expect(written(unnamed, nil) == "<a xmlns=''/>")
  }

  @Test func whatXMLForbidsIsReplaced() throws {
    for code in Array(0...0x1F) + [0xFFFE, 0xFFFF] where ![0x09, 0x0A, 0x0D].contains(code) {
      let bad = String(try #require(Unicode.Scalar(code)))
      let element = Element("a", "urn:\(bad)", ["b": "x\(bad)\(bad)y"], [])
      var whole = element
      whole.children = [.text("\(bad)x\(bad)")]
      let parsed = try Element(parsing: whole.xml())
      #expect(parsed.name.namespace == "urn:\u{FFFD}")
      #expect(parsed["b"] == "x\u{FFFD}\u{FFFD}y")
      #expect(parsed.text == "\u{FFFD}x\u{FFFD}")
    }
  }

  /// Attributes made by hand whose prefix is missing or cannot be used still keep their namespace.
  @Test func impossiblePrefixesAreReplaced() throws {
    let odd = Element(
      QName("a"),
      attributes: [
        .init(QName("n", "urn:1"), prefix: "", value: "1"),
        .init(QName("n", "urn:2"), prefix: "p", value: "2"),
        .init(QName("n", "urn:3"), prefix: "p", value: "3"),
        .init(QName("n", "urn:4"), prefix: "xmlns", value: "4"),
        .init(QName("n", "urn:5"), prefix: "a1", value: "5"),
        .init(QName("lang", QName.xmlNamespace), prefix: "q", value: "6"),
        .init(QName("m"), prefix: "lost", value: "7"),
      ])
    let parsed = try Element(parsing: odd.xml())
    #expect(parsed.attributes.map(\.name) == odd.attributes.map(\.name))
    #expect(parsed.attributes.map(\.value) == odd.attributes.map(\.value))
    #expect(try Element(parsing: parsed.xml()) == parsed)
  }

  @Test func rawMarkupAndValuesMakeAStanza() throws {
    let payload = Element("event", "urn:e", ["id": "1"])
    var writer = Writer(capacity: 100)
    writer.append(raw: "<message to='")
    writer.append(value: "o'neil&\u{1}@a/<b>\n")
    writer.append(raw: "'>")
    writer.append(raw: payload.xml())
    writer.write(payload)
    writer.append(raw: "</message>")
    let message = try Element(parsing: writer.bytes)
    #expect(message["to"] == "o'neil&\u{FFFD}@a/<b>\n")
    #expect(message.all("event", "urn:e") == [payload, payload])
  }

  /// Long text and runs of escapes, on both sides of where a String is stored inline.
  @Test func escapesAnywhere() throws {
    for length in 0...40 {
      for mark in ["&", "<", "\r", "é", "\u{FFFE}", "\u{FB01}"] {
        let text = String(repeating: "x", count: length)
        let element = Element("a", "", ["b": text + mark + text], [])
        let expected = mark == "\u{FFFE}" ? "\u{FFFD}" : mark
        #expect(try Element(parsing: element.xml())["b"] == text + expected + text)
      }
    }
  }
}
