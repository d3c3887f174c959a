import PubSub
import TestSupport
import Testing
import XMPP

@testable import Social
@testable import Web

/// What an admin gives the site of its own.
@Suite struct LookTests {
  @Test func everyPageBearsIt() async throws {
    var look = LookSettings(
      accent: AccentColour("#7a0040"), logo: Logo(Self.png),
      footer: "<a href=\"https://e.example/\">Imprint</a><script>alert(1)</script>",
      about: "First.\n\nSecond <3")
    look.files["front.mustache"] =
      "{{<layout}}\n{{$main}}\n<h1>Ours: {{words.newest_posts}}</h1>\n{{/main}}\n{{/layout}}\n"
    try await withSite(look: look) { site in
      let front = try await site.get("/")
      #expect(front.text.contains("<h1>Ours: Newest posts</h1>"))
      #expect(front.text.contains(">Imprint</a>"))
      #expect(!front.text.contains("alert(1)"))
      #expect(front.text.contains("<link rel=\"icon\" type=\"image/png\" href=\"/icon\">"))
      let missing = try await site.get("/c/none")
      #expect(missing.text.contains(">Imprint</a>"))
      let icon = try await site.get("/icon")
      #expect(icon["Content-Type"] == "image/png")
      #expect(icon.body == Self.png)
      let sheet = try await site.get("/style.css").text
      #expect(sheet.contains("--accent: #7a0040; --accent-ink: #ffffff;"))
      #expect(try await site.get("/", [("Accept-Language", "fr")]).text.contains("Ours: Dernières"))
    }
  }

  @Test func aboutSaysWhatIsGiven() async throws {
    let look = LookSettings(about: "<h2>We</h2><img src=x onerror=alert(1)><p>Hello</p>")
    let contacts = ContactAddresses(
      abuse: ["mailto:abuse@example.org"], admin: ["xmpp:admin@example.org?message"],
      support: ["xmpp:admin@example.org?message", "https://example.org/help"])
    try await withSite(look: look, contacts: contacts) { site in
      let page = try await site.get("/about").text
      #expect(page.contains("<h1>About Verona</h1>"))
      #expect(page.contains("<p>Hello</p>"))
      #expect(!page.contains("onerror"))
      #expect(page.contains("href=\"xmpp:admin@example.org?message\"><bdi>admin@example.org</bdi>"))
      #expect(page.split(separator: "admin@example.org</bdi>").count == 2)
      #expect(page.contains("<bdi>abuse@example.org</bdi>"))
      #expect(page.contains("<bdi>https://example.org/help</bdi>"))
    }
  }

  @Test func aboutSaysWhatThisIsByItself() async throws {
    try await withSite { site in
      let page = try await site.get("/about")
      #expect(page.text.contains("with the XMPP clients that they chat with"))
      #expect(!page.text.contains("To report something"))
      #expect(page["Link"]?.contains("\(TestSite.origin)/about") == true)
    }
  }

  @Test(arguments: ["/icon.svg", "/favicon.ico"]) func theIconIsFound(_ target: String) async throws
  {
    try await withSite { site in
      let reply = try await site.get(target)
      #expect(reply.status == 301)
      #expect(reply["Location"] == TestSite.origin + "/icon")
    }
  }

  /// A cache is told what to forget together: by a community's address, else `lists`.
  @Test(arguments: [
    ("/c/news", "/c/news"), ("/p/news/1", "/c/news"), ("/feed/news", "/c/news"), ("/", "lists"),
    ("/tag/may", "lists"), ("/about", "lists"), ("/feed/news?before=k0123456789abc", "/c/news"),
    ("/api/v1/nodes/social.example.org/news", "/c/news"), ("/search?q=one", "lists"),
    ("/c/news/archive/2025/11", "/c/news"),
  ]) func pagesAreNamedForCaches(_ target: String, _ tag: String) async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("One", tags: ["may"]))
      for _ in 1...2 { #expect(try await site.get(target)["Cache-Tag"] == tag) }
      #expect(try await site.get("/c/none")["Cache-Tag"] == nil)
    }
  }

  // MARK: Templates

  @Test(arguments: [
    ("{{{label}}}", 1, "{{{label}}} would stand there unescaped"),
    ("a\n{{&label}}", 2, "{{& is not for templates here"),
    ("{{=<% %>=}}", 1, "{{= is not"), ("{{% CONTENT_TYPE:TEXT}}", 1, "{{% is not"),
    ("\n\n{{>nothing}}", 3, "there is no template \"nothing\""),
    ("{{<none}}{{/none}}", 1, "there is no template \"none\""),
    ("{{words.nothing}}", 1, "there is no such word: {{words.nothing}}"),
    ("{{words.posts.one}}", 1, "there is no such word"),
    ("{{ words.read_on }}", 1, "a word stands without blanks"),
    ("<p>\n{{#post}}\n", 3, "a section is not closed"),
    ("<i>\n{{#post}}{{headling}}{{/post}}", 2, "no page or part of one has a field \"headling\""),
    ("{{#writer.nmae}}{{/writer.nmae}}", 1, "a field \"nmae\""), ("{{^ none }}", 1, "\"none\""),
    ("<i>\n{{#\npots}}{{/pots}}", 2, "a field \"pots\""), ("{{{\nlabel}}}", 1, "{{{label}}}"),
    ("{{\twords.read_on}}", 1, "a word stands without blanks"),
    ("{{#empty(pots)}}{{/empty(pots)}}", 1, "a field \"pots\""),
    ("{{#post}}{{/posts}}", 1, "a section is closed that is not the one that is open"),
    ("{{#post}}\n{{heading", 2, "it ends within a tag"),
  ]) func whatIsWrongIsFound(_ text: String, _ line: Int, _ reason: String) throws {
    let problem = #expect(throws: LookProblem.self) {
      try LookSettings(files: ["post.mustache": text]).check()
    }
    #expect(problem?.file == "post.mustache")
    #expect(problem?.line == line)
    #expect(problem?.reason.contains(reason) == true, "\(String(describing: problem))")
  }

  @Test(arguments: [
    "{{! any: words }}{{#posts}}{{.}}{{/posts}}",
    "{{count(posts)}}{{#posts}}{{#last()}}{{/last()}}{{/posts}}",
    "{{#\tpost }}{{\nheading\n}}{{/post}}{{> byline }}",
    "{{#post.writer.name}}{{ heading }}{{/post.writer.name}}",
    "{{<layout}}{{$main}}{{/main}}{{/layout}}",
  ]) func whatIsRightPasses(_ text: String) throws {
    try LookSettings(files: ["post.mustache": text]).check()
  }

  @Test(arguments: [
    ["post.mustache": "{{>post}}"],
    ["layout.mustache": "{{>entry}}", "entry.mustache": "{{<layout}}{{/layout}}"],
    ["byline.mustache": "{{>entry}}"],
  ]) func aCircleIsRefused(_ files: [String: String]) throws {
    let problem = #expect(throws: LookProblem.self) { try LookSettings(files: files).check() }
    #expect(problem?.reason == "it stands in itself, by what it includes")
  }

  @Test func aHugeTemplateIsRefused() throws {
    let text = String(repeating: "x", count: TemplateCheck.maximumBytes + 1)
    #expect(throws: LookProblem.self) {
      try LookSettings(files: ["post.mustache": text]).check()
    }
  }

  @Test func ourOwnPass() throws {
    let files = LookSettings.builtIn.map { ($0.name, String(decoding: $0.text, as: UTF8.self)) }
    try LookSettings(files: Dictionary(uniqueKeysWithValues: files)).check()
  }

  // MARK: Colours and pictures

  @Test(arguments: ["#000000", "#0d5a78", "#ffffff", "#ff0000", "#2222ff", "#777777"])
  func byNightItCanBeRead(_ text: String) throws {
    let colour = try #require(AccentColour(text))
    #expect(colour.text == text)
    #expect(colour.byNight.contrast(to: .nightPaper) >= AccentColour.readable)
    #expect(colour.ink.contrast(to: colour) >= AccentColour.readable)
  }

  @Test func contrastIsThatOfTheGuidelines() throws {
    #expect(AccentColour.black.contrast(to: .white) == 21)
    // The lightest grey that passes on white.
    let grey = try #require(AccentColour("#767676"))
    #expect(abs(grey.contrast(to: .white) - 4.54) < 0.01)
  }

  /// The grounds that contrasts are reckoned with are those of the style sheet.
  @Test func groundsAreThoseOfTheStyleSheet() {
    let sheet = String(decoding: PackageResources.style_css, as: UTF8.self)
    for ground in [AccentColour.paper, .nightPaper] {
      #expect(sheet.contains("--paper: \(ground.text);"))
    }
  }

  @Test(arguments: [
    "", "#", "0d5a78", "#0d5a7", "#0d5a789", "#0d5a7g", "#+d5a78", "#0d5a7\u{301}8",
  ])
  func otherTextsAreNoColours(_ text: String) {
    #expect(AccentColour(text) == nil)
  }

  @Test(arguments: [[], Array("GIF".utf8), Array("<html>".utf8), Array("x <svg>".utf8)])
  func otherBytesAreNoLogo(_ bytes: [UInt8]) {
    #expect(Logo(bytes) == nil)
  }

  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0]
}
