import Testing
import XML

/// Each limit holds at its value and refuses one over it; the next good stanza is served.
@Suite struct LimitTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var limits: ParserLimits
    var within: String
    var over: String
    var error: XMLError
    /// The attributes of the refused stanza's header.
    var kept: Int
  }

  static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  static func attributes(_ count: Int) -> String {
    (0..<count).map { " a\($0)='v'" }.joined()
  }

  static let rows: [Row] = [
    Row(
      testDescription: "bytes, ended by text", limits: ParserLimits(stanzaBytes: 300),
      within: "<m id='1'>\(repeated("x", 286))</m>", over: "<m id='1'>\(repeated("x", 287))</m>",
      error: .stanzaTooLarge(limit: 300), kept: 1),
    Row(
      testDescription: "bytes, characters of four bytes", limits: ParserLimits(stanzaBytes: 300),
      within: "<m id='1'>\(repeated("😀", 71))12</m>", over: "<m id='1'>\(repeated("😀", 71))123</m>",
      error: .stanzaTooLarge(limit: 300), kept: 1),
    Row(
      testDescription: "bytes, one empty element", limits: ParserLimits(stanzaBytes: 300),
      within: "<m id='\(repeated("x", 290))'/>", over: "<m id='\(repeated("x", 291))'/>",
      error: .stanzaTooLarge(limit: 300), kept: 1),
    Row(
      testDescription: "bytes, white space in the end tag", limits: ParserLimits(stanzaBytes: 300),
      within: "<m></m\(repeated(" ", 293))>", over: "<m></m\(repeated(" ", 294))>",
      error: .stanzaTooLarge(limit: 300), kept: 0),
    Row(
      testDescription: "depth", limits: ParserLimits(depth: 3), within: "<m id='1'><b><c/></b></m>",
      over: "<m id='1'><b><c><d/></c></b></m>", error: .tooDeep(limit: 3), kept: 1),
    Row(
      testDescription: "children", limits: ParserLimits(children: 3),
      within: "<m id='1'>1<a/>2<b/>3<c/>4</m>", over: "<m id='1'><a/><b/><c/><d/></m>",
      error: .tooManyChildren(limit: 3), kept: 1),
    Row(
      testDescription: "children further down", limits: ParserLimits(children: 3),
      within: "<m><a/><b/><c><a/><b/><c/></c></m>", over: "<m><a/><b/><c><a/><b/><c/><d/></c></m>",
      error: .tooManyChildren(limit: 3), kept: 0),
    Row(
      testDescription: "attributes of the stanza", limits: ParserLimits(attributes: 4),
      within: "<m xmlns:p='urn:p'\(attributes(4))/>", over: "<m xmlns:p='urn:p'\(attributes(5))/>",
      error: .tooManyAttributes(limit: 4), kept: 4),
    Row(
      testDescription: "attributes of a child", limits: ParserLimits(attributes: 4),
      within: "<m id='1'><b\(attributes(4))/></m>", over: "<m id='1'><b\(attributes(5))/></m>",
      error: .tooManyAttributes(limit: 4), kept: 1),
    Row(
      testDescription: "value of the stanza", limits: ParserLimits(valueBytes: 20),
      within: "<m id='1' v='\(repeated("é", 10))'/>", over: "<m id='1' v='\(repeated("é", 10))x'/>",
      error: .valueTooLong(limit: 20), kept: 1),
    Row(
      testDescription: "value of a child", limits: ParserLimits(valueBytes: 20),
      within: "<m><b v='\(repeated("x", 19))&amp;'/></m>",
      over: "<m id='1'><b v='\(repeated("x", 20))&amp;'/></m>",
      error: .valueTooLong(limit: 20), kept: 1),
    Row(
      testDescription: "local name", limits: ParserLimits(nameBytes: 60),
      within: "<m id='1'><\(repeated("n", 55)) xmlns='urn:a'/></m>",
      over: "<m id='1'><\(repeated("n", 56)) xmlns='urn:a'/></m>", error: .nameTooLong(limit: 60),
      kept: 1),
    Row(
      testDescription: "attribute's name with prefix", limits: ParserLimits(nameBytes: 60),
      within: "<m id='1'><b xmlns:pp='urn:a' pp:\(repeated("n", 53))='1'/></m>",
      over: "<m id='1'><b xmlns:pp='urn:a' pp:\(repeated("n", 54))='1'/></m>",
      error: .nameTooLong(limit: 60), kept: 1),
    Row(
      testDescription: "namespace", limits: ParserLimits(nameBytes: 60),
      within: "<m xmlns='\(repeated("u", 59))'/>", over: "<m xmlns='\(repeated("u", 60))'/>",
      error: .nameTooLong(limit: 60), kept: 0),
  ]

  @Test(arguments: rows) func holds(row: Row) {
    for size in [1, 7, .max] {
      let within = parse(header + row.within + good, by: size, limits: row.limits)
      #expect(within.error == nil)
      #expect(within.refusals.isEmpty)
      #expect(within.stanzas.count == 2)

      let over = parse(header + row.over + good + row.over, by: size, limits: row.limits)
      #expect(over.error == nil)
      #expect(over.refusals == [row.error, row.error])
      #expect(over.stanzas == [goodElement])
      for case .refused(let header, _) in over.events {
        #expect(header.name.name == "m")
        #expect(header.attributes.count == row.kept)
        #expect(header.children.isEmpty)
      }
    }
  }

  @Test(arguments: rows) func holdsForFragments(row: Row) {
    #expect(throws: Never.self) {
      try Element(parsing: Array(row.within.utf8), limits: row.limits)
    }
    #expect(throws: row.error) { try Element(parsing: Array(row.over.utf8), limits: row.limits) }
  }

  @Test func aRefusedRequestKeepsWhatItsAnswerNeeds() {
    let over = "<iq type='set' id='7' from='a@b/c' to='d'><x>\(Self.repeated("y", 700))</x></iq>"
    let outcome = parse(header + over, limits: ParserLimits(stanzaBytes: 500))
    let header = Element(
      "iq", component, ["type": "set", "id": "7", "from": "a@b/c", "to": "d"])
    #expect(outcome.events.last == .refused(header: header, .stanzaTooLarge(limit: 500)))
  }

  @Test(arguments: [1_448, 65_536, .max])
  func sixHundredKiBAreRefusedAndTheNextIsServed(size: Int) {
    let bodies = [
      Self.repeated("0123456789abcdef", 38_400), Self.repeated("<p>paragraph</p>", 38_400),
      "<p a='\(Self.repeated("x", 614_400))'/>", "<![CDATA[\(Self.repeated("x", 614_400))]]>",
    ]
    for body in bodies {
      let outcome = parse("\(header)<iq id='1'>\(body)</iq>\(good)", by: size)
      #expect(outcome.error == nil)
      #expect(outcome.events.count == 3)
      #expect(outcome.stanzas == [goodElement])
    }
  }

  @Test func aThousandLevelsAreRefusedAndTheNextIsServed() {
    let deep = Self.repeated("<a>", 1_000) + Self.repeated("</a>", 1_000)
    for size in [1, .max] {
      let outcome = parse(header + deep + good, by: size)
      #expect(outcome.refusals == [.tooDeep(limit: 100)])
      #expect(outcome.stanzas == [goodElement])
    }
  }

  @Test func theDeepestTreeAllowedCanBeWrittenComparedAndReleased() throws {
    let limits = ParserLimits(depth: .max)
    #expect(limits.depth == ParserLimits.maximumDepth)
    let deep = Self.repeated("<a>", 1_000) + Self.repeated("</a>", 1_000)
    let element = try Element(parsing: Array(deep.utf8), limits: limits)
    let again = try Element(parsing: element.xml(), limits: limits)
    #expect(Set([element, again]).count == 1)
    #expect(throws: XMLError.tooDeep(limit: 1_000)) {
      try Element(parsing: Array("<a>\(deep)</a>".utf8), limits: limits)
    }
  }

  @Test func skippingHasItsOwnDepth() {
    let limits = ParserLimits(depth: 3, skippedDepth: 50)
    func nested(_ count: Int) -> String {
      Self.repeated("<a>", count) + Self.repeated("</a>", count)
    }
    #expect(parse(header + nested(50) + good, limits: limits).stanzas == [goodElement])
    #expect(parse(header + nested(51) + good, limits: limits).error == .tooDeep(limit: 50))
  }

  /// What is skipped may be far larger than one token, which expat keeps.
  @Test(arguments: [1, 10, .max]) func farMoreThanTheSizeEndsTheStream(size: Int) {
    let limits = ParserLimits(stanzaBytes: 250)
    for (open, close, before, limit) in [
      ("<m>", "</m>", 0, 8_000), ("<m a='", "'/>", 0, 1_000), ("<m><b a='", "'/></m>", 3, 1_000),
    ] {
      let filler = limit + before - open.utf8.count - (before > 0 ? 3 : close.utf8.count)
      let most = header + open + Self.repeated("x", filler) + close + good
      #expect(parse(most, by: size, limits: limits).stanzas == [goodElement])
      let over = header + open + Self.repeated("x", filler + 1) + close + good
      #expect(parse(over, by: size, limits: limits).error == .stanzaTooLarge(limit: limit))
    }
  }

  /// Expat keeps every name, those of attributes and prefixes too.
  @Test(arguments: ["<n#/>", "<n a#='1'/>", "<n xmlns:p#='x'/>"])
  func skippingHasItsOwnNames(form: String) {
    let limits = ParserLimits(stanzaBytes: 1_000, skippedNames: 100)
    let over = "<m>\(Self.repeated("x", 4_000))"
    func names(_ count: Int) -> String {
      (0..<count).map { form.replacing("#", with: "\($0)") }.joined()
    }
    let again = names(99) + names(99)
    #expect(parse(header + over + again + "</m>" + good, limits: limits).stanzas == [goodElement])
    let more = parse(header + over + names(101) + "</m>" + good, limits: limits)
    #expect(more.error == .tooManyNames(limit: 100))
  }

  /// Whoever sends so many in a stanza of the usual size is refused, and costs nobody else the stream.
  @Test(arguments: ["<n#/>", "<n a#='1'/>"]) func manyNamesAreRefusedAlone(form: String) {
    let names = (0..<30_000).map { form.replacing("#", with: "\($0)") }.joined()
    let stanza = "<m><x>\(Self.repeated("<y/>", 20_001))</x>\(names)</m>"
    let outcome = parse(header + stanza + good, limits: ParserLimits())
    #expect(outcome.stanzas == [goodElement])
    #expect(outcome.refusals == [.tooManyChildren(limit: 20_000)])
  }

  /// Names are not read with their namespace, which was read once.
  @Test(.timeLimit(.minutes(1))) func aLongNamespaceIsReadOnce() {
    let space = Self.repeated("u", 250_000)
    let stanza = "<m xmlns='\(space)'>\(Self.repeated("<a b='1'/>", 1_000_000))</m>"
    let outcome = parse(header + stanza + good, limits: ParserLimits())
    #expect(outcome.stanzas == [goodElement])
    #expect(outcome.refusals == [.nameTooLong(limit: 2_048)])
  }

  /// Tokens that never end are given up when they are over the size, not when they end.
  @Test(arguments: ["<m a='", "<!-- ", "<m><![CDATA[", "<m>&", "<m>", "<?x ", "<"])
  func nothingPendingGrowsForEver(start: String) {
    let parser = StreamParser(limits: ParserLimits(stanzaBytes: 1_000))
    #expect(parser.take(Array((header + start).utf8)[...]) == nil)
    let more = Array(repeating: UInt8(ascii: "x"), count: 500)
    let errors = (0..<100).compactMap { _ in parser.take(more[...]) }
    // Text is no token: it is skipped.
    let isText = ["<m>", "<m><![CDATA["].contains(start)
    #expect(errors.first == .stanzaTooLarge(limit: isText ? 32_000 : 4_000))
  }

  @Test func theHeaderHasALimitToo() {
    let limits = ParserLimits(stanzaBytes: header.utf8.count)
    for size in [1, .max] {
      #expect(parse(header + good, by: size, limits: limits).stanzas == [goodElement])
      let longer = parse(" " + header + good, by: size, limits: limits)
      #expect(longer == Outcome(error: .headerTooLarge(limit: header.utf8.count)))
    }
    let endless = "<s a='" + Self.repeated("x", 2_000)
    #expect(parse(endless, limits: limits).error == .headerTooLarge(limit: header.utf8.count))
    #expect(
      parse(header, limits: ParserLimits(attributes: 1)).error == .tooManyAttributes(limit: 1))
  }
}
