/// What is written by mistake, in jest or with intent.
extension DialectRow {
  private static let threading = "xmlns='http://purl.org/syndication/thread/1.0'"

  private static func sharing(_ item: String, _ title: String) -> String {
    atom(
      "<title>\(title)</title><in-reply-to \(threading)"
        + " ref='xmpp:social.example.org?;node=verona;item=\(item)'/>"
        + "<link rel='via' href='xmpp:social.example.org?;node=verona;item=\(item)'/>")
  }

  static let odd: [DialectRow] = [
    DialectRow(
      name: "the year 40000", item: "future",
      payload: atom(
        "<title>Warhammer</title><published>40000-01-01T00:00:00Z</published>"
          + "<updated>9999-12-31T23:59:59Z</updated>"),
      found: [.text("warhammer")], shown: .here("Warhammer"), never: ["40000", "9999"]),
    DialectRow(
      name: "10,000 tags, of which twenty count", item: "tagged",
      payload: atom(
        "<title>Taglioni</title>" + (0..<10_000).map { "<category term='t\($0)'/>" }.joined()),
      found: [.text("taglioni"), .tag("t0"), .tag("t19")], missed: [.tag("t20"), .tag("t9999")],
      shown: .here(">t19</a></li>", feed: ["<category term='t19'/>"]),
      never: [">t20<", "'t20'"]),
    DialectRow(
      name: "somebody else's name", item: "forged",
      payload: atom(
        "<title>I love Tybalt</title>"
          + "<author><name>Romeo Montague</name><uri>xmpp:romeo@example.org</uri></author>"),
      found: [.text("love"), .author("juliet@example.org")],
      missed: [.author("romeo@example.org"), .author("montague")],
      shown: .here("juliet", feed: ["<name>juliet</name><uri>xmpp:juliet@example.org</uri>"]),
      never: ["Romeo", "romeo@example.org"]),
    DialectRow(
      name: "a draft", item: "draft",
      payload: atom(
        "<title>Unfinished sonnet</title>"
          + "<app:control xmlns:app='http://www.w3.org/2007/app'><app:draft>yes</app:draft></app:control>"
      ),
      stored: .refused(["not-acceptable"]), missed: [.text("sonnet")], shown: .nowhere),
    DialectRow(
      name: "what is no draft any more", item: "undrafted",
      payload: atom(
        "<title>Finished quatrain</title>"
          + "<control xmlns='http://www.w3.org/2007/app'><draft>no</draft></control>"),
      found: [.text("quatrain")], shown: .here("Finished quatrain")),
    DialectRow(
      name: "an entry with nothing in it that is understood", item: "riddle",
      payload: atom(
        "<x:riddle xmlns:x='urn:example:riddles' x:level='3'>sphinx</x:riddle><id>urn:x:riddle</id>"
      ),
      stored: .written(
        atom(
          "<riddle xmlns='urn:example:riddles' xmlns:x='urn:example:riddles' x:level='3'>sphinx</riddle>"
            + "<id>urn:x:riddle</id>")),
      missed: [.text("sphinx")], shown: .nowhere),
    DialectRow(
      name: "no entry at all", item: "tune",
      payload: "<tune xmlns='http://jabber.org/protocol/tune'><title>Heart's ease</title></tune>",
      missed: [.text("ease")], shown: .nowhere),
    DialectRow(
      name: "an entry of another namespace", item: "foreign",
      payload: "<entry xmlns='http://purl.org/atom/ns#'><title>Atom 0.3, obsolete</title></entry>",
      missed: [.text("obsolete")], shown: .nowhere),
    DialectRow(
      name: "a share of a share", item: "mutual1", payload: sharing("mutual2", "Peter"),
      found: [.text("peter")], shown: .here("Peter")),
    DialectRow(
      name: "that of the first", item: "mutual2", payload: sharing("mutual1", "Sampson"),
      found: [.text("sampson")], shown: .here("Sampson")),
    DialectRow(
      name: "a share of itself", item: "narcissus", payload: sharing("narcissus", "Narcissus"),
      found: [.text("narcissus")], shown: .here("Narcissus")),
    DialectRow(
      name: "a very long text", item: "long",
      payload: atom(
        "<title>Prolixity</title><content type='text'>"
          + String(repeating: "Two households, both alike in dignity. ", count: 5_000)
          + "Explicit</content>"),
      found: [.text("prolixity households"), .text("explicit")],
      // Too long for a feed, which has its beginning alone.
      shown: .here("in dignity. Explicit", feed: ["<summary type='text'>Two households, both"]),
      never: ["<content"]),
    DialectRow(
      name: "a text that is too long", item: "longer",
      payload: atom("<title>\(String(repeating: "Logorrhoea ", count: 30_000))</title>"),
      stored: .refused(["payload-too-big", "not-acceptable"]), missed: [.text("logorrhoea")],
      shown: .nowhere),
  ]

  static let hostile: [DialectRow] = [
    DialectRow(
      name: "scripts in xhtml", item: "script",
      payload: atom(
        "<title>Poison</title>"
          + xhtml(
            "<script>alert(1)</script><p onclick='x()'>hebenon</p>"
              + "<a href='java&#9;script:alert(1)'>click</a><img src='x' onerror='alert(1)'/>")),
      found: [.text("hebenon")], missed: [.text("alert")], shown: .here("<p>hebenon</p>"),
      never: ["alert(", "onclick", "onerror", "script:"]),
    DialectRow(
      name: "markup in titles, names and tags", item: "breakout",
      payload: atom(
        "<title>&lt;/title&gt;&lt;svg onload=alert(1)&gt;ratsbane</title><content>x</content>"
          + "<author><name>&lt;b&gt;Rogue</name></author>"
          + "<category term='&quot;&gt;&lt;svg onload=alert(2)&gt;'/>"),
      found: [.text("ratsbane")], shown: .here("&lt;svg onload=alert(1)&gt;ratsbane"),
      never: ["<svg", "<b>Rogue"]),
    DialectRow(
      name: "files that are none of the web", item: "files",
      payload: atom(
        "<title>Chest</title><link rel='enclosure' href='javascript:alert(1)' type='image/png'/>"
          + "<link rel='enclosure' href='file:///etc/passwd'/>"
          + "<link rel='enclosure' href='data:text/html,x'/>"),
      found: [.text("chest")], shown: .here("Chest"), never: ["enclosure", "passwd", "data:text"]),
    DialectRow(
      name: "a text that turns its direction and closes its element", item: "turned",
      payload: atom(
        "<title>gpj.\u{202E}evil</title><content type='text'>&lt;/div&gt;&lt;/main&gt;henbane</content>"
      ),
      found: [.text("henbane")], shown: .here("&lt;/div&gt;&lt;/main&gt;henbane"),
      never: ["\u{202E}"]),
    DialectRow(
      name: "deeply nested", item: "deep",
      payload: atom(
        "<title>Vault</title>"
          + xhtml(
            String(repeating: "<blockquote>", count: 40) + "catacomb"
              + String(repeating: "</blockquote>", count: 40))),
      found: [.text("catacomb")], shown: .here("catacomb")),
  ]
}
