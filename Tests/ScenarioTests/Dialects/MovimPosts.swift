/// Posts of Movim, as in its notes: the id is that of the item, a short post is a title without type, what is longer
/// has two contents.
extension DialectRow {
  private static func post(
    _ id: String, _ title: String, _ more: String = "", updated: String = "2025-05-08T18:30:02Z"
  ) -> String {
    atom(
      "<title>\(title)</title><id>\(id)</id><published>2025-05-08T18:30:02Z</published>"
        + "<updated>\(updated)</updated>\(authorOfPosts)\(more)"
        + "<link rel='alternate' href='xmpp:social.example.org?;node=verona;item=\(id)'/>")
  }

  private static let picture =
    "<link rel='enclosure' href='https://up.example/rose.jpg' type='image/jpeg' title='rose.jpg'"
    + " length='48213' width='640' height='480'/>"

  static let movim: [DialectRow] = [
    DialectRow(
      name: "a short post", item: "short",
      payload: post("short", "Hark, a nightjar\nsings #Tonight at https://birds.example/"),
      found: [
        .text("nightjar"), .tag("tonight"), .author("juliet@example.org"), .author("Juliet"),
      ],
      missed: [.text("published"), .tag("nightjar"), .author("romeo@example.org")],
      shown: .here(
        "Hark, a nightjar<br>sings #Tonight", "href=\"https://birds.example/\"",
        "datetime=\"2025-05-08T18:30:02Z\"", ">tonight</a></li>",
        feed: [
          "<published>2025-05-08T18:30:02Z</published>", "<category term='tonight'/>",
          "<name>Juliet</name><uri>xmpp:juliet@example.org</uri>",
          "<link rel='related' href='xmpp:social.example.org?;node=verona;item=short'/>",
        ])),
    DialectRow(
      name: "an article with two contents", item: "article",
      payload: post(
        "article", "Of gardens",
        xhtml("<p>An <em>orchard</em> wall</p>")
          + "<content type='text'>An **orchard** wall</content>"
          + "<link rel='alternate' type='text/html' href='https://movim.example/node/verona/article'/>"
      ),
      found: [.text("gardens orchard"), .text("\"orchard wall\"")],
      shown: .here(
        "<h1 class=\"p-name\" dir=\"auto\">Of gardens</h1>", "An <em>orchard</em> wall",
        feed: [
          "&lt;em&gt;orchard&lt;/em&gt;",
          "<link rel='alternate' type='text/html' href='https://social.example.org/p/verona/article'/>",
        ]), never: ["**orchard**", "movim.example"]),
    DialectRow(
      name: "a picture with its sizes", node: gallery, item: "picture",
      payload: post("picture", "A briar", picture), found: [.text("briar")],
      missed: [.text("jpeg")],
      shown: .here(
        "<img class=\"u-photo\" src=\"https://up.example/rose.jpg\" alt=\"rose.jpg\"",
        feed: [
          "<link rel='enclosure' href='https://up.example/rose.jpg' type='image/jpeg' title='rose.jpg' length='48213'/>"
        ])),
    DialectRow(
      name: "a gallery's post without a picture", node: gallery, item: "bare",
      payload: post("bare", "Nothing to see"), stored: .refused(["not-acceptable"]),
      missed: [.text("nothing")], shown: .nowhere),
    DialectRow(
      name: "a link card", item: "card",
      payload: post(
        "card", "Read this folio",
        "<link rel='related' href='https://folio.example/1623' title='The First Quarto'"
          + " description='Thirty-six plays' logo='https://folio.example/logo.png'/>"),
      found: [.text("folio")],
      shown: .here("Read this folio", feed: ["Read this folio"]),
      // It is no file that belongs to the post.
      never: ["enclosure", "<img class=\"u-photo\""]),
    DialectRow(
      name: "a poll is left intact", item: "poll",
      payload: post(
        "poll", "Masque or duel?",
        "<poll xmlns='urn:example:poll:0' multiple='false' closes='2025-06-01T00:00:00Z'>"
          + "<choice id='1'>Masquerade</choice><choice id='2'>Swordplay</choice></poll>"),
      found: [.text("masque")], missed: [.text("swordplay")],
      shown: .here("Masque or duel?"), never: ["Swordplay"]),
    DialectRow(
      name: "a share, percent-encoded and with prefixes declared outside", item: "share",
      payload: "<default:entry><default:title>Shared by the nurse</default:title>"
        + "<default:id>share</default:id><thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0'"
        + " ref='xmpp:news.example?;node=urn%3Axmpp%3Amicroblog%3A0;item=a%2Fb'/></default:entry>",
      outside: " xmlns:default='http://www.w3.org/2005/Atom'",
      stored: .written(
        "<entry xmlns='http://www.w3.org/2005/Atom'><title>Shared by the nurse</title>"
          + "<id>share</id><in-reply-to xmlns='http://purl.org/syndication/thread/1.0'"
          + " ref='xmpp:news.example?;node=urn%3Axmpp%3Amicroblog%3A0;item=a%2Fb'/></entry>"),
      found: [.text("nurse shared")], shown: .here("Shared by the nurse")),
    DialectRow(
      name: "not safe for work", item: "nsfw",
      payload: post("nsfw", "Gore and glove", "<category term='nsfw'/>"),
      found: [.text("glove"), .tag("nsfw")],
      shown: .here(">nsfw</a></li>", feed: ["<category term='nsfw'/>"])),
    DialectRow(
      name: "hashtags as typed, and lower-cased as categories", item: "tags",
      payload: post(
        "tags", "About #Mantua",
        "<content type='text'>Exile in #Mantua and #Été2025</content>"
          + "<category term='mantua'/><category term='été2025'/>"),
      found: [.tag("Mantua"), .tag("#été2025"), .text("exile")],
      shown: .here(
        ">mantua</a></li>\n<li><a class=\"p-category\" rel=\"tag\" href=\"/tag/%C3%A9t%C3%A92025\">été2025</a>",
        feed: ["<category term='mantua'/><category term='été2025'/>"])),
    DialectRow(
      name: "an edit", item: "edit",
      former: post("edit", "A capulate", updated: "2025-05-08T18:30:02Z"),
      payload: post("edit", "A capulet", updated: "2025-05-09T18:30:02Z"),
      found: [.text("capulet")], missed: [.text("capulate")],
      shown: .here(
        "<time dir=\"auto\" class=\"dt-published\" datetime=\"2025-05-08T18:30:02Z\">",
        "<time dir=\"auto\" class=\"dt-updated\" datetime=\"2025-05-09T18:30:02Z\">",
        feed: [
          "<published>2025-05-08T18:30:02Z</published><updated>2025-05-09T18:30:02Z</updated>"
        ]), never: ["capulate"]),
  ]

  /// What is not meant for the readers of a community.
  static let movimOthers: [DialectRow] = [
    DialectRow(
      name: "a story", node: stories, item: "story",
      payload: post(
        "story", "Only today",
        "<link rel='enclosure' href='https://up.example/day.jpg' type='image/jpeg' title='story'/>"),
      missed: [.text("today")], shown: .nowhere),
    DialectRow(
      name: "a comment", node: comments, item: "comment",
      payload: atom(
        "<title>Well said, cousin</title><id>comment</id>\(authorOfPosts)"
          + "<thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' ref='rose'/>"),
      stored: .written(
        "<entry xmlns='http://www.w3.org/2005/Atom'><title>Well said, cousin</title>"
          + "<id>comment</id>\(authorOfPosts)"
          + "<in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref='rose'/></entry>"),
      missed: [.text("cousin")], shown: .nowhere),
    DialectRow(
      name: "a heart", node: comments, item: "heart",
      payload: atom("<title>\u{2665}</title><id>heart</id>\(authorOfPosts)"), shown: .nowhere),
    DialectRow(
      name: "the picture of a community", item: "urn:xmpp:avatar:metadata",
      payload: "<metadata xmlns='urn:xmpp:avatar:metadata'>"
        + "<info url='https://up.example/arms.png' type='image/png' id='a1'/></metadata>",
      missed: [.text("arms")], shown: .nowhere),
    DialectRow(
      name: "an entry in the place of that picture", item: "urn:xmpp:avatar:data",
      payload: post("urn:xmpp:avatar:data", "Halberd"), missed: [.text("halberd")], shown: .nowhere),
    DialectRow(
      name: "a probe", item: "test_post", payload: "<entry xmlns='http://www.w3.org/2005/Atom'/>",
      shown: .nowhere),
  ]
}
