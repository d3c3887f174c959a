/// What was a feed on the web before: atomtopubsub turns RSS and Atom into items; and plain Atom.
extension DialectRow {
  private static func news(_ id: String, _ more: String) -> String {
    atom(
      "<id>https://news.example/\(id)</id><updated>2025-01-02T00:00:00Z</updated>"
        + "<author><name>The Prince's Gazette</name><uri>https://news.example/</uri></author>"
        + "<link rel='alternate' type='text/html' href='https://news.example/\(id).html'/>\(more)")
  }

  static let atomToPubSub: [DialectRow] = [
    DialectRow(
      name: "a summary alone", item: "summary",
      payload: news(
        "summary",
        "<title>Brawl</title><summary type='html'>&lt;p&gt;Three civil brawls&lt;/p&gt;</summary>"),
      found: [.text("civil"), .author("gazette")],
      shown: .here(
        "Brawl</h1>", "<p>Three civil brawls</p>", "The Prince&#39;s Gazette",
        feed: ["<name>The Prince's Gazette</name><uri>xmpp:juliet@example.org</uri>"])),
    DialectRow(
      name: "enclosures of a podcast", item: "podcast",
      payload: news(
        "podcast",
        "<title>Episode</title><summary>Of queen Mab</summary>"
          + "<link rel='enclosure' href='https://cast.example/1.mp3' type='audio/mpeg' length='9000000'/>"
          + "<link rel='enclosure' href='https://cast.example/1.torrent' type='application/x-bittorrent'/>"
      ),
      found: [.text("episode mab")],
      shown: .here(
        "<audio class=\"u-audio\" controls preload=\"none\" src=\"https://cast.example/1.mp3\" aria-label=\"1.mp3\">",
        "<bdi>1.torrent</bdi>",
        feed: [
          "<link rel='enclosure' href='https://cast.example/1.mp3' type='audio/mpeg' length='9000000'/>"
        ])),
    DialectRow(
      name: "html escaped twice", item: "escaped",
      payload: news(
        "escaped",
        "<title>Banish&amp;#233;d</title><content type='html'>&amp;lt;p&amp;gt;banished&amp;lt;/p&amp;gt;</content>"
      ),
      found: [.text("banished")],
      // What was escaped twice is text: to guess would make text into markup.
      shown: .here(
        "Banish&amp;#233;d</h1>", "&lt;p&gt;banished&lt;/p&gt;",
        feed: ["Banish&amp;#233;d", "&amp;lt;p&amp;gt;banished"])),
    DialectRow(
      name: "html in CDATA", item: "cdata",
      payload: news(
        "cdata",
        "<title><![CDATA[Laws & <edicts>]]></title>"
          + "<content type='html'><![CDATA[<p>On <b>pain</b> of death<br>all depart]]></content>"),
      found: [.text("edicts pain depart")],
      shown: .here(
        "Laws &amp; &lt;edicts&gt;</h1>", "<p>On <b>pain</b> of death<br>all depart</p>")),
    DialectRow(
      name: "addresses below a base", item: "base",
      payload: news(
        "base",
        "<title>Relative</title><content type='html' xml:base='https://news.example/2025/'>"
          + "&lt;a href='feud'&gt;kinsmen&lt;/a&gt;&lt;img src='/m.png' alt='map'&gt;</content>"),
      found: [.text("kinsmen"), .text("map")],
      shown: .here(
        "href=\"https://news.example/2025/feud\"", "src=\"https://news.example/m.png\"")),
    DialectRow(
      name: "addresses below nothing", item: "baseless",
      payload: news(
        "baseless",
        "<title>Lost</title><content type='html'>"
          + "&lt;a href='/feud'&gt;adrift&lt;/a&gt; &lt;img src='m.png' alt='chart'&gt;</content>"),
      found: [.text("adrift")], shown: .here("adrift chart"), never: ["/feud", "m.png"]),
    DialectRow(
      name: "a whole document, and a category of the feed", item: "document",
      payload: news(
        "document",
        "<title>Proclamation</title><content type='text/html'>&lt;html&gt;&lt;head&gt;&lt;title&gt;site"
          + "&lt;/title&gt;&lt;style&gt;p{}&lt;/style&gt;&lt;/head&gt;&lt;body&gt;&lt;h1&gt;Hear&lt;/h1&gt;"
          + "&lt;p&gt;rebellious subjects&lt;/p&gt;&lt;/body&gt;&lt;/html&gt;</content>"
          + "<category scheme='https://news.example/tags' term='Edicts'/>"),
      found: [.text("rebellious"), .tag("edicts")], shown: .here("<p>rebellious subjects</p>"),
      never: ["<style", "p{}"]),
  ]

  static let plainAtom: [DialectRow] = [
    DialectRow(
      name: "section 1.1, the short example", item: "robots",
      payload: atom(
        "<title>Atom-Powered Robots Run Amok</title><link href='http://example.org/2003/12/13/atom03'/>"
          + "<id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id>"
          + "<updated>2003-12-13T18:30:02Z</updated><summary>Some text.</summary>"),
      found: [.text("robots amok")],
      shown: .here(
        "Atom-Powered Robots Run Amok</h1>", "<p>Some text.</p>", "2003-12-13T18:30:02Z",
        feed: [
          "<published>2003-12-13T18:30:02Z</published>", "<name>juliet</name>",
          "<id>xmpp:social.example.org?;node=verona;item=robots</id>",
        ]), never: ["1225c695"]),
    DialectRow(
      name: "section 1.1, the long example", item: "pilgrim",
      payload: atom(
        "<title>Atom draft-07 snapshot</title>"
          + "<link rel='alternate' type='text/html' href='http://example.org/2005/04/02/atom'/>"
          + "<link rel='enclosure' type='audio/mpeg' length='1337' href='http://example.org/audio/ph34r_my_podcast.mp3'/>"
          + "<id>tag:example.org,2003:3.2397</id><updated>2005-07-31T12:29:29Z</updated>"
          + "<published>2003-12-13T08:29:29-04:00</published><author><name>Mark Pilgrim</name>"
          + "<uri>http://example.org/</uri><email>f8dy@example.com</email></author>"
          + "<contributor><name>Sam Ruby</name></contributor><content type='xhtml' xml:lang='en'"
          + " xml:base='http://diveintomark.org/'><div xmlns='http://www.w3.org/1999/xhtml'>"
          + "<p><i>[Update: The Atom draft is finished.]</i></p></div></content>"),
      found: [.text("snapshot finished"), .author("pilgrim"), .language("en")],
      missed: [.text("ruby"), .author("f8dy@example.com")],
      shown: .here(
        "<p><i>[Update: The Atom draft is finished.]</i></p>", "ph34r_my_podcast.mp3",
        feed: [
          "<published>2003-12-13T12:29:29Z</published><updated>2005-07-31T12:29:29Z</updated>",
          "length='1337'",
        ]), never: ["f8dy@example.com", "tag:example.org"]),
    DialectRow(
      name: "a content that is elsewhere", item: "elsewhere",
      payload: atom(
        "<title>Painted cloth</title><content type='image/png' src='https://art.example/cloth.png'/>"
          + "<summary>An arras</summary>"),
      found: [.text("painted arras")], shown: .here("<p>An arras</p>"), never: ["art.example"]),
    DialectRow(
      name: "section 4.2.11, a source", item: "source",
      payload: atom(
        "<title>Copied</title><content type='text'>A quotation</content><source>"
          + "<title>Tybalt's quarrels</title><id>urn:x:source</id>"
          + "<updated>2003-12-13T18:30:02Z</updated></source><rights>All mine</rights>"),
      found: [.text("quotation")], missed: [.text("quarrels")], shown: .here("A quotation"),
      never: ["quarrels", "All mine"]),
    DialectRow(
      name: "xhtml with a prefix", item: "prefixed",
      payload:
        "<a:entry xmlns:a='http://www.w3.org/2005/Atom' xmlns:h='http://www.w3.org/1999/xhtml'>"
        + "<a:title>Prefixes</a:title><a:content type='xhtml'><h:div><h:p>galore</h:p></h:div></a:content>"
        + "</a:entry>",
      stored: .written(
        "<entry xmlns='http://www.w3.org/2005/Atom'><title>Prefixes</title><content type='xhtml'>"
          + "<div xmlns='http://www.w3.org/1999/xhtml'><p>galore</p></div></content></entry>"),
      found: [.text("galore")], shown: .here("<p>galore</p>")),
  ]
}
