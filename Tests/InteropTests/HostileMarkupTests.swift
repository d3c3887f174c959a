import Foundation
import TestSupport
import Testing
import XML
import XMPP

/// Markup that wants to run a script, published over the wire in every place that a page shows, and
/// then loaded by a real browser and read by a real feed reader.
@Suite("Hostile markup", .needsProsody, .needsChromium, .timeLimit(.minutes(4)))
struct HostileMarkupTests {
  /// That the browser would tell: the same markup as it came, not cleaned.
  @Test func theBrowserNoticesWhatRuns() async throws {
    let folder = try TemporaryFolder()
    let raw = HostileMarkup.html.enumerated().map { index, markup in
      ("raw\(index)", "<!DOCTYPE html><meta charset=utf-8><body><div>\(markup)</div>")
    }
    let control = ("control", "<!DOCTYPE html><body><img src=x onerror='window.pwned=1'>")
    let harmless = ("harmless", "<!DOCTYPE html><body><p>Good day.</p>")
    let findings = try await Browser(folder: folder).load([control, harmless] + raw)
    #expect(findings.first { $0.page == "control.html" }?.pwned == true)
    let good = try #require(findings.first { $0.page == "harmless.html" })
    #expect(!good.pwned && good.live.isEmpty)
    let noticed = findings.count { $0.page.hasPrefix("raw") && ($0.pwned || !$0.live.isEmpty) }
    print("measured: \(noticed) of \(raw.count) raw cases are live in the browser")
    #expect(noticed * 2 > raw.count)
  }

  @Test func nothingRunsOnAnyPage() async throws {
    try await World<ProsodyServer>.with { world in
      try await world.server()
      let romeo = try await world.person("romeo")
      let martlet = try await world.martlet()
      _ = try await romeo.findsComponent()
      try await romeo.does("create", ["node": "hostile"])
      try await romeo.does(
        "configure",
        [
          "node": "hostile",
          "fields": [
            "pubsub#title": "</title><script>window.pwned=1</script>",
            "pubsub#description": "\"><img src=x onerror=window.pwned=1>",
          ],
        ])
      let entries = Self.entries
      try await publish(entries, romeo)

      let pages = try await pages(of: entries.map(\.id), martlet)
      print("measured: \(entries.count) hostile posts on \(pages.count) pages")
      #expect(pages.count > 200)
      let findings = try await Browser(folder: world.folder).load(pages)
      #expect(findings.count == pages.count)
      for finding in findings {
        #expect(!finding.pwned && finding.live.isEmpty, "\(finding)")
      }
      for path in ["/feed", "/feed/hostile"] { try await world.feed(path).expectIsWhole(path) }
    }
  }

  private func publish(_ entries: [(id: String, payload: Element)], _ romeo: PythonClient)
    async throws
  {
    var numbers: Set<Int> = []
    for (count, (id, payload)) in entries.enumerated() {
      // No account may have very many requests under way.
      if count % 100 == 99 { try await areAnswered(numbers, romeo) }
      let payload = String(decoding: payload.canonical, as: UTF8.self)
      numbers.insert(
        try romeo.start("publish", ["node": "hostile", "item": id, "payload": payload]))
    }
    try await areAnswered(numbers, romeo)
    let refused = romeo.lines.filter { line in
      line.ok == false && line.reply.map(numbers.contains) == true
    }
    #expect(refused.isEmpty, "\(refused.prefix(3))")
  }

  private func areAnswered(_ numbers: Set<Int>, _ romeo: PythonClient) async throws {
    try await eventually("what was published is answered", within: .seconds(60)) {
      romeo.lines.count { $0.reply.map(numbers.contains) ?? false } == numbers.count
    }
  }

  /// The front page, the search, the community page by page, and every post of which something is
  /// left to show.
  private func pages(of ids: [String], _ martlet: MartletProcess) async throws -> [(
    name: String, html: String
  )] {
    var pages: [(name: String, html: String)] = []
    func add(_ path: String) async throws -> String {
      let page = try await martlet.get(path)
      #expect([200, 404].contains(page.status), "\(path)")
      if page.status == 200 { pages.append(("page\(pages.count)", page.text)) }
      return page.text
    }
    for path in ["/", "/search?q=window", "/search?q=%3Cscript%3Ewindow.pwned%3D1%3C/script%3E"] {
      _ = try await add(path)
    }
    var next: Substring? = "/c/hostile"
    while let path = next, pages.count < 100 {
      let html = try await add(String(path))
      next = html.firstMatch(of: /href="(\/c\/hostile\?before=k[0-9a-z]+)"/)?.1
    }
    for id in ids { _ = try await add("/p/hostile/\(id)") }
    return pages
  }

  // MARK: The posts

  /// One post for each case, and the case in all places of its kind.
  private static var entries: [(id: String, payload: Element)] {
    let plain = HostileMarkup.plain.enumerated().map { index, markup in
      let text = HostileMarkup.text[index % HostileMarkup.text.count]
      return (
        "plain\(index)",
        entry(
          title: Element("title", Namespace.atom, text: markup), author: markup, tag: markup,
          content: construct("content", "text", text))
      )
    }
    let html = HostileMarkup.html.enumerated().map { index, markup in
      (
        "html\(index)",
        entry(
          title: construct("title", "html", markup), author: "Romeo", tag: "html",
          content: construct("content", "html", markup))
      )
    }
    // What a stream does not carry (comments, for one) never gets as far as a post.
    let xhtml = HostileMarkup.xhtml.enumerated().compactMap { index, markup in
      xhtmlDiv(markup).map { div in
        (
          "xhtml\(index)",
          entry(
            title: construct("title", div), author: "Romeo", tag: "xhtml",
            content: construct("content", div))
        )
      }
    }
    let links = HostileMarkup.links.enumerated().map { ("link\($0)", linking(to: $1)) }
    return plain + html + xhtml + links
  }

  private static func entry(
    title: Element, author: String, tag: String, content: Element
  ) -> Element {
    Element(
      "entry", Namespace.atom, [:],
      [
        title, content,
        Element(
          "author", Namespace.atom, [:],
          [
            Element("name", Namespace.atom, text: author),
            Element("uri", Namespace.atom, text: "xmpp:romeo@localhost"),
          ]),
        Element("category", Namespace.atom, ["term": tag]),
      ])
  }

  private static func construct(_ name: String, _ type: String, _ text: String) -> Element {
    var element = Element(name, Namespace.atom, text: text)
    element["type"] = type
    return element
  }

  private static func construct(_ name: String, _ div: Element) -> Element {
    Element(name, Namespace.atom, ["type": "xhtml"], [div])
  }

  private static func xhtmlDiv(_ markup: String) -> Element? {
    try? Element(parsing: Array("<div xmlns='\(Namespace.xhtml)'>\(markup)</div>".utf8))
  }

  /// The address wherever an address can stand.
  private static func linking(to address: String) -> Element {
    let anchor = Element("a", Namespace.xhtml, ["href": address])
    let picture = Element("img", Namespace.xhtml, ["src": address, "alt": address])
    let quote = Element("blockquote", Namespace.xhtml, ["cite": address])
    let div = Element("div", Namespace.xhtml, [:], [anchor, picture, quote])
    var entry = entry(
      title: construct("title", "text", address), author: "Romeo", tag: address,
      content: construct("content", div))
    for relation in ["enclosure", "alternate", "replies", "related", "via"] {
      entry.append(
        Element(
          "link", Namespace.atom,
          ["rel": relation, "href": address, "type": "image/png", "title": address]))
    }
    entry.append(
      Element(
        "author", Namespace.atom, [:],
        [
          Element("name", Namespace.atom, text: "Romeo"),
          Element("uri", Namespace.atom, text: address),
        ]))
    return entry
  }
}
