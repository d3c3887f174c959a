import Social
import TestSupport
import Testing
import XML
import XMPP

@Suite struct EntryTests {
  static let received = Timestamp("2026-11-22T10:00:00Z") ?? Timestamp(milliseconds: 0)
  static let xhtmlDiv = "<div xmlns='http://www.w3.org/1999/xhtml'>"

  static func payload(_ inner: String, attributes: String = "") throws -> Element {
    try Element(
      parsing: Array(
        "<entry xmlns='http://www.w3.org/2005/Atom' \(attributes)>\(inner)</entry>".utf8))
  }

  static func entry(
    _ inner: String, attributes: String = "", item: String = "i1",
    publisher: String? = "juliet@capulet.lit", limits: EntryLimits = EntryLimits()
  ) throws -> Entry? {
    Entry(
      payload: try payload(inner, attributes: attributes), itemID: item,
      publisher: try publisher.map { try BareJID($0) }, received: received, limits: limits)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let inner: String
    var attributes = ""
    var publisher: String? = "juliet@capulet.lit"
    var title: String?
    var html: String?
    var text: String?
    var author: Entry.Author?
    var published: String?
    var updated: String?
    var language: String?
    var tags: [String]?
    var enclosures: [Entry.Enclosure]?
    var links: [Entry.LinkCard]?
    var mentions: [String]?
    var references: [Entry.Reference]?
    var location: Entry.Location?
    var atomID: String?

    var testDescription: String { name }
  }

  @Test(arguments: EntryRows.all)
  func projection(_ row: Row) throws {
    let entry = try #require(
      try Self.entry(row.inner, attributes: row.attributes, publisher: row.publisher))
    if let title = row.title { #expect(entry.title == title) }
    if let html = row.html { #expect(entry.html.markup == html) }
    if let text = row.text { #expect(entry.text == text) }
    if let author = row.author { #expect(entry.author == author) }
    if let published = row.published { #expect(entry.published.text == published) }
    if let updated = row.updated { #expect(entry.updated.text == updated) }
    if let language = row.language { #expect(entry.language == language) }
    if let tags = row.tags { #expect(entry.tags == tags) }
    if let enclosures = row.enclosures { #expect(entry.enclosures == enclosures) }
    if let links = row.links { #expect(entry.links == links) }
    if let mentions = row.mentions { #expect(entry.mentions.map(\.description) == mentions) }
    if let references = row.references { #expect(entry.references == references) }
    if let location = row.location { #expect(entry.location == location) }
    if let atomID = row.atomID { #expect(entry.atomID == (atomID.isEmpty ? nil : atomID)) }
  }

  @Test func thereAreFortyRowsAtLeast() {
    let rows = EntryRows.all
    #expect(rows.count >= 40)
    #expect(Set(rows.map(\.name)).count == rows.count)
  }

  @Test(arguments: [
    ("", "test_post"), ("<id>test_post</id>", "test_post"), ("<title> </title>", "i1"),
    ("<title>x</title>", "urn:xmpp:avatar:metadata"), ("<title>x</title>", "urn:xmpp:avatar:data"),
    ("<content type='image/png'>AAAA</content>", "i1"),
    ("<link rel='enclosure' href='javascript:x'/>", "i1"),
  ])
  func nothingToShow(_ inner: String, _ item: String) throws {
    #expect(try Self.entry(inner, item: item) == nil)
  }

  @Test(arguments: [
    Element(
      "metadata", "urn:xmpp:avatar:metadata", [:], [Element("title", Namespace.atom, text: "x")]),
    Element("feed", Namespace.atom, [:], [Element("title", Namespace.atom, text: "x")]),
    Element("entry", "", [:], [Element("title", Namespace.atom, text: "x")]),
  ])
  func noEntry(_ payload: Element) {
    #expect(Entry(payload: payload, itemID: "i", publisher: nil, received: Self.received) == nil)
  }

  @Test(arguments: HostileMarkup.plain)
  func hostileTextStaysText(_ text: String) throws {
    var payload = Element("entry", Namespace.atom)
    for type in [nil, "text", "html", "xhtml"] {
      var title = Element("title", Namespace.atom, text: text)
      title["type"] = type
      payload.append(title)
    }
    payload.append(
      Element(
        "author", Namespace.atom, [:],
        [
          Element("name", Namespace.atom, text: text), Element("uri", Namespace.atom, text: text),
          Element("email", Namespace.atom, text: text),
        ]))
    payload.append(Element("category", Namespace.atom, ["term": text]))
    payload.append(Element("id", Namespace.atom, text: text))
    payload.append(
      Element("link", Namespace.atom, ["rel": "enclosure", "href": text, "type": text]))
    payload.append(Element("content", Namespace.atom, text: text + "."))
    payload.lang = text
    let entry = try #require(
      Entry(payload: payload, itemID: text, publisher: nil, received: Self.received))
    #expect(entry.html.markup == Sanitizer.clean(text: text + ".").html.markup)
    #expect(!entry.author.name.isEmpty && entry.author.name.unicodeScalars.count <= 80)
    for line in [entry.title, entry.author.name, entry.headline(), entry.summary()] + entry.tags {
      #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control })
      #expect(!line.unicodeScalars.contains { ("\u{202A}"..."\u{202E}").contains($0) })
    }
    #expect(entry.enclosures.isEmpty)
    #expect(entry.language == nil)
    if let uri = entry.author.uri { #expect(uri.hasPrefix("https://") || uri.hasPrefix("xmpp:")) }
  }

  @Test(arguments: HostileMarkup.html)
  func hostileHTMLInTheTitle(_ html: String) throws {
    var title = Element("title", Namespace.atom, text: html)
    title["type"] = "html"
    let payload = Element(
      "entry", Namespace.atom, [:], [title, Element("content", Namespace.atom, text: "body")])
    let entry = try #require(
      Entry(payload: payload, itemID: "i", publisher: nil, received: Self.received))
    #expect(entry.title == Sanitizer.clean(html: html).text.oneLine(limit: 200))
  }

  @Test func bounds() throws {
    let many = (0..<30).map {
      "<category term='t\($0)'/><link rel='enclosure' href='https://a.example/\($0)' title='abcdef'/>"
    }.joined()
    let inner =
      "<title>one two three four</title><content>body</content><author><name>Romeo Montague</name>"
      + "</author><id>tag:a.example,2026:x</id><category term='too-long'/>" + many
    let limits = EntryLimits(
      titleLength: 10, nameLength: 6, idBytes: 10, tags: 3, tagLength: 7, enclosures: 2,
      enclosureTitleLength: 3)
    let entry = try #require(try Self.entry(inner, limits: limits))
    #expect(entry.title == "one two…")
    #expect(entry.author.name == "Romeo…")
    #expect(entry.atomID == nil)
    #expect(entry.tags == ["t0", "t1", "t2"])
    #expect(entry.enclosures.map(\.href) == ["https://a.example/0", "https://a.example/1"])
    #expect(entry.enclosures.map(\.title) == ["ab…", "ab…"])
    let open = try #require(try Self.entry(inner))
    #expect(open.tags.count == 20)
    #expect(open.enclosures.count == 20)
    #expect(open.atomID == "tag:a.example,2026:x")
  }

  @Test func boundsOfChoiceAndTime() throws {
    let inner =
      "<content type='html'/><content>second</content><updated>2026-11-22T10:00:05Z</updated>"
      + "<published>2026-11-01T00:00:00Z</published><title>first</title>"
    let strict = EntryLimits(
      contents: 1, earliest: Self.received.milliseconds - 1)
    let entry = try #require(try Self.entry(inner, limits: strict))
    #expect(entry.text == "first")
    #expect(entry.published == Self.received && entry.updated == Self.received)
    let open = try #require(try Self.entry(inner))
    #expect(open.text == "second")
    #expect(open.published.text == "2026-11-01T00:00:00Z")
    #expect(open.updated == Self.received)
  }

  @Test(arguments: [
    ("one two", 7, "one two"), ("one two", 6, "one t…"), ("one two three", 8, "one two…"),
    ("onetwo", 4, "one…"), ("é\u{301}x", 2, "é…"), ("a\u{2028}b\tc\r\nd", 9, "a b c d"),
    ("", 3, ""), ("a\u{202E}b\u{2066}c\u{2069}", 9, "abc"),
    ("a\u{200E}!\u{061C}\u{200F}", 9, "a\u{200E}!\u{061C}\u{200F}"),
    ("\u{200B}", 9, ""), ("\u{200E}\u{200D} \u{3164}\u{2800}", 9, ""),
    ("\u{200D}x", 9, "\u{200D}x"),
    ("ab", 1, "a"),
  ])
  func lines(_ text: String, _ limit: Int, _ expected: String) {
    #expect(text.oneLine(limit: limit) == expected)
  }

  @Test(arguments: [
    ("ar", true), ("he", true), ("fa-IR", true), ("ckb", true), ("dv", true), ("yi", true),
    ("ur-Latn", false), ("ur-Latn-PK", false), ("az-Arab", true), ("de", false),
    ("en-x-arab", false),
    ("sr-1994", false), ("zh-cmn-Hans", false), ("ku-arab-iq", true), ("arn", false),
  ])
  func languagesFromRightToLeft(_ tag: String, _ isRightToLeft: Bool) throws {
    #expect(try #require(LanguageTag(tag)).isRightToLeft == isRightToLeft)
  }

  @Test(
    arguments: [
      (["A title", "name"], "A title"), (["\u{200B}", " name "], "name"), ([nil, "name"], "name"),
      (["\u{2060}", "\u{200E}"], "Untitled"), (["A long title", "name"], "A long…"),
    ] as [([String?], String)])
  func labels(_ texts: [String?], _ label: String) {
    #expect(Label.first(of: texts[0], texts[1], limit: 8) == label)
  }

  /// Dates of an edit two hours after the item was first seen.
  @Test(arguments: [
    ("", "10:00", "12:00"), ("<updated>2026-11-22T11:30:00Z</updated>", "10:00", "11:30"),
    ("<updated>2026-11-22T18:00:00Z</updated>", "10:00", "12:00"),
    ("<published>2026-11-22T09:00:00Z</published>", "09:00", "09:00"),
    ("<published>2026-11-22T11:00:00Z</published>", "10:00", "11:00"),
    ("<published>2026-11-22T19:00:00Z</published>", "10:00", "12:00"),
    (
      "<published>2026-11-22T09:00:00Z</published><updated>2026-11-22T18:00:00Z</updated>", "09:00",
      "12:00"
    ),
  ])
  func datesOfAnEdit(_ inner: String, _ published: String, _ updated: String) throws {
    let payload = try Self.payload("<title>a</title>" + inner)
    let received = try #require(Timestamp("2026-11-22T12:00:00Z"))
    let entry = try #require(
      Entry(
        payload: payload, itemID: "i", publisher: nil, received: received,
        firstSeen: Self.received))
    #expect(entry.published.text == "2026-11-22T\(published):00Z")
    #expect(entry.updated.text == "2026-11-22T\(updated):00Z")
  }

  @Test func headlineAndSummary() throws {
    let titled = try #require(try Self.entry("<title>A title</title><content>Some text</content>"))
    #expect(titled.headline() == "A title")
    #expect(titled.summary(limit: 7) == "Some…")
    let short = try #require(try Self.entry("<title>The whole of a short post</title>"))
    #expect(short.headline(limit: 12) == "The whole…")
    let picture = try #require(
      try Self.entry("<link rel='enclosure' href='https://a.example/x.png'/>"))
    #expect(picture.headline() == "https://a.example/x.png")
    #expect(picture.summary().isEmpty)
    let image = try #require(
      try Self.entry("<content type='html'>&lt;img src='https://a.example/x'&gt;</content>"))
    #expect(image.headline() == "2026-11-22")
  }
}
