import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

/// A change is on every page that shows it at the very next request, and the others stay as they are. That what is kept is
/// what would be made is asked at each request of all these tests: see `TestSite.get`.
@Suite struct FreshnessTests {
  /// Pages of three communities: two of them have to do with each other.
  private static let pages = [
    "/c/birds", "/feed/birds", "/feed.json/birds", "/p/birds/1", "/c/yard", "/p/yard/copy",
    "/c/news", "/feed/news", "/p/news/1",
  ]

  /// Pages that show something of all of them.
  private static let lists = [
    "/", "/feed", "/feed.json", "/communities", "/tag/bird", "/tag/bird/feed", "/archive/2025/11",
    "/archive/2025/11/feed", "/p/birds/1/comments/feed", "/search?q=news", "/sitemap.xml",
    "/api/v1/nodes", "/api/v1/posts/social.example.org/news/1", "/c/shut", "/@juliet",
  ]

  private static let comments = "urn:xmpp:microblog:0:comments/1"

  /// Of a post that nobody has commented on.
  private static let firstComments = "urn:xmpp:microblog:0:comments/news"

  private func fill(_ site: TestSite) async throws {
    for node in ["birds", "yard", "news", Self.comments, Self.firstComments] {
      try await site.create(node)
    }
    try await site.create("shut", access: .whitelist)
    try await site.publish("shut", "1", .of("Hidden"))
    try await site.publish(
      "birds", "1", .of("Swifts", tags: ["bird"]),
      discussing: discussion {
        $0.replies = XMPPURI.Place("xmpp:social.example.org?;node=\(Self.comments)")
      })
    try await site.publish(
      "news", "1", .of("News"),
      discussing: discussion {
        $0.replies = XMPPURI.Place("xmpp:social.example.org?;node=\(Self.firstComments)")
      })
    try await site.publish("yard", "copy", sharing("1"))
    try await site.follow(NodeProfile.microblogType, of: .juliet, ["blog"])
  }

  private func discussion(_ change: (inout Discussion) -> Void) throws -> Discussion {
    var discussion = try #require(Discussion(Element("entry", Namespace.atom)))
    change(&discussion)
    return discussion
  }

  private func sharing(_ item: String) throws -> Entry {
    var entry = Entry.of("Look")
    entry.references = [
      Entry.Reference(
        kind: .share, place: XMPPURI.Place(service: try .main, node: "birds", item: item),
        page: nil)
    ]
    return entry
  }

  struct Change: Sendable, CustomTestStringConvertible {
    let name: String
    /// The communities whose pages may be other ones after it; nil: all.
    var touched: Set<String>?
    /// Where it is to be seen at once.
    var shown: [String]
    let make: @Sendable (FreshnessTests, TestSite) async throws -> Void

    var testDescription: String { name }
  }

  static let changes = [
    Change(
      name: "a post", touched: ["news"],
      shown: [
        "/", "/feed", "/feed.json", "/communities", "/archive/2025/11", "/archive/2025/11/feed",
        "/c/news", "/feed/news", "/api/v1/nodes",
      ]
    ) { try await $1.publish("news", "2", .of("More")) },
    Change(
      name: "an edit", touched: ["news"],
      shown: [
        "/", "/feed", "/c/news", "/p/news/1", "/search?q=news",
        "/api/v1/posts/social.example.org/news/1",
      ]
    ) { try await $1.publish("news", "1", .of("Other")) },
    Change(
      name: "an edit of what is shared", touched: ["birds", "yard"],
      shown: [
        "/", "/feed", "/tag/bird", "/tag/bird/feed", "/c/birds", "/p/birds/1", "/p/yard/copy",
      ]
    ) {
      try await $1.publish("birds", "1", .of("Swallows"))
    },
    Change(
      name: "a retract", touched: ["news"],
      shown: ["/", "/feed", "/feed.json", "/c/news", "/feed/news", "/p/news/1", "/search?q=news"]
    ) { try await $1.retract("news", "1") },
    Change(
      name: "a retract of what shares", touched: ["birds", "yard"],
      shown: ["/", "/feed", "/c/yard", "/p/yard/copy", "/p/birds/1"]
    ) {
      try await $1.retract("yard", "copy")
    },
    Change(
      name: "another share", touched: ["birds", "yard"],
      shown: ["/", "/feed", "/c/yard", "/p/birds/1"]
    ) {
      try await $1.publish("yard", "again", $0.sharing("1"))
    },
    Change(
      name: "a comment", touched: ["birds", "yard"],
      shown: ["/p/birds/1", "/p/birds/1/comments/feed", "/feed/birds", "/feed"]
    ) {
      try await $1.publish(
        comments, "c", .of("", html: "<p>Yes</p>"), discussing: $0.discussion { _ in })
    },
    Change(name: "a reaction", touched: ["birds", "yard"], shown: ["/p/birds/1"]) {
      try await $1.attach(.init(isNoticed: true), to: "1", of: "birds", by: .juliet)
    },
    Change(
      name: "the first comment", touched: ["news"], shown: ["/p/news/1", "/feed/news", "/feed"]
    ) {
      try await $1.publish(
        firstComments, "c", .of("", html: "<p>Yes</p>"), discussing: $0.discussion { _ in })
    },
    Change(name: "a community", touched: [], shown: ["/communities", "/api/v1/nodes"]) {
      try await $1.create("fresh")
    },
    Change(
      name: "it is closed", touched: nil,
      shown: [
        "/", "/feed", "/communities", "/tag/bird", "/c/birds", "/p/birds/1", "/feed/birds",
        "/p/yard/copy", "/sitemap.xml",
      ]
    ) {
      try await $1.configure("birds", access: .whitelist)
    },
    Change(
      name: "it is deleted", touched: nil,
      shown: [
        "/", "/feed", "/communities", "/tag/bird", "/c/birds", "/p/birds/1", "/feed/birds",
        "/p/yard/copy", "/sitemap.xml",
      ]
    ) { try await $1.delete("birds") },
    Change(name: "one is opened", touched: nil, shown: ["/", "/feed", "/communities", "/c/shut"]) {
      try await $1.configure("shut")
    },
    Change(
      name: "a picture", touched: nil,
      shown: ["/", "/c/news", "/p/news/1", "/p/birds/1", "/@juliet"]
    ) {
      _ = try await $1.tell("Jule")
    },
  ]

  @Test(arguments: changes) func changed(_ change: Change) async throws {
    try await withSite { site in
      try await fill(site)
      var before: [String: Reply] = [:]
      for page in Self.pages + Self.lists { before[page] = try await site.get(page) }
      let sources = try await sources(site)
      try await change.make(self, site)
      for (page, source) in sources where change.touched?.contains(community(of: page)) == false {
        #expect(site.store.isCurrent(source), "\(page) is kept")
      }
      for page in Self.pages + Self.lists {
        let (old, new) = (try #require(before[page]), try await site.get(page))
        if change.shown.contains(page) {
          #expect(old.status != new.status || old["ETag"] != new["ETag"], "\(page)")
        } else if let touched = change.touched, Self.pages.contains(page),
          !touched.contains(community(of: page))
        {
          #expect(old["ETag"] == new["ETag"], "\(page)")
        }
      }
      #expect(change.shown.allSatisfy { before[$0] != nil })
    }
  }

  /// A post may name comments for which there is no node yet.
  @Test func whereCommentsWillBe() async throws {
    try await withSite { site in
      let node = "urn:xmpp:microblog:0:comments/later"
      try await site.create("news")
      try await site.publish(
        "news", "1", .of("News"),
        discussing: discussion {
          $0.replies = XMPPURI.Place("xmpp:social.example.org?;node=\(node)")
        })
      for page in ["/p/news/1", "/feed/news", "/feed"] { _ = try await site.get(page) }
      try await site.create(node)
      try await site.publish(
        node, "c", .of("", html: "<p>Yes</p>"), discussing: discussion { _ in })
      #expect(try await site.get("/p/news/1").text.contains("<p>Yes</p>"))
      for page in ["/feed/news", "/feed"] {
        #expect(try await site.get(page).text.contains("thr:count='1'"), "\(page)")
      }
    }
  }

  /// Comments that two posts name go with the one to which they belong.
  @Test func theyGoFromBothPosts() async throws {
    try await withSite { site in
      try await fill(site)
      try await site.apply([
        .bind(NodeID(stored: Self.comments), to: ItemID(stored: "1"), of: NodeID(stored: "news"))
      ])
      try await site.publish(
        Self.comments, "c", .of("", html: "<p>Yes</p>"), discussing: discussion { _ in })
      for page in Self.pages { #expect(try await site.get(page).status == 200) }
      #expect(try await site.get("/p/birds/1").text.contains("<p>Yes</p>"))
      #expect(try await site.get("/p/birds/1/comments/feed").status == 200)
      try await site.retract("news", "1")
      for page in Self.pages where page != "/p/news/1" { _ = try await site.get(page) }
      #expect(try await !site.get("/p/birds/1").text.contains("<p>Yes</p>"))
      #expect(try await site.get("/p/birds/1/comments/feed").status == 404)
    }
  }

  private func community(of page: String) -> String {
    page.split(separator: "/").dropFirst().first.map(String.init) ?? ""
  }

  /// What each page is made from.
  private func sources(_ site: TestSite) async throws -> [(String, PageSource)] {
    let configuration = WebConfiguration(
      host: "127.0.0.1", port: 0, origin: TestSite.origin, services: [try .main],
      siteName: "Verona", version: "1"
    )
    let home = try #require(configuration.home)
    let maker = try Site(configuration, home, store: site.store)
    var sources: [(String, PageSource)] = []
    for page in Self.pages {
      let path = try SitePath.parse(page, home).path
      let (outcome, source) = try await site.store.noting { try await maker.outcome(path) }
      guard case .page = outcome else { continue }
      sources.append((page, source))
    }
    #expect(sources.count == Self.pages.count)
    return sources
  }
}
