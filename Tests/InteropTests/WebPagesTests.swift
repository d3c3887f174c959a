import TestSupport
import Testing

/// Every kind of page, as a browser, a screen reader and strict parsers find it.
@Suite("Web pages", .needsProsody, .timeLimit(.minutes(3)))
struct WebPagesTests {
  /// One of each kind; a new kind is a new line.
  static let pages = [
    WebPage(
      "front", "/",
      shows: ["Fair Verona", "An empty stage", "Look at this rose", "Romeo Montague"]),
    WebPage("community", "/c/verona", shows: ["Where we lay our scene.", "Older posts"]),
    WebPage("community-rtl", "/c/maqha", shows: ["مقهى الحكايات", "שלום לכולם"]),
    WebPage("community-empty", "/c/empty", shows: ["There are no posts here."]),
    WebPage(
      "gallery", "/c/orchard", shows: ["Hills at dawn, in the first light", "راديو جدّي"]),
    WebPage("gallery-item", "/p/orchard/dawn", shows: ["From the tower."]),
    WebPage("communities", "/communities", shows: ["Fair Verona", "An empty stage"]),
    WebPage("blog", "/@romeo", shows: ["Written by romeo@", "Good night", "Fair Verona"]),
    WebPage(
      "blog-post", "/@romeo/window/what-light-through-yonder-window-breaks",
      shows: ["It is the east, and Juliet is the sun."]),
    WebPage(
      "post", "/p/verona/rose",
      shows: ["Roses of the orchard", "4 comments", "Call me but love.", "🌹 2", "Shared once"]),
    WebPage("post-rtl", "/p/maqha/radio", shows: ["راديو جدّي"]),
    WebPage("post-gallery", "/p/verona/gallery", shows: ["The way to the orchard", "120.0 kB"]),
    WebPage("post-share", "/p/verona/share", shows: ["A rose by any other name"]),
    WebPage("post-card", "/p/verona/card", shows: ["Roses, and what they are called"]),
    WebPage("post-untitled", "/p/verona/untitled", shows: ["It has a second paragraph."]),
    WebPage("post-long-words", "/p/verona/words", shows: ["wortzusammensetzung"]),
    WebPage("tag", "/tag/lark", shows: ["no. 21"]),
    WebPage("search", "/search", shows: ["Enter a few words above."]),
    WebPage("search-found", "/search?q=rose", shows: ["Look at this rose"]),
    WebPage("search-nothing", "/search?q=nightingale", shows: ["No post was found"]),
    WebPage("front-ar", "/", language: "ar", shows: ["أحدث المنشورات", "كل المجتمعات"]),
    WebPage("post-ar", "/p/verona/rose", language: "ar", shows: ["4 تعليقات"]),
    WebPage("community-ar-de", "/c/maqha", language: "de", shows: ["مقهى الحكايات"]),
    WebPage("front-ja", "/", language: "ja", shows: ["最新の投稿"]),
    WebPage("missing-ru", "/c/nothing", 404, language: "ru", shows: ["Здесь ничего нет"]),
    WebPage("about", "/about", shows: ["with the XMPP clients", "Feeds of all (OPML)"]),
    WebPage("missing", "/c/nothing", 404, shows: ["There is nothing here"]),
    WebPage("gone", "/p/verona/gone", 410, shows: ["This post was taken back"]),
    WebPage("bad-request", "/c/%zz", 400),
    WebPage("too-many-words", "/search?q=a+b+c+d+e+f+g+h+i", 400),
  ]

  /// The list, with the pages to which lists lead.
  private static func pages(of site: FilledSite) async throws -> [WebPage] {
    var pages = pages
    let older = /rel="next" href="([^"]+)"/
    for (name, path, link) in [
      ("community-older", "/c/verona", older), ("tag-older", "/tag/lark", older),
      ("archive", "/c/verona", /href="([^"]+\/archive\/[^"]+)"/),
    ] {
      let list = try await site.martlet.get(path).text
      let found = try #require(list.firstMatch(of: link), "\(path)")
      pages.append(WebPage(name, String(found.1)))
    }
    return pages
  }

  @Test("In a browser: axe, policy, console, without script, on every width", .needsBrowser)
  func inABrowser() async throws {
    try await FilledSite.with { site in
      let pages = try await Self.pages(of: site)
      for fault in try await Examiner(site).run("pages", .init(pages: pages)).faults {
        Issue.record("\(fault)")
      }
    }
  }

  @Test("html5lib and tidy find no fault, and a page is light", .needsTidy)
  func markup() async throws {
    try await FilledSite.with { site in
      let pages = try await Self.pages(of: site)
      for fault in try await Examiner(site).run("markup", .init(pages: pages)).faults {
        Issue.record("\(fault)")
      }
    }
  }

  /// That faults would be told.
  @Test("A page with faults is found out", .needsBrowser)
  func faultsAreFound() async throws {
    let html = """
      <!DOCTYPE html><title></title><img src="/x"><p style="color:#ccc;background:#ddd">Pale</p>
      <div style="inline-size:2000px" onclick="0">Wide</div><script>document.title = "x"</script>
      <script src="https://nowhere.example/x.js"></script>
      """
    let page = WebPage("faulty", "/faulty", html: html)
    let faults = try await Examiner(folder: TemporaryFolder()).run("pages", .init(pages: [page]))
      .faults
    for part in [
      "390 light: color-contrast", "1280 dark: color-contrast", "390 light: image-alt",
      "320 dark: it is too wide", "ContentSecurityPolicyIssue", "html-has-lang",
    ] {
      #expect(faults.contains { $0.contains(part) }, "\(part)")
    }
  }
}
