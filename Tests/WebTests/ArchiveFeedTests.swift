import Foundation
import PubSub
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@testable import Social
@testable import Web

/// Feeds that go back to the first post (RFC 5005).
@Suite struct ArchiveFeedTests {
  private final class Flag: Sendable {
    let isReached = Atomic(false)
  }

  /// A part of a feed, as a reader sees it.
  private struct Part {
    var ids: [String]
    /// Where it goes on.
    var following: String?
    var isArchive = false
    var links: [String: String] = [:]
  }

  private static func read(_ target: String, _ site: TestSite) async throws -> Part {
    let reply = try await site.get(target)
    try #require(reply.status == 200, "\(target)")
    if target.contains("feed.json") { return try json(reply) }
    let feed = try reply.atom()
    var part = Part(
      ids: feed.all("entry", Namespace.atom).compactMap { $0.first("id", Namespace.atom)?.text })
    part.isArchive = feed.first("archive", Namespace.feedHistory) != nil
    for link in feed.all("link", Namespace.atom) {
      guard let relation = link["rel"], let address = link["href"] else { continue }
      if link["type"] == "application/atom+xml" { part.links[relation] = Self.target(of: address) }
    }
    #expect(part.links["self"] == target)
    part.following = part.links["prev-archive"]
    return part
  }

  private static func json(_ reply: Reply) throws -> Part {
    let feed = try #require(
      try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
    let items = try #require(feed["items"] as? [[String: Any]])
    return Part(
      ids: items.compactMap { $0["id"] as? String },
      following: (feed["next_url"] as? String).map(target(of:)))
  }

  private static func target(of address: String) -> String {
    String(address.dropFirst(TestSite.origin.count))
  }

  private static func id(_ item: String) -> String {
    "xmpp:social.example.org?;node=blog;item=\(item)"
  }

  /// Posts with their numbers for names, hours apart, many of a moment, the last ones of the site's first moment.
  private func fill(_ site: TestSite, _ count: Int, hours: Int64 = 1) async throws {
    try await site.create("blog")
    let first = TestSite.start.milliseconds - Int64(count) * hours * 3_600_000
    let posts = (0..<count).map { number in
      var entry = Entry.of("Post \(number)", tags: ["t"])
      let hour = Int64(number % 10 == 0 ? number : number - number % 10 + 1)
      entry.published = Timestamp(milliseconds: first + hour * hours * 3_600_000)
      return (item: "\(number)", entry: entry)
    }
    try await site.publish("blog", posts)
  }

  // MARK: -

  /// A reader comes away with all that was there all the time, each once, whatever goes on meanwhile.
  @Test(arguments: ["/feed/blog", "/feed.json/blog"])
  func nothingIsMissedAndNothingTwice(_ start: String) async throws {
    let count = 5_000
    try await withSite { site in
      try await fill(site, count)
      let end = Flag()
      defer { end.isReached.store(true, ordering: .relaxed) }
      let writing = Task {
        var dice = Dice(7)
        var retracted: Set<String> = []
        var round = 0
        while !end.isReached.load(ordering: .relaxed) {
          round += 1
          let item = "\(Int.random(in: 0..<count, using: &dice))"
          try await site.publish("blog", "new\(round)", .of("New"), at: Int64(round))
          if round.isMultiple(of: 3) {
            try await site.retract("blog", item, at: Int64(round))
            retracted.insert(item)
          } else if !retracted.contains(item) {
            try await site.edit("blog", item, at: Int64(round))
          }
        }
        return (retracted: retracted, rounds: round)
      }
      var (archived, newest): ([String], [String]) = ([], [])
      var (next, documents): (String?, Int) = (start, 0)
      while let target = next {
        let part = try await Self.read(target, site)
        if documents == 0 { newest = part.ids } else { archived += part.ids }
        (next, documents) = (part.following, documents + 1)
        try #require(documents < 1_000)
      }
      end.isReached.store(true, ordering: .relaxed)
      let (retracted, rounds) = try await writing.value
      #expect(rounds > 20 && documents > 100)
      #expect(Set(newest).count == newest.count)
      #expect(Set(archived).count == archived.count, "no archive has what another one has")
      let read = Set(newest + archived)
      let missed = (0..<count).map(String.init)
        .filter { !retracted.contains($0) && !read.contains(Self.id($0)) }
      #expect(missed == [])
    }
  }

  /// Who comes again needs no more than what is new to them: the archives that were there have not changed.
  @Test(arguments: ["/feed", "/feed/blog", "/tag/t/feed"])
  func partsOfAQuietFeed(_ start: String) async throws {
    var limits = WebLimits.patient
    limits.feedEntries = 7
    try await withSite(limits) { site in
      try await fill(site, 300, hours: 5)
      var (next, parts): (String?, [Part]) = (start, [])
      while let target = next {
        parts.append(try await Self.read(target, site))
        next = parts.last?.following
        try #require(parts.count < 1_000)
      }
      #expect(parts.flatMap(\.ids) == (0..<300).reversed().map { Self.id("\($0)") })
      #expect(parts.map(\.isArchive) == [false] + parts.dropFirst().map { _ in true })
      #expect(parts.dropFirst().allSatisfy { $0.links["current"] == start })
      #expect(parts[0].links["current"] == nil && parts[0].links["first"] == start)
      let page = start.replacing("/feed", with: start.hasSuffix("blog") ? "/c" : "")
      let months = parts.compactMap { $0.links["self"] }.filter { $0.hasSuffix("/feed") }
      #expect(months.contains("\(page)/archive/2025/10/feed"))
      // And up again.
      var up: [String] = []
      next = parts.last?.links["self"]
      while let target = next {
        let part = try await Self.read(target, site)
        up = part.ids + up
        next = part.links["next-archive"]
      }
      #expect(up == (0..<300).reversed().map { Self.id("\($0)") })
    }
  }

  /// Pages of a feed as it is now, by the last change of each post.
  @Test(arguments: ["/feed", "/feed/blog", "/tag/t/feed"])
  func pages(_ start: String) async throws {
    var limits = WebLimits.patient
    limits.feedEntries = 7
    try await withSite(limits) { site in
      try await fill(site, 20)
      try await site.edit("blog", "3", at: 9)
      var (next, ids): (String?, [String]) = (start, [])
      while let target = next {
        let part = try await Self.read(target, site)
        #expect(part.links["first"] == start)
        ids += part.ids
        next = part.links["next"]
      }
      #expect(ids == ([3] + (0..<20).reversed().filter { $0 != 3 }).map { Self.id("\($0)") })
    }
  }

  /// A feed that has all is no part of another one.
  @Test func aShortFeedHasNoArchives() async throws {
    try await withSite { site in
      try await fill(site, 9)
      let feed = try await Self.read("/feed/blog", site)
      #expect(feed.ids.count == 9 && feed.following == nil && feed.links["next"] == nil)
      #expect(try await Self.read("/feed.json/blog", site).following == nil)
      let month = try await Self.read("/c/blog/archive/2025/11/feed", site)
      #expect(month.isArchive && month.ids.count == 9 && month.following == nil)
      #expect(month.links["current"] == "/feed/blog")
    }
  }

  /// Old posts that were edited lately push newer ones out of the newest part: the archives begin above these.
  @Test func whatIsEditedTakesNobodysPlace() async throws {
    var limits = WebLimits.patient
    limits.feedEntries = 5
    try await withSite(limits) { site in
      try await fill(site, 12)
      for item in 0..<5 { try await site.edit("blog", "\(item)", at: 5) }
      let newest = try await Self.read("/feed/blog", site)
      #expect(newest.ids == [4, 3, 2, 1, 0].map { Self.id("\($0)") })
      var (next, archived) = (newest.following, [String]())
      while let target = next {
        let part = try await Self.read(target, site)
        archived += part.ids
        next = part.following
      }
      #expect(archived == (0..<12).reversed().map { Self.id("\($0)") })
    }
  }

  /// Whoever is on the way down goes on where a month has become empty.
  @Test func aMonthThatBecameEmptyIsPassed() async throws {
    try await withSite { site in
      try await site.create("blog")
      for (item, date) in [("1", "2025-08-01T00:00:00Z"), ("2", "2025-09-01T00:00:00Z")] {
        try await site.publish("blog", item, .of(item).dated(date))
      }
      try await site.retract("blog", "2")
      let empty = try await Self.read("/c/blog/archive/2025/09/feed", site)
      #expect(empty.ids.isEmpty && empty.following == "/c/blog/archive/2025/08/feed")
      #expect(try await site.get("/c/blog/archive/2025/07/feed").status == 404)
      #expect(try await site.get("/c/blog/archive/2999/07/feed").status == 404)
    }
  }

  /// What is too long for one document goes on in the next one.
  @Test func bytesAreBounded() async throws {
    var limits = WebLimits.patient
    limits.feedBytes = 3_000
    try await withSite(limits) { site in
      try await site.create("blog")
      let html = "<p>\(String(repeating: "word ", count: 300))</p>"
      for item in ["1", "2", "3"] { try await site.publish("blog", item, .of(item, html: html)) }
      var (next, sizes): (String?, [Int]) = ("/feed/blog", [])
      while let target = next {
        let part = try await Self.read(target, site)
        sizes.append(part.ids.count)
        next = part.following
      }
      #expect(sizes == [1, 1, 1])
    }
  }
}
