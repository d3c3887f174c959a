import Foundation
import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

@Suite struct APITests {
  private static let service = "social.example.org"

  private func object(_ reply: Reply) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
  }

  /// All items of a list, page by page.
  private func all(_ site: TestSite, _ target: String, _ name: String, _ member: String)
    async throws -> [String]
  {
    var (list, next): ([String], String?) = ([], target)
    while let target = next, list.count < 100 {
      let page = try object(try await site.get(target))
      let items = try #require(page[name] as? [[String: Any]])
      list += items.compactMap { $0[member] as? String }
      next = (page["next"] as? String).map { String($0.dropFirst(TestSite.origin.count)) }
    }
    return list
  }

  private static let rich = Entry.of(
    "One", tags: ["may"],
    enclosures: [
      Entry.Enclosure(
        href: "https://e.example/a.png", type: "image/png", title: "A", length: 7, width: 3,
        height: 2)
    ])

  @Test func listsAreWalkedByCursors() async throws {
    var limits = WebLimits.patient
    limits.postsOnPage = 2
    limits.communitiesInAnswer = 2
    try await withSite(limits) { site in
      for node in ["a", "b", "c", "d", "e"] { try await site.create(node) }
      for item in 1...5 {
        try await site.publish("a", "\(item)", .of("Word \(item)", tags: ["may"]))
      }
      #expect(
        try await all(site, "/api/v1/nodes", "nodes", "node") == ["a", "e", "d", "c", "b"])
      let posts = "/api/v1/nodes/\(Self.service)/a/posts"
      #expect(try await all(site, posts, "posts", "item") == ["5", "4", "3", "2", "1"])
      for words in ["word", "%23may", "ord"] {
        let found = try await all(site, "/api/v1/search?q=\(words)", "posts", "item")
        #expect(found == ["5", "4", "3", "2", "1"], "\(words)")
      }
      let older = try #require(try object(try await site.get(posts))["next"] as? String)
      let second = try object(try await site.get(String(older.dropFirst(TestSite.origin.count))))
      let newer = try #require(second["previous"] as? String)
      let first = try object(try await site.get(String(newer.dropFirst(TestSite.origin.count))))
      #expect(
        (first["posts"] as? [[String: Any]])?.compactMap { $0["item"] as? String } == ["5", "4"])
      #expect(try object(try await site.get("/api/v1/search"))["posts"] as? [String] == [])
    }
  }

  @Test func aPost() async throws {
    try await withSite { site in
      try await site.create("a/b", title: "A & B")
      try await site.publish("a/b", "1?", Self.rich)
      let target = "/api/v1/posts/\(Self.service)/a%2Fb/1%3F"
      let reply = try await site.get(target)
      #expect(reply["Content-Type"] == "application/json; charset=utf-8")
      #expect(reply["Access-Control-Allow-Origin"] == "*")
      let post = try object(reply)
      #expect(post["title"] as? String == "One" && post["tags"] as? [String] == ["may"])
      #expect(post["content_html"] as? String == "<p>Text.</p>")
      let links = try #require(post["links"] as? [String: String])
      #expect(links["self"] == TestSite.origin + target)
      #expect(links["page"] == TestSite.origin + "/p/a%2Fb/1%3F")
      #expect(links["node"] == TestSite.origin + "/api/v1/nodes/\(Self.service)/a%2Fb")
      let tag = try #require(reply["ETag"])
      #expect(try await site.get(target, [("If-None-Match", tag)]).status == 304)
      try await site.retract("a/b", "1?")
      let gone = try await site.get(target)
      #expect(gone.status == 410 && gone["Content-Type"] == "application/problem+json")
    }
  }

  @Test func whatIsNotForThePublicIsNotThere() async throws {
    try await withSite { site in
      try await site.create("secret", access: .whitelist)
      try await site.publish("secret", "1", .of("Word"))
      let missing = try await site.get("/api/v1/nodes/\(Self.service)/never")
      #expect(missing.status == 404 && missing["Access-Control-Allow-Origin"] == "*")
      let problem = try object(missing)
      #expect(problem["type"] as? String == "about:blank" && problem["status"] as? Int == 404)
      #expect(problem["title"] as? String == "Not Found")
      for path in [
        "nodes/\(Self.service)/secret", "nodes/\(Self.service)/secret/posts",
        "posts/\(Self.service)/secret/1", "posts/\(Self.service)/secret/2", "nope", "",
        "nodes/\(Self.service)", "nodes/a/b/c", "nodes/@/a",
      ] {
        let reply = try await site.get("/api/v1/" + path)
        #expect(reply.status == 404 && reply.body == missing.body, "\(path)")
      }
      #expect(try await all(site, "/api/v1/nodes", "nodes", "node") == [])
      #expect(try await all(site, "/api/v1/search?q=word", "posts", "item") == [])
    }
  }

  @Test func badRequestsAreProblems() async throws {
    var limits = WebLimits.patient
    limits.searchBytes = 20
    try await withSite(limits) { site in
      for path in [
        "nodes?before=x", "search?after=k0123456789abc", "search?after=8k0123456789abc&q=a",
        "search?q=012345678901234567890", "search?q=%FF", "nodes/%",
        "search?q=" + (1...9).map { "w\($0)" }.joined(separator: "+").prefix(60),
      ] {
        let reply = try await site.get("/api/v1/" + path)
        #expect(reply.status == 400, "\(path)")
        #expect(reply["Content-Type"] == "application/problem+json")
        #expect(try object(reply)["status"] as? Int == 400)
      }
      let post = try await site.get("/api/v1/nodes", method: "POST", [("Content-Length", "0")])
      #expect(post.status == 405 && post["Content-Type"] == "application/problem+json")
    }
  }

  /// It takes its turn as pages do.
  @Test func tooManyAreSentAway() async throws {
    var limits = WebLimits.patient
    (limits.pagesAtOnce, limits.pagesWaiting) = (0, 0)
    try await withSite(limits) { site in
      for path in ["/api/v1/nodes", "/sitemap.xml", "/communities.opml", "/nodeinfo/2.1"] {
        let reply = try await site.get(path)
        #expect(reply.status == 503 && reply["Retry-After"] == "5", "\(path)")
      }
    }
  }

  @Test(arguments: HostilePageTests.texts) func textsStayTexts(_ text: String) async throws {
    try await withSite { site in
      try await site.create(text, title: text, description: text)
      try await site.publish(
        text, text, .of(text, html: HTMLText.escape(text), author: text, tags: ["t"]))
      let node = NodePath(try .main, text)
      let path = SitePath.machine(.api(.post(node, item: text)))
      let post = try object(try await site.get(try path.target(.test)))
      for name in ["node", "item", "title"] {
        #expect((post[name] as? String)?.utf8.elementsEqual(text.utf8) == true, "\(name)")
      }
      #expect((post["author"] as? [String: String])?["name"] == text)
      #expect(startTags(try #require(post["content_html"] as? String)) == [])
    }
  }
}

// MARK: - The description

extension APITests {
  private static let comments = "urn:xmpp:microblog:0:comments/1"

  /// A post that has all that a post may have.
  private func reply() throws -> Entry {
    var entry = Self.rich
    entry.references = [
      Entry.Reference(
        kind: .share, place: XMPPURI.Place(service: try .main, node: "more", item: "1"),
        page: nil),
      Entry.Reference(kind: .reply, place: nil, page: "https://e.example/1"),
    ]
    return entry
  }

  /// With comments that everybody may read.
  private func discussion(_ site: TestSite) async throws -> Discussion {
    try await site.create(Self.comments)
    var discussion = try #require(Discussion(Element("entry", Namespace.atom)))
    discussion.replies = XMPPURI.Place("xmpp:social.example.org?;node=\(Self.comments)")
    return discussion
  }
}

extension APITests {
  /// What is asked for in each operation, by the compiler's word all of them.
  private func template(_ path: APIPath) -> String {
    switch path {
    case .description: "/api/v1/openapi.json"
    case .nodes: "/api/v1/nodes"
    case .node: "/api/v1/nodes/{service}/{node}"
    case .posts: "/api/v1/nodes/{service}/{node}/posts"
    case .post: "/api/v1/posts/{service}/{node}/{item}"
    case .search: "/api/v1/search"
    }
  }

  @Test func eachAddressIsDescribed() throws {
    let check = try SchemaCheck(PackageResources.openapi_json)
    #expect(check.document["openapi"] as? String == "3.1.0")
    let node = NodePath(try BareJID("service"), "node")
    let place = try #require(PlaceName("k0123456789abc"))
    let paths: [APIPath] = [
      .description, .nodes(before: place), .node(node), .posts(node, .before(place)),
      .posts(node, .after(place)), .post(node, item: "item"),
      .search("words", after: FoundPlace(list: 1, place: place)),
    ]
    #expect(Set(paths.map(template)) == Set(check.paths.keys))
    for path in paths {
      let target = try SitePath.machine(.api(path)).target(.test)
      #expect(try SitePath.parse(target, .test) == SitePath.Route(path: .machine(.api(path))))
      let parts = target.split(separator: "?")
      let plain = template(path).replacing("{service}", with: "service")
        .replacing("{node}", with: "node").replacing("{item}", with: "item")
      #expect(parts[0] == plain)
      let get = check.paths[template(path)]?["get"] as? [String: Any]
      let parameters = get?["parameters"] as? [[String: Any]] ?? []
      for name in parts.dropFirst().flatMap({ $0.split(separator: "&") }) {
        let name = name.prefix { $0 != "=" }
        #expect(parameters.contains { $0["name"] as? String == String(name) }, "\(target)")
      }
    }
  }

  /// Each member of each answer, and no other.
  @Test func eachMemberIsDescribed() async throws {
    var limits = WebLimits.patient
    (limits.postsOnPage, limits.communitiesInAnswer) = (1, 1)
    try await withSite(limits) { site in
      let check = try SchemaCheck(try await site.get("/api/v1/openapi.json").body)
      try await site.create("news", title: "News", description: "New", language: "en")
      try await site.create("more")
      for item in ["1", "2", "3"] { try await site.publish("news", item, Self.rich) }
      try await site.publish("news", "1", try reply(), discussing: try await discussion(site))
      try await site.attach(
        .init(isNoticed: true, reactions: ["👷"]), to: "1", of: "news", by: .juliet)
      _ = try await site.tell("Jule")
      let posts = "/api/v1/nodes/{service}/{node}/posts"
      let place = site.place(9)
      var met: Set<String> = []
      for (template, query, status) in [
        ("/api/v1/nodes", "", 200), ("/api/v1/nodes", "?before=x", 400),
        ("/api/v1/nodes/{service}/{node}", "", 200), (posts, "", 200),
        (posts, "?before=\(place)", 200), (posts, "?after=\(site.place(1))", 200),
        ("/api/v1/posts/{service}/{node}/{item}", "", 200), ("/api/v1/search", "?q=text", 200),
      ] {
        let target = template.replacing("{service}", with: Self.service)
          .replacing("{node}", with: "news").replacing("{item}", with: "1")
        let reply = try await site.get(target + query)
        #expect(reply.status == status)
        let (type, schema) = try #require(check.answer(template, "\(status)"))
        #expect(reply["Content-Type"]?.hasPrefix(type) == true)
        #expect(check.faults(try object(reply), schema, &met) == [], "\(target + query)")
      }
      let described = check.schemas.flatMap { name, schema in
        (schema["properties"] as? [String: Any] ?? [:]).keys.map { "\(name).\($0)" }
      }
      #expect(Set(described).subtracting(met) == [])
    }
  }
}
