import Social
import XMPP

/// Files, link cards, tags, mentions and places, each as somebody's client writes them.
enum EntryPartRows {
  private typealias Row = EntryTests.Row
  private static let div = EntryTests.xhtmlDiv
  private static let title = "<title>T</title>"

  static let all = files + cards + tags + mentions + references + places

  private static let files: [EntryTests.Row] = [
    Row(
      name: "Movim: a picture with its size",
      inner: title
        + "<link rel='enclosure' href='https://up.example/a.jpg' type='image/jpeg' title='a.jpg' length='9' width='640' height='480'/>",
      enclosures: [
        Entry.Enclosure(
          href: "https://up.example/a.jpg", type: "image/jpeg", title: "a.jpg", length: 9,
          width: 640, height: 480)
      ]),
    Row(
      name: "half a size, or one that cannot be, is none",
      inner: title
        + "<link rel='enclosure' href='https://up.example/a' width='640'/>"
        + "<link rel='enclosure' href='https://up.example/b' width='0' height='-1'/>"
        + "<link rel='enclosure' href='https://up.example/c' width='99999999' height='1'/>"
        + "<link rel='enclosure' href='https://up.example/d' width='1e3' height='1'/>",
      enclosures: ["a", "b", "c", "d"].map {
        Entry.Enclosure(href: "https://up.example/\($0)", type: nil, title: nil, length: nil)
      }),
    Row(
      name: "Libervia: XEP-0447 beside the enclosure is the same file",
      inner: title
        + "<link rel='enclosure' href='https://up.example/s.jpg'/>"
        + shared(
          "<media-type>image/jpeg</media-type><name>s.jpg</name><size>3032449</size>"
            + "<width>4096</width><height>2160</height><desc>From the summit.</desc>",
          "<url-data xmlns='http://jabber.org/protocol/url-data' target='https://up.example/s.jpg'/>"
        ),
      enclosures: [
        Entry.Enclosure(
          href: "https://up.example/s.jpg", type: "image/jpeg", title: "From the summit.",
          length: 3_032_449, width: 4096, height: 2160)
      ]),
    Row(
      name: "XEP-0447 alone, its first source that can be loaded",
      inner: title
        + shared(
          "<name>s.ogg</name>",
          "<jinglepub xmlns='urn:xmpp:jinglepub:1' from='a@b' id='c'/>"
            + "<url-data xmlns='http://jabber.org/protocol/url-data' target='file:///etc/passwd'/>"
            + "<url-data xmlns='http://jabber.org/protocol/url-data' target='https://up.example/s.ogg'/>"
        ),
      enclosures: [
        Entry.Enclosure(href: "https://up.example/s.ogg", type: nil, title: "s.ogg", length: nil)
      ]),
  ]

  private static func shared(_ file: String, _ sources: String) -> String {
    "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>\(file)</file>"
      + "<sources>\(sources)</sources></file-sharing>"
  }

  private static let cards: [EntryTests.Row] = [
    Row(
      name: "Movim: a link card",
      inner: title
        + "<link rel='related' href='https://news.example/1' title='News' description='Of  today' logo='https://news.example/i.png'/>",
      links: [
        Entry.LinkCard(
          href: "https://news.example/1", title: "News", description: "Of today",
          picture: "https://news.example/i.png")
      ]),
    Row(
      name: "a card leads to a page alone, each once",
      inner: title
        + "<link rel='related' href='javascript:alert(1)'/><link rel='related' href='xmpp:a@b'/>"
        + "<link rel='related' href='https://a.example/' logo='data:image/png;base64,AA'/>"
        + "<link rel='related' href='https://a.example/' title='again'/>",
      links: [Entry.LinkCard(href: "https://a.example/")]),
  ]

  private static let tags: [EntryTests.Row] = [
    Row(
      name: "hashtags of the text follow the categories",
      inner: "<category term='XMPP'/><title>About #Federation</title>"
        + "<content>#xmpp and #café_crème, (#日本) #1 #２ #a-b #x#y https://a.example/#frag a#b &amp;#38;</content>",
      tags: ["xmpp", "federation", "café_crème", "日本", "a"]),
    Row(
      name: "a short post's hashtags",
      inner: "<title>Good morning ＃おはよう!\n#Tag1.</title>", tags: ["おはよう", "tag1"]),
    Row(
      name: "hashtags in markup",
      inner:
        "<content type='xhtml'>\(div)<p>a <a href='https://t.example/x'>#linked</a></p></div></content>",
      tags: ["linked"]),
    Row(
      name: "one spelling each",
      inner: "<category term='Cafe\u{301}'/><title>#CAF\u{C9} #café</title>", tags: ["caf\u{E9}"]),
    Row(
      name: "Movim: not safe for work", inner: "<category term='NSFW'/>" + title, tags: ["nsfw"]),
  ]

  private static let mentions: [EntryTests.Row] = [
    Row(
      name: "XEP-0372 and links to accounts",
      inner:
        "<title>T</title><content type='xhtml'>\(div)<a href='xmpp:benvolio@montague.lit'>B</a>"
        + "<a href='xmpp:romeo@montague.lit?message;body=a&amp;b'>R</a>"
        + "<a href='xmpp:news.lit?;node=a'>N</a><a href='xmpp:nurse%2Bmaid@a.lit'>O</a></div></content>"
        + "<reference xmlns='urn:xmpp:reference:0' begin='0' end='6' type='mention' uri='xmpp:juliet@capulet.lit'/>"
        + "<reference xmlns='urn:xmpp:reference:0' type='data' uri='xmpp:tybalt@capulet.lit'/>"
        + "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:juliet@capulet.lit/pda'/>"
        + "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='javascript:x'/>",
      mentions: ["juliet@capulet.lit", "benvolio@montague.lit", "nurse+maid@a.lit"])
  ]

  private static let posts = XMPPURI.Place(
    service: .of("news.montague.lit"), node: "montague/family", item: "1cb57d9c")

  private static let references: [EntryTests.Row] = [
    Row(
      name: "XEP-0472: a reply, by page and by address",
      inner: title
        + "<in-reply-to xmlns='\(threading)' ref='tag:montague.lit,2008:p' type='application/xhtml+xml' href='http://montague.lit/p/1cb57d9c'/>"
        + "<in-reply-to xmlns='\(threading)' ref='tag:montague.lit,2008:p' href='xmpp:news.montague.lit?;node=montague/family;item=1cb57d9c'/>",
      references: [
        Entry.Reference(kind: .reply, place: posts, page: "http://montague.lit/p/1cb57d9c")
      ]),
    Row(
      name: "Movim: a share, percent-encoded and with a prefix",
      inner: title
        + "<thr:in-reply-to xmlns:thr='\(threading)' ref='xmpp:news.montague.lit?;node=montague%2Ffamily;item=1cb57d9c' href='xmpp:news.montague.lit?;node=montague%2Ffamily;item=1cb57d9c' type='text/html'/>",
      references: [Entry.Reference(kind: .reply, place: posts)]),
    Row(
      name: "XEP-0277: repeated, the same named twice",
      inner: title
        + "<link rel='via' href='xmpp:news.montague.lit?;node=montague%2Ffamily;item=1cb57d9c'/>"
        + "<in-reply-to xmlns='\(threading)' ref='xmpp:news.montague.lit?;node=montague%2Ffamily;item=1cb57d9c'/>"
        + "<link rel='via' href='https://b.example/1'/>",
      references: [Entry.Reference(kind: .share, place: posts, page: "https://b.example/1")]),
    Row(
      name: "a reply to what no browser and no client finds",
      inner: title + "<in-reply-to xmlns='\(threading)' ref='urn:uuid:1' href='javascript:x'/>"
        + "<link rel='via' href='xmpp:news.montague.lit?;node=a'/>", references: []),
  ]

  private static let threading = "http://purl.org/syndication/thread/1.0"

  private static let places: [EntryTests.Row] = [
    Row(
      name: "XEP-0472: geotagging",
      inner: title
        + "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>48.171761</lat><lon>-3.3667986</lon>"
        + "<country>France</country><countrycode>FR</countrycode><region>Brittany</region></geoloc>",
      location: Entry.Location(
        coordinates: Entry.Location.Coordinates(latitude: 48.171761, longitude: -3.3667986),
        name: "Brittany, France")),
    Row(
      name: "a place without coordinates that can be",
      inner: title
        + "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>91</lat><lon>nan</lon><text> Verona </text></geoloc>",
      location: Entry.Location(coordinates: nil, name: "Verona")),
  ]
}

extension BareJID {
  /// For the rows of tables, which cannot throw.
  static func of(_ text: String) -> BareJID {
    guard let jid = try? BareJID(text) else { preconditionFailure("\(text) is no address") }
    return jid
  }
}
