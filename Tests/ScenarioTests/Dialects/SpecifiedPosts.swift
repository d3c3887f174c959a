/// The examples of XEP-0277 and XEP-0472, and what their texts describe.
extension DialectRow {
  private static func post(_ id: String, _ more: String) -> String {
    atom(
      "\(authorOfPosts)\(more)<id>tag:montague.lit,2008-05-08:posts-\(id)</id>"
        + "<published>2008-05-08T18:30:02Z</published><updated>2008-05-08T18:30:02Z</updated>")
  }

  static let specified: [DialectRow] = [
    DialectRow(
      name: "a post", item: "1cb57d9c",
      payload: post(
        "1cb57d9c", "<title type='text'>hanging out at the Caf&amp;#233; Napolitano</title>"),
      found: [.text("hanging napolitano")],
      shown: .here(
        "hanging out at the Caf&amp;#233; Napolitano", "2008-05-08T18:30:02Z",
        feed: ["<updated>2008-05-08T18:30:02Z</updated>"]), never: ["tag:montague.lit"]),
    DialectRow(
      name: "a rich title", item: "rich",
      payload: post(
        "rich",
        "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>hanging out at the"
          + " <strong>Trattoria</strong></p></div></title>"),
      found: [.text("trattoria")], shown: .here("<p>hanging out at the <strong>Trattoria</strong>")),
    DialectRow(
      name: "a reply by page and by address", item: "answer",
      payload: post(
        "answer",
        "<title type='text'>She's so pretty!</title><thr:in-reply-to"
          + " xmlns:thr='http://purl.org/syndication/thread/1.0' ref='tag:montague.lit,2008-05-08:posts-1'"
          + " type='application/xhtml+xml' href='http://montague.lit/romeo/posts-1'/><thr:in-reply-to"
          + " xmlns:thr='http://purl.org/syndication/thread/1.0' ref='tag:montague.lit,2008-05-08:posts-1'"
          + " href='xmpp:romeo@montague.lit?;node=urn%3Axmpp%3Amicroblog%3A0;item=1'/>"),
      found: [.text("pretty")], missed: [.text("xhtml")], shown: .here("She&#39;s so pretty!")),
    DialectRow(
      name: "a post repeated", item: "repeat",
      payload: atom(
        "<author><name>Romeo Montague</name><uri>xmpp:romeo@montague.lit</uri></author>"
          + "<title type='text'>Pilgrimage</title>"
          + "<link rel='via' ref='tag:montague.lit,2008-05-08:posts-1' href='xmpp:romeo@montague.lit?;node=urn%3Axmpp%3Amicroblog%3A0;item=1'/>"
      ),
      found: [.text("pilgrimage"), .author("juliet@example.org")],
      missed: [.author("romeo@montague.lit"), .author("Montague")],
      shown: .here("Pilgrimage", feed: ["<name>juliet</name>"]), never: ["Romeo Montague"]),
    DialectRow(
      name: "XEP-0472: a picture with a description", node: gallery, item: "summit",
      payload: post(
        "summit",
        "<title type='text'>At the summit</title><link rel='enclosure'"
          + " href='https://capulet.lit/summit.jpg' type='image/jpeg' title='Summit'/>"),
      found: [.text("summit")],
      shown: .here("src=\"https://capulet.lit/summit.jpg\" alt=\"Summit\"")),
    DialectRow(
      name: "XEP-0472: a place, which the page does not tell", item: "forest",
      payload: post(
        "forest",
        "<title type='text'>Is lost in the forest. Need help!</title>"
          + "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>48.171761</lat>"
          + "<lon>-3.3667986</lon><country>France</country><region>Brittany</region></geoloc>"),
      found: [.text("forest")], missed: [.text("brittany")], shown: .here("lost in the forest"),
      never: ["48.171761", "Brittany", "geoloc"]),
    DialectRow(
      name: "XEP-0277: where its comments are, as earlier versions wrote it", item: "oldcomments",
      payload: post(
        "oldcomments",
        "<title>Rosaline</title><link rel='related' title='comments'"
          + " href='xmpp:pubsub.montague.lit?;node=urn%3Axmpp%3Amicroblog%3A0%3Acomments%2Fdd88'/>"),
      found: [.text("rosaline")], shown: .here("Rosaline"), never: ["dd88"]),
    DialectRow(
      name: "XEP-0277, section 8: what describes the feed is no post", item: "feed",
      payload: "<feed xmlns='http://www.w3.org/2005/Atom'><title>Romeo's plaints</title>"
        + "<id>tag:montague.lit,2008:home</id><updated>2008-05-08T18:30:02Z</updated></feed>",
      missed: [.text("plaints")], shown: .nowhere),
  ]
}
