import Mustache
import Social
import Store
import Testing
import XMPP

@testable import Web

@Suite struct TemplateTests {
  static let templates = Templates.sources.map { name, bytes in
    (name: name, text: String(decoding: bytes, as: UTF8.self))
  }

  /// Law: nothing but `SafeHTML` and `SafeJSON` goes into a page unescaped.
  @Test(arguments: templates.map(\.text)) func nothingElseIsUnescaped(_ template: String) {
    #expect(!template.contains("{{&"))
    #expect(!template.contains("{{="), "other delimiters would hide a tag from this test")
    #expect(!template.contains("{{%"), "the escaping is set where templates are loaded")
    for tag in template.split(separator: "{{{").dropFirst() {
      #expect(tag.hasPrefix("html}}}") || tag.hasPrefix("json}}}"))
    }
  }

  @Test func whatIsNotEscapedIsSafe() throws {
    for view in try views() {
      walk(view) { name, value in
        if name == "html" { #expect(value is SafeHTML || value is SafeHTML?) }
        if name == "json" { #expect(value is SafeJSON) }
      }
    }
  }

  /// Markup stands where markup may, and data in a script that nobody runs.
  @Test(arguments: templates.map(\.text)) func dataIsInNothingButADataBlock(_ template: String) {
    let open = "<script type=\"application/ld+json\">{{{json}}}</script>"
    #expect(!template.replacing(open, with: "").contains("{{{json"))
  }

  /// Templates find each property of a view by its name, with its own value.
  @Test func everyFieldIsThere() throws {
    var kinds: Set<String> = []
    for view in try views() { try compare(view, &kinds) }
    #expect(kinds.count > 20, "\(kinds)")
  }

  private func compare(_ value: Any, _ kinds: inout Set<String>) throws {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .struct, let view = value as? any View {
      kinds.insert("\(type(of: view))")
      for property in mirror.children {
        let name = try #require(property.label)
        let found = try #require(view.child(named: name), "\(type(of: view)).\(name)")
        let isThere =
          Mirror(reflecting: property.value).displayStyle != .optional
          || Mirror(reflecting: property.value).children.first != nil
        #expect(("\(type(of: found))" == "NoValue") == !isThere, "\(type(of: view)).\(name)")
        if let text = property.value as? String {
          let shown = (found as? any MustacheCustomRenderable)?.renderText
          #expect(shown == text, "\(type(of: view)).\(name)")
        }
      }
    }
    for child in mirror.children { try compare(child.value, &kinds) }
  }

  /// What stands where markup or data does is nothing if it is neither.
  @Test func textIsNoMarkup() {
    struct Careless: View {
      static let fields: ViewFields<Careless> = [
        "html": { _ in "<script>" }, "json": { _ in "</script>" },
      ]
    }
    for name in ["html", "json"] {
      let shown = Careless().child(named: name) as? any MustacheCustomRenderable
      #expect(shown?.isNull == true && shown?.renderText == "")
    }
  }

  /// Inside a tag, values stand between double quotes.
  @Test(arguments: templates.map(\.text)) func valuesInAttributesAreQuoted(_ template: String) {
    var isInTag = false
    var isQuoted = false
    var rest = template[...]
    while let character = rest.popFirst() {
      switch character {
      case "<" where rest.first?.isLetter == true: isInTag = true
      case ">" where !isQuoted: isInTag = false
      case "\"" where isInTag: isQuoted.toggle()
      case "'" where isInTag: Issue.record("a single quotation mark in a tag")
      case "{" where rest.first == "{":
        let tag = rest.dropFirst().prefix { $0 != "}" }
        if isInTag, !isQuoted { #expect("#/^".contains(tag.first ?? " "), "\(tag)") }
        rest = rest.dropFirst(tag.count + 1).drop { $0 == "}" }
      default: break
      }
    }
    #expect(!isInTag && !isQuoted)
  }

  /// Indentation of a partial would be added to each line in it, also inside `<pre>`.
  @Test(arguments: templates.map(\.text)) func partialsStandAtTheBeginningOfALine(_ text: String) {
    for line in text.split(separator: "\n") where line.contains("{{>") {
      #expect(line.hasPrefix("{{>"))
    }
  }

  @Test(arguments: templates.map(\.text)) func noScriptAndNoStyleIsInAPage(_ template: String) {
    let template = template.replacing("<script type=\"application/ld+json\">", with: "")
    for forbidden in ["<script", "<style", " style=", " on", "javascript:"] {
      let pieces = template.split(separator: "<").map { $0.prefix { $0 != ">" } }
      #expect(!pieces.contains { "<\($0)".contains(forbidden) }, "\(forbidden)")
    }
  }

  @Test(arguments: [
    ("<b>", "&lt;b&gt;"), ("\"'`&", "&quot;&#39;&#96;&amp;"), ("\"\u{301}", "&quot;\u{301}"),
    ("<\u{301}b\u{FE0F}>\u{200D}", "&lt;\u{301}b\u{FE0F}&gt;\u{200D}"), ("&amp;", "&amp;amp;"),
    ("\u{0}", "\u{FFFD}"), ("ünï 🐦", "ünï 🐦"),
  ]) func escaping(_ text: String, _ escaped: String) {
    #expect(HTMLText.escape(text).utf8.elementsEqual(escaped.utf8))
  }

  // MARK: -

  private func views() throws -> [any Sendable] {
    let post = PostView(
      service: try .main, node: "news", nodeTitle: "News", item: "1", sequence: 1,
      publisher: try .juliet,
      entry: .of(
        "Title", tags: ["a"],
        enclosures: [
          Entry.Enclosure(
            href: "https://e.example/a.png", type: "image/png", title: nil, length: 1, width: 3,
            height: 2),
          Entry.Enclosure(href: "https://e.example/a.pdf", type: nil, title: nil, length: 1),
          Entry.Enclosure(href: "https://e.example/a.ogg", type: nil, title: nil, length: 1),
          Entry.Enclosure(href: "https://e.example/a.mp4", type: nil, title: nil, length: 1),
        ], minutesToEdit: 5,
        links: [Entry.LinkCard(href: "https://e.example/", title: "", description: "a")]))
    var frame = Frame(
      title: "", siteName: "",
      places: Frame.Places(
        home: "", directory: "", finder: "", aboutLink: "", stylesheet: "", icon: "", iconType: ""),
      footer: Frame.Footer(html: .empty),
      feeds: [Frame.Feed(feedTitle: "", feedLink: "", jsonLink: "")])
    frame.article = Frame.Article(publishedTime: "", modifiedTime: "", topics: [""])
    frame.pictureSize = Frame.PictureSize(pictureWidth: 1, pictureHeight: 1)
    frame.embedding = Frame.Embedding(embedJSON: "", embedXML: "")
    frame.data = try Frame.StructuredData([:])
    let moment = PostCard.Moment(stamp: "", words: "", dateTongue: "")
    let card = PostCard(
      heading: "", link: "", direction: "auto", clipped: false,
      written: moment,
      edited: moment, writer: PostCard.Writer(name: ""),
      home: PostCard.Home(homeTitle: "", homeLink: ""),
      labels: [PostCard.Tag(tag: "", tagLink: "")],
      attachments: Attachments(post.entry, clipped: false, nameLength: 100, unnamed: ""))
    let comment = Comments.Comment(anchor: "", answered: "", step: 1, card: card)
    let month = MonthLink(monthName: "", monthLink: "", monthCount: "")
    let neighbour = PostsBeside.Neighbour(headline: "", address: "", tongue: "", flow: "auto")
    let community = CommunityCard(
      label: "", place: "", flow: "auto", count: "",
      active: moment)
    return [
      FrontPage(
        page: frame, posts: [card], archive: "", communities: [community],
        people: [PersonCard(personName: "", personLink: "", personPicture: "")],
        outlines: ""),
      EmbedView(
        address: "", flow: "auto", beginning: "", name: "", stamp: "", date: "", siteName: ""),
      CommunityPage(
        page: frame, label: "", flow: "auto", count: "", follow: "", code: CodeView("a"), atom: "",
        posts: [card],
        tiles: [
          GalleryTile(
            tileTitle: "", tileLink: "", tileTongue: "", tileFlow: "",
            thumbnail: GalleryTile.Thumbnail(
              picture: "", alternative: "", size: Attachments.Extent(width: 1, height: 1)),
            beginning: "", maker: "", taken: moment)
        ], isGallery: true, months: [month],
        followed: [CommunityPage.Followed(followedTitle: "", followedLink: "")]),
      AboutPage(
        page: frame, aboutTitle: "", told: AboutPage.Told(html: .empty),
        contacts: [AboutPage.Contact(contactLink: "", contactName: "")],
        reports: [], outlines: "", description: ""),
      ArchivePage(
        page: frame, monthTitle: "", label: "", place: "", atom: "", posts: [card],
        earlier: month, later: month, months: [month]),
      SinglePostPage(
        page: frame, label: "", place: "", follow: "", open: "", code: CodeView("a"), post: card,
        isInGallery: true,
        answers: [""], repeats: [""],
        beside: PostsBeside(previous: neighbour, following: neighbour),
        sharing: Shares(
          quotes: [card], elsewhere: [Shares.Elsewhere(address: "", host: "")],
          hasOriginals: true, shareTotal: "", sharers: [card]),
        reactions: Reactions(signs: [.init(sign: "", number: "", meaning: "")]),
        discussion: Comments(total: "", comments: [comment], earlier: "", later: "")),
      TagPage(
        page: frame, topic: "", archive: "", atom: "", posts: [card], first: "", older: ""),
      SearchPage(
        page: frame, found: "",
        hits: [
          SearchPage.Hit(
            post: card, titlePieces: [SearchPage.Piece(piece: "", isFound: true)],
            textPieces: [SearchPage.Piece(piece: "", isFound: true)])
        ]),
      CommunitiesPage(
        page: frame, communities: [community], first: "", older: ""),
      NoticePage(page: frame, headline: "", explanation: ""),
    ]
  }

  /// Visits each field with the names of the fields of the objects around its object.
  private func walk(_ value: Any, _ visit: (String, Any) -> Void) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .struct where !(value is SafeHTML):
      for case (let name?, let child) in mirror.children {
        visit(name, child)
        walk(child, visit)
      }
    case .collection, .optional:
      for child in mirror.children { walk(child.value, visit) }
    default: break
    }
  }
}
