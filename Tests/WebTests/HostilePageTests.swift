import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

/// Whatever stands in a field, the page has the elements and attributes that it has with a plain
/// word there.
@Suite struct HostilePageTests {
  static let texts = [
    "<script>alert(1)</script>", "</title><script>alert(1)</script>", "\"><img src=x onerror=a>",
    "' onmouseover='a", "\" autofocus onfocus=\"a", "\"\u{301} onclick=a b=\"",
    "<\u{301}img src=x>",
    "\u{200D}\"\u{FE0F} style=x", "`-->]]>", "{{{html}}}", "{{> layout}}", "{{#posts}}x{{/posts}}",
    "&#34;&#60;img&#62;", "&lt;img&gt;", "</main></body>", "<!-- -->", "<![CDATA[<b>]]>",
    "\u{2028}<p>", "javascript:alert(1)", "%22%3E%3Cimg%3E", "\\\"<x>", "</textarea></noscript><x>",
  ]

  struct Fields: Sendable {
    var title = "plain"
    var author = "plain"
    var uri: String? = "https://example.org/plain"
    var tag = "plain"
    var language = "en"
    var picture = "plain"
    var file = "plain"
    var href = "https://example.org/plain.pdf"
    var type = "application/pdf"
    var nodeTitle = "plain"
    var nodeText = "plain"
    var node = "plain"
    var item = "plain"
    var site = "plain"
    var words = "Text"
  }

  static let fields: [(name: String, change: @Sendable (inout Fields, String) -> Void)] = [
    ("title", { $0.title = $1 }), ("author", { $0.author = $1 }),
    ("author's address", { $0.uri = "https://example.org/" + $1 }), ("tag", { $0.tag = $1 }),
    ("language", { $0.language = $1 }), ("picture", { $0.picture = $1 }),
    ("file", { $0.file = $1 }), ("href", { $0.href = "https://example.org/" + $1 + ".pdf" }),
    ("type", { $0.type = $1 }), ("community's title", { $0.nodeTitle = $1 }),
    ("community's text", { $0.nodeText = $1 }), ("node", { $0.node = $1 }),
    ("item", { $0.item = $1 }), ("site", { $0.site = $1 }),
  ]

  @Test(arguments: fields.indices) func noFieldInjectsAnything(_ index: Int) async throws {
    let (name, change) = Self.fields[index]
    let plain = try await pages(Fields())
    for text in Self.texts {
      var fields = Fields()
      change(&fields, text)
      for (page, expected) in zip(try await pages(fields), plain) {
        #expect(startTags(page) == startTags(expected), "\(name): \(text)")
      }
    }
  }

  @Test func theSearchedWordsInjectNothing() async throws {
    try await withSite { site in
      let plain = startTags(try await site.get("/search?q=plain").text)
      for text in Self.texts {
        let reply = try await site.get("/search?q=" + PercentCoding.encode(text))
        #expect(reply.status == 200)
        #expect(startTags(reply.text) == plain, "\(text)")
      }
    }
  }

  /// Around what was found, and beside it.
  @Test func passagesInjectNothing() async throws {
    func tags(_ text: String) async throws -> [String] {
      try await withSite { site in
        try await site.create("news")
        let words = "\(text)-needle-\(text) \(text) needle \(text)"
        try await site.publish(
          "news", "1", .of(words, html: "<p>\(HTMLText.escape(words))</p>"))
        let reply = try await site.get("/search?q=needle")
        #expect(reply.status == 200)
        return startTags(reply.text)
      }
    }
    let plain = try await tags("-")
    #expect(plain.filter { $0 == "mark" }.count == 4)
    for text in Self.texts { #expect(try await tags(text) == plain, "\(text)") }
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " https://x", "java\tscript:x",
    "data:text/html,x",
    "//evil.example", "mailto:a@b", "vbscript:x", "",
  ]) func nobodyIsSentToAnythingButPagesAndAccounts(_ address: String) throws {
    #expect(SiteLinks.outward(address) == nil)
    let entry = Entry.of(
      "t",
      enclosures: [Entry.Enclosure(href: address, type: "image/png", title: nil, length: nil)])
    #expect(Attachments(entry, clipped: false, nameLength: 200, unnamed: "").pictures.isEmpty)
  }

  /// The pages that show all the fields, rendered as the site does it.
  private func pages(_ fields: Fields) async throws -> [String] {
    let main = try BareJID.main
    let entry = Entry.of(
      fields.title, html: "<p>Text of needles.</p>", author: fields.author, uri: fields.uri,
      tags: [fields.tag.lowercased().composed],
      enclosures: [
        Entry.Enclosure(
          href: "https://example.org/a.png", type: "image/png", title: fields.picture, length: nil),
        Entry.Enclosure(href: fields.href, type: "application/x", title: fields.file, length: 1),
        Entry.Enclosure(href: fields.href, type: fields.type, title: nil, length: 1),
      ], language: fields.language)
    return try await withSite(name: fields.site) { site in
      try await site.create(fields.node, title: fields.nodeTitle, description: fields.nodeText)
      var gallery = NodeConfiguration()
      gallery.type = NodeProfile.galleryType
      let pictures = "pictures of " + fields.node
      try await site.apply([.create(NodeID(stored: pictures), gallery, owner: .juliet)])
      try await site.publish(pictures, fields.item, entry)
      try await site.publish(fields.node, fields.item, entry)
      try await site.publish(fields.node, "other", .of("Other"))
      let node = NodePath(main, fields.node)
      let month = Month(of: TestSite.start)
      var pages: [String] = []
      for path in [
        SitePath.front, .communities(), .community(node, .newest), .post(node, item: fields.item),
        .post(node, item: "other"),
        .tag(fields.tag.lowercased().composed), .archive(.everything, month),
        .archive(.community(node), month), .archive(.tag(fields.tag.lowercased().composed), month),
        .search("needles"), .community(NodePath(main, pictures), .newest),
        .post(NodePath(main, pictures), item: fields.item),
      ] {
        let reply = try await site.get(path.target(.test))
        #expect(reply.status == 200)
        pages.append(reply.text)
      }
      return pages
    }
  }
}
