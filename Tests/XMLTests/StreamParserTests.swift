import Testing
import XML

@Suite struct StreamParserTests {
  @Test func deliversHeaderStanzasAndEnd() {
    let outcome = parse("<?xml version='1.0' encoding='utf-8'?>\n\(header)\(good)</stream:stream>")
    let opened = Element(
      "stream", "http://etherx.jabber.org/streams", ["from": "social.example", "id": "s1"])
    #expect(outcome == Outcome(events: [.opened(opened), .stanza(goodElement), .closed]))
  }

  @Test(arguments: [1, 2, 3, 5, 7, 64, 1_000])
  func readsAnySlicesAlike(size: Int) {
    let whole = parse(Corpus.stream)
    #expect(whole.error == nil)
    #expect(whole.stanzas.count == Corpus.stanzas.count + 1)
    #expect(parse(Corpus.stream, by: size) == whole)
  }

  @Test(arguments: [1, 7, .max])
  func aRenewedParserReadsAlike(size: Int) {
    let renewing = ParserLimits(renewalBytes: 0)
    #expect(parse(Corpus.stream, by: size, limits: renewing) == parse(Corpus.stream))
  }

  @Test func everyCutIntoTwoReadsAlike() {
    let bytes = Array(Corpus.stream.utf8)
    let whole = parse(bytes)
    for cut in 0...bytes.count {
      #expect(parse(slices: [bytes[..<cut], bytes[cut...]]) == whole, "cut at \(cut)")
    }
  }

  /// A stanza must not wait for what follows it, however long its last token has been cut.
  @Test func aStanzaIsDeliveredWithItsLastByte() {
    let parser = StreamParser()
    let value = String(repeating: "v", count: 5_000)
    let bytes = Array("\(header)<presence status='\(value)'/>".utf8)
    var events: [StreamParser.Event] = []
    for byte in bytes.dropLast() { #expect(parser.take([byte]) { events.append($0) } == nil) }
    #expect(events.count == 1)
    #expect(parser.take(bytes.suffix(1)) { events.append($0) } == nil)
    #expect(events.last == .stanza(Element("presence", component, ["status": value])))
  }

  @Test(arguments: ["\n", " \t\r\n ", "316", "stray ]] text &amp; &#60;", "<![CDATA[<x>]]>", "ü€😀"])
  func textBetweenStanzasIsDropped(text: String) {
    for size in [1, .max] {
      let outcome = parse("\(header)\(text)\(good)\(text)\(good)\(text)", by: size)
      #expect(outcome.error == nil)
      #expect(outcome.stanzas == [goodElement, goodElement])
    }
  }

  @Test func textBetweenStanzasMayGoOnForEver() {
    let limits = ParserLimits(stanzaBytes: 400, hardFactor: 2)
    let stray = String(repeating: "stray ", count: 10_000)
    #expect(parse(header + stray + good, by: 100, limits: limits).stanzas == [goodElement])
  }

  @Test func textIsOneNodeHoweverItArrives() {
    let text = "a &amp; b\r\nc<![CDATA[d]]>é"
    for size in 1...20 {
      let stanza = parse("\(header)<m>\(text)</m>", by: size).stanzas.first
      #expect(stanza?.children == [.text("a & b\ncdé")])
    }
  }

  @Test func keepsAttributePrefixesAndDropsThoseOfElements() throws {
    let stanza = try #require(
      parse(
        "\(header)<iq><e:a xmlns:e='urn:e' xmlns:l='urn:l' xml:lang='de' l:href='#' b='c'/></iq>"
      )
      .stanzas.first)
    let child = try #require(stanza.first("a", "urn:e"))
    #expect(
      child.attributes == [
        .init(QName("lang", QName.xmlNamespace), prefix: "xml", value: "de"),
        .init(QName("href", "urn:l"), prefix: "l", value: "#"), .init("b", "c"),
      ])
    #expect(child.lang == "de")
  }

  @Test func oddNamespacesPass() throws {
    let namespaces = ["{https://movim.eu}x", "a b  c", "a|b}c{", "&lt;&amp;", "ünï"]
    for namespace in namespaces {
      let outcome = parse("\(header)<iq><p:x xmlns:p='\(namespace)' p:y='1'/></iq>\(good)")
      let child = try #require(outcome.stanzas.first?.elements.first { _ in true })
      let plain = namespace == "&lt;&amp;" ? "<&" : namespace
      #expect(child.name == QName("x", plain))
      #expect(child.attributes == [.init(QName("y", plain), prefix: "p", value: "1")])
      #expect(outcome.stanzas.last == goodElement)
    }
  }

  @Test func whatFollowsTheEndIsDropped() {
    let whole = parse("\(header)</stream:stream><junk & more")
    #expect(whole.error == nil)
    #expect(whole.events.last == .closed)
    #expect(parse("\(header)</stream:stream><junk & more", by: 1) == whole)
  }

  @Test func aDeadParserStaysDead() {
    let parser = StreamParser()
    #expect(parser.take(Array("\(header)<!---->".utf8)[...]) == .comment)
    var events = 0
    #expect(parser.take(Array(good.utf8)[...]) { _ in events += 1 } == .comment)
    #expect(events == 0)
  }

  /// More names than are kept, most of them met again and again.
  @Test func manyNamesStayThemselves() {
    let names = (0..<5_000).map { "name-\($0 % 3_000)" } + [String(repeating: "n", count: 500)]
    let stanzas = names.map { "<\($0) xmlns='urn:\($0)' \($0)='\($0)'/>" }.joined()
    let outcome = parse(header + stanzas)
    #expect(outcome.stanzas == names.map { Element($0, "urn:\($0)", [:]).with($0, $0) })
  }
}

extension Element {
  fileprivate func with(_ attribute: String, _ value: String) -> Element {
    var copy = self
    copy[attribute] = value
    return copy
  }
}
