/// Posts of converse.js and of Libervia.
extension DialectRow {
  private static func converse(_ id: String, _ more: String) -> String {
    atom(
      "\(authorOfPosts)<id>urn:uuid:\(id)</id><published>2025-07-01T08:00:00Z</published>"
        + "<updated>2025-07-01T08:00:00Z</updated>\(more)")
  }

  static let converse: [DialectRow] = [
    DialectRow(
      name: "a title and a text", item: "conversation",
      payload: converse(
        "conversation",
        "<title type='text'>Balcony hours</title><content type='text'>From dusk\n\nto dawn</content>"
      ),
      found: [.text("balcony dawn"), .author("juliet@example.org")],
      shown: .here(
        "Balcony hours</h1>", "<p>From dusk</p><p>to dawn</p>",
        feed: ["&lt;p&gt;From dusk&lt;/p&gt;&lt;p&gt;to dawn&lt;/p&gt;"])),
    DialectRow(
      name: "the title repeats the text", item: "repeated",
      payload: converse(
        "repeated",
        "<title type='text'>A larum</title><content type='text'>A larum</content>"),
      found: [.text("larum")],
      shown: .here("<p>A larum</p>", feed: ["<title type='text'>A larum</title>"]),
      never: ["A larum</h1>"]),
    DialectRow(
      name: "a reply", item: "reply",
      payload: converse(
        "reply",
        "<title type='text'>Wherefore indeed</title><thr:in-reply-to"
          + " xmlns:thr='http://purl.org/syndication/thread/1.0' ref='urn:uuid:conversation'"
          + " href='xmpp:social.example.org?;node=verona;item=conversation'/>"),
      found: [.text("wherefore")], missed: [.text("conversation")],
      shown: .here("Wherefore indeed")),
    DialectRow(
      name: "a mention by reference and by link", item: "mention",
      payload: converse(
        "mention",
        "<title type='text'>To the friar</title>"
          + xhtml("<a href='xmpp:laurence@cell.example'>Friar</a>, come")
          + "<reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='5'"
          + " uri='xmpp:laurence@cell.example'/>"),
      found: [.text("friar come")],
      shown: .here("<a href=\"xmpp:laurence@cell.example\""), never: ["urn:xmpp:reference"]),
    DialectRow(
      name: "a film", item: "film",
      payload: converse(
        "film",
        "<title type='text'>The masquers</title><link rel='enclosure'"
          + " href='https://up.example/masque.webm' type='video/webm'/>"),
      found: [.text("masquers")],
      shown: .here(
        "<video class=\"u-video\" controls preload=\"none\" src=\"https://up.example/masque.webm\"",
        feed: [
          "<link rel='enclosure' href='https://up.example/masque.webm' type='video/webm'/>"
        ])),
  ]

  private static func libervia(_ id: String, _ more: String, _ attributes: String = "") -> String {
    atom(
      "<id>xmpp:juliet@example.org?;node=urn%3Axmpp%3Amicroblog%3A0;item=\(id)</id>\(more)"
        + "<updated>2025-03-03T10:00:00Z</updated><published>2025-03-02T10:00:00Z</published>"
        + authorOfPosts, attributes)
  }

  static let libervia: [DialectRow] = [
    DialectRow(
      name: "text, html and xhtml of one text", item: "libervia",
      payload: libervia(
        "libervia",
        "<title type='text'>Apothecary</title><content type='text'>cheap dram</content>"
          + "<content type='html'>&lt;i&gt;cheap&lt;/i&gt; dram</content>"
          + xhtml("<strong>cheap</strong> dram")),
      found: [.text("apothecary dram")],
      shown: .here(
        "Apothecary</h1>", "<strong>cheap</strong> dram", "edited",
        feed: [
          "<id>xmpp:social.example.org?;node=verona;item=libervia</id>",
          "&lt;strong&gt;cheap&lt;/strong&gt; dram",
        ]), never: ["<i>cheap", "juliet@example.org?;node"]),
    DialectRow(
      name: "html", item: "html",
      payload: libervia(
        "html",
        "<title type='html'>A &lt;b&gt;bold&lt;/b&gt; vault</title>"
          + "<content type='html'>&lt;ul&gt;&lt;li&gt;torch&lt;li&gt;mattock&lt;/ul&gt;</content>"),
      found: [.text("vault mattock")],
      shown: .here("A bold vault</h1>", "<ul><li>torch</li><li>mattock</li></ul>")),
    DialectRow(
      name: "categories and a language", item: "categories",
      payload: libervia(
        "categories",
        "<title type='text'>Un balcon</title><content type='text'>à Vérone</content>"
          + "<category term='Théâtre' label='Du théâtre'/><category term='free software'/>",
        " xml:lang='fr'"),
      found: [.tag("théâtre"), .tag("free software"), .language("fr"), .text("verone")],
      missed: [.language("de")],
      shown: .here(
        "lang=\"fr\"", ">théâtre</a></li>",
        feed: ["xml:lang='fr'", "<category term='free software'/>"])),
    DialectRow(
      name: "a file by XEP-0447", item: "attached",
      payload: libervia(
        "attached",
        "<title type='text'>A vial</title><file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'>"
          + "<file xmlns='urn:xmpp:file:metadata:0'><media-type>image/jpeg</media-type>"
          + "<name>vial.jpg</name><size>3032449</size><width>4096</width><height>2160</height>"
          + "<desc>The vial, emptied</desc></file><sources>"
          + "<url-data xmlns='http://jabber.org/protocol/url-data' target='https://up.example/vial.jpg'/>"
          + "</sources></file-sharing>"),
      found: [.text("vial")],
      shown: .here(
        "src=\"https://up.example/vial.jpg\" alt=\"The vial, emptied\"",
        feed: [
          "<link rel='enclosure' href='https://up.example/vial.jpg' type='image/jpeg' title='The vial, emptied' length='3032449'/>"
        ])),
    DialectRow(
      name: "the same file twice", item: "twice",
      payload: libervia(
        "twice",
        "<title type='text'>A dagger</title><link rel='enclosure' href='https://up.example/d.pdf'/>"
          + "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>"
          + "<media-type>application/pdf</media-type><name>dagger.pdf</name><size>2048</size></file>"
          + "<sources><url-data xmlns='http://jabber.org/protocol/url-data'"
          + " target='https://up.example/d.pdf'/></sources></file-sharing>"),
      found: [.text("dagger")],
      shown: .here(
        "<ul class=\"files\">\n<li><a href=\"https://up.example/d.pdf\" rel=\"nofollow ugc noopener enclosure\"><bdi>dagger.pdf</bdi></a> <small>application/pdf, 2.0 kB</small></li>\n</ul>"
      )),
    DialectRow(
      name: "where the comments are", item: "replies",
      payload: libervia(
        "replies",
        "<title type='text'>Prithee comment</title><link rel='replies' title='comments'"
          + " href='xmpp:comments.example?;node=urn%3Axmpp%3Amicroblog%3A0%3Acomments%2Freplies'/>"),
      found: [.text("prithee")], missed: [.text("comments")], shown: .here("Prithee comment")),
  ]
}
