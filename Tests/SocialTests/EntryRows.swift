import Social

/// Entries as they are published, each in the dialect of somebody: the XEPs' own, Movim's,
/// converse.js's, Libervia's, atomtopubsub's, plain Atom.
enum EntryRows {
  private typealias Row = EntryTests.Row
  private static let div = EntryTests.xhtmlDiv
  private static let juliet = Entry.Author(
    name: "juliet", uri: "xmpp:juliet@capulet.lit", disagrees: false)
  private static let rel = SanitizerTests.rel

  static let all = titles + contents + people + others + EntryPartRows.all

  static let titles: [EntryTests.Row] = [
    Row(
      name: "XEP-0277: a short post", inner: "<title type='text'>hanging out at the Café</title>",
      title: "", html: "<p>hanging out at the Café</p>", text: "hanging out at the Café"),
    Row(
      name: "XEP-0277: a rich title",
      inner: "<title type='xhtml'>\(div)<p>at the <strong>Café</strong></p></div></title>",
      title: "", html: "<p>at the <strong>Café</strong></p>", text: "at the Café"),
    Row(
      name: "XEP-0472: escaped twice stays text", inner: "<title>Caf&amp;#233;</title>",
      html: "<p>Caf&amp;#233;</p>"),
    Row(
      name: "Movim: the text of a short post in a title without type",
      inner: "<title>One &lt;two&gt;\nthree https://a.example/</title>", title: "",
      html:
        "<p>One &lt;two&gt;<br>three <a href=\"https://a.example/\" \(rel)>https://a.example/</a></p>"
    ),
    Row(
      name: "Movim: title and two contents",
      inner:
        "<title>T</title><content type='xhtml'>\(div)<p>x <b>y</b></p></div></content>"
        + "<content type='text'>x **y**</content>",
      title: "T", html: "<p>x <b>y</b></p>", text: "x y"),
    Row(
      name: "Movim: text before xhtml",
      inner: "<title>T</title><content type='text'>a</content>"
        + "<content type='xhtml'>\(div)b</div></content>", html: "b"),
    Row(
      name: "html title",
      inner: "<title type='html'>a &amp;lt;b&amp;gt; &lt;i&gt;c&lt;/i&gt;</title>"
        + "<content>d</content>", title: "a <b> c"),
    Row(
      name: "a title over several lines",
      inner: "<title>\n  a\n  b\u{202E}c\n</title><content>d</content>", title: "a bc"),
    Row(
      name: "a title that repeats the content",
      inner: "<title>Same  words</title><content>Same words</content>", title: "",
      html: "<p>Same words</p>"),
    Row(
      name: "no title", inner: "<content>only this</content>", title: "", text: "only this"),
    Row(
      name: "an empty content means a short post",
      inner: "<title>here</title><content type='text'/>", title: "", html: "<p>here</p>"),
    Row(
      name: "heart of a like", inner: "<title>\u{2665}</title>", html: "<p>\u{2665}</p>"),
    Row(
      name: "a title cut at a word",
      inner: "<title>\(String(repeating: "word ", count: 60))</title><content>x</content>",
      title: String(repeating: "word ", count: 39) + "word…"),
  ]

  static let contents: [EntryTests.Row] = [
    Row(
      name: "RFC 4287: escaped html",
      inner: "<title>T</title><content type='html'>&lt;p&gt;a &amp;amp; b&lt;/p&gt;</content>",
      html: "<p>a &amp; b</p>"),
    Row(
      name: "RFC 4287: html in CDATA", inner: "<content type='html'><![CDATA[<p>a<p>b]]></content>",
      html: "<p>a</p><p>b</p>"),
    Row(
      name: "a whole document as text/html",
      inner:
        "<content type='text/html'>&lt;html&gt;&lt;head&gt;&lt;title&gt;t&lt;/title&gt;&lt;/head&gt;"
        + "&lt;body&gt;&lt;p&gt;a&lt;/p&gt;&lt;/body&gt;&lt;/html&gt;</content>", html: "<p>a</p>"),
    Row(
      name: "xhtml whose div is missing",
      inner: "<content type='xhtml'><p xmlns='http://www.w3.org/1999/xhtml'>a</p></content>",
      html: "<p>a</p>"),
    Row(
      name: "xhtml without a type", inner: "<content>\(div)<p>a</p></div></content>",
      html: "<p>a</p>"),
    Row(
      name: "application/xhtml+xml",
      inner: "<content type='application/xhtml+xml'>\(div)a<br/>b</div></content>", html: "a<br>b"),
    Row(
      name: "xhtml that forgot its namespace keeps its words",
      inner: "<content type='xhtml'><div><p>a</p><script>b</script></div></content>", html: "a"),
    Row(
      name: "xhtml that is text", inner: "<content type='xhtml'>a &lt;b&gt;</content>",
      html: "<p>a &lt;b&gt;</p>"),
    Row(
      name: "Markdown", inner: "<content type='text/markdown'># a\n\nb</content>",
      html: "<p># a</p><p>b</p>"),
    Row(
      name: "text with parameters", inner: "<content type='text/plain; charset=utf-8'>a</content>",
      html: "<p>a</p>"),
    Row(
      name: "a picture as content is passed over",
      inner: "<content type='image/png'>AAAA</content><content type='text'>a</content>",
      html: "<p>a</p>"),
    Row(
      name: "Libervia: html beats text",
      inner: "<content type='text'>a</content><content type='html'>&lt;i&gt;b&lt;/i&gt;</content>",
      html: "<i>b</i>"),
    Row(
      name: "atomtopubsub: only a summary",
      inner: "<title>T</title><summary type='html'>&lt;p&gt;s&lt;/p&gt;</summary>", title: "T",
      html: "<p>s</p>"),
    Row(
      name: "content before summary",
      inner: "<title>T</title><summary>s</summary><content>c</content>", html: "<p>c</p>"),
    Row(
      name: "an empty content, then the summary",
      inner: "<content type='html'>&lt;!-- --&gt;</content><summary>s</summary>", html: "<p>s</p>"),
    Row(
      name: "relative references with a base",
      inner: "<content type='html' xml:base='sub/'>&lt;a href='x'&gt;a&lt;/a&gt;</content>",
      attributes: "xml:base='https://blog.example/2026/'",
      html: "<a href=\"https://blog.example/2026/sub/x\" \(rel)>a</a>"),
    Row(
      name: "relative references without a base",
      inner: "<content type='html'>&lt;a href='/x'&gt;a&lt;/a&gt;&lt;img src=x alt=b&gt;</content>",
      html: "ab"),
    Row(
      name: "right to left",
      inner: "<content type='xhtml'>\(div)<p dir='rtl'>שלום</p></div></content>",
      attributes: "xml:lang='he'", html: "<p dir=\"rtl\">שלום</p>", language: "he"),
  ]

  static let people: [EntryTests.Row] = [
    Row(name: "no author", inner: "<title>a</title>", author: juliet),
    Row(
      name: "Movim: an author that agrees",
      inner:
        "<title>a</title><author><name>Juliet C.</name><uri>xmpp:juliet@capulet.lit</uri></author>",
      author: Entry.Author(name: "Juliet C.", uri: "xmpp:juliet@capulet.lit", disagrees: false)),
    Row(
      name: "a resource and capitals agree too",
      inner: "<title>a</title><author><uri>XMPP:Juliet@Capulet.lit/balcony?message</uri></author>",
      author: juliet),
    Row(
      name: "a bare JID as the address",
      inner: "<title>a</title><author><name>J</name><uri>juliet@capulet.lit</uri></author>",
      author: Entry.Author(name: "J", uri: "xmpp:juliet@capulet.lit", disagrees: false)),
    Row(
      name: "somebody else's name is not taken over",
      inner:
        "<title>a</title><author><name>Romeo</name><uri>xmpp:romeo@montague.lit</uri></author>",
      author: Entry.Author(name: "juliet", uri: "xmpp:juliet@capulet.lit", disagrees: true)),
    Row(
      name: "atomtopubsub: the name of a web author",
      inner:
        "<title>a</title><author><name>Reporter</name><uri>https://news.example/</uri></author>",
      author: Entry.Author(name: "Reporter", uri: "xmpp:juliet@capulet.lit", disagrees: false)),
    Row(
      name: "no publisher",
      inner: "<title>a</title><author><uri>xmpp:romeo@montague.lit</uri></author>",
      publisher: nil,
      author: Entry.Author(name: "romeo", uri: "xmpp:romeo@montague.lit", disagrees: false)),
    Row(
      name: "no publisher, a web author",
      inner: "<title>a</title><author><name>R</name><uri>https://r.example/</uri></author>",
      publisher: nil, author: Entry.Author(name: "R", uri: "https://r.example/", disagrees: false)),
    Row(
      name: "nobody at all",
      inner: "<title>a</title><author><email>x@y.example</email><uri>javascript:x</uri></author>",
      publisher: nil, author: Entry.Author(name: "Anonymous", uri: nil, disagrees: false)),
    Row(
      name: "an escaped local part", inner: "<title>a</title>",
      publisher: #"d\27artagnan@musketeers.lit"#,
      author: Entry.Author(
        name: "d'artagnan", uri: "xmpp:d%5C27artagnan@musketeers.lit", disagrees: false)),
    Row(
      name: "a service publishes", inner: "<title>a</title>", publisher: "news.example",
      author: Entry.Author(name: "news.example", uri: "xmpp:news.example", disagrees: false)),
  ]

  static let others: [EntryTests.Row] = [
    Row(
      name: "both dates",
      inner: "<title>a</title><published>2008-05-08T18:30:02Z</published>"
        + "<updated>2008-05-09T18:30:02+02:00</updated>",
      published: "2008-05-08T18:30:02Z", updated: "2008-05-09T16:30:02Z"),
    Row(
      name: "XEP-0277: a comment has only published",
      inner: "<title>a</title><published>2008-05-08T18:39:02Z</published>",
      published: "2008-05-08T18:39:02Z", updated: "2008-05-08T18:39:02Z"),
    Row(
      name: "only updated", inner: "<title>a</title><updated>\n2008-05-08T18:39:02.5Z </updated>",
      published: "2008-05-08T18:39:02.500Z", updated: "2008-05-08T18:39:02.500Z"),
    Row(
      name: "no dates", inner: "<title>a</title>", published: "2026-11-22T10:00:00Z",
      updated: "2026-11-22T10:00:00Z"),
    Row(
      name: "absurd dates",
      inner: "<title>a</title><published>0001-01-01T00:00:00Z</published>"
        + "<updated>9999-01-01T00:00:00Z</updated>",
      published: "2026-11-22T10:00:00Z", updated: "2026-11-22T10:00:00Z"),
    Row(
      name: "year 40000 and tomorrow",
      inner: "<title>a</title><published>40000-01-01T00:00:00Z</published>"
        + "<updated>2026-11-23T10:00:00Z</updated>",
      published: "2026-11-22T10:00:00Z", updated: "2026-11-22T10:00:00Z"),
    Row(
      name: "a clock that is a little fast",
      inner: "<title>a</title><updated>2026-11-22T10:30:00Z</updated>",
      updated: "2026-11-22T10:00:00Z"),
    Row(
      name: "updated before published",
      inner: "<title>a</title><published>2026-01-02T00:00:00Z</published>"
        + "<updated>2026-01-01T00:00:00Z</updated>",
      published: "2026-01-02T00:00:00Z", updated: "2026-01-02T00:00:00Z"),
    Row(
      name: "tags",
      inner:
        "<title>a</title><category term='XMPP'/><category term='#xmpp'/><category term=' # Über uns '/>"
        + "<category label='l'/><category/><category term='u\u{308}'/><category term='ü'/>",
      tags: ["xmpp", "über uns", "l", "u\u{308}"]),
    Row(
      name: "Movim: nsfw", inner: "<title>a</title><category term='nsfw'/>", tags: ["nsfw"]),
    Row(
      name: "XEP-0472: a picture",
      inner:
        "<link rel='enclosure' href='https://capulet.lit/romeo.jpg' type='image/jpeg' title='Romeo'/>",
      title: "", html: "",
      enclosures: [
        Entry.Enclosure(
          href: "https://capulet.lit/romeo.jpg", type: "image/jpeg", title: "Romeo", length: nil)
      ]),
    Row(
      name: "enclosures, good and bad",
      inner:
        "<title>a</title><link rel='enclosure' href='http://a.example/x' length='12' type='A/B; c=d'/>"
        + "<link rel='enclosure' href='http://a.example/x'/><link rel='enclosure' href='aesgcm://a/x'/>"
        + "<link rel='enclosure'/><link rel='related' href='http://a.example/y'/>"
        + "<link rel='enclosure' href='http://a.example/z' length='-1' type='x'/>",
      enclosures: [
        Entry.Enclosure(href: "http://a.example/x", type: "a/b", title: nil, length: 12),
        Entry.Enclosure(href: "http://a.example/z", type: nil, title: nil, length: nil),
      ]),
    Row(
      name: "the language of the content wins",
      inner: "<title xml:lang='en'>a</title><content xml:lang='PT-br'>b</content>",
      attributes: "xml:lang='de'", language: "pt-br"),
    Row(
      name: "a tag: id", inner: "<title>a</title><id> tag:montague.lit,2008-05-08:posts-1cb </id>",
      atomID: "tag:montague.lit,2008-05-08:posts-1cb"),
    Row(
      name: "an xmpp: id", inner: "<title>a</title><id>xmpp:a@b?;node=urn%3Ax;item=1</id>",
      atomID: "xmpp:a@b?;node=urn%3Ax;item=1"),
    Row(name: "Movim: the item id", inner: "<title>a</title><id>1cb57d9c</id>", atomID: ""),
    Row(name: "an id with a blank", inner: "<title>a</title><id>urn:x y</id>", atomID: ""),
    Row(name: "a script for an id", inner: "<title>a</title><id>javascript:x</id>", atomID: ""),
    Row(
      name: "XEP-0277: extensions are passed over",
      inner:
        "<title>a</title><geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>1</lat></geoloc>"
        + "<thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' ref='x'/>"
        + "<title xmlns='urn:other'>b</title>", html: "<p>a</p>"),
  ]
}
