import PubSub
import Testing
import XMPP

@testable import Store

@Suite struct SitemapTests {
  private func parts(_ fixture: Fixture, each size: Int, limit: Int) async throws -> [SitemapPart] {
    try await fixture.store.sitemapParts(each: size, limit: limit) { _ in true }
  }

  @Test func partsFollowTheOrderOfCreation() async throws {
    let fixture = try await Fixture()
    try await fixture.create("news")
    for item in ["a", "b", "c", "d", "e"] { try await fixture.publish(item, in: "news") }
    let parts = try await self.parts(fixture, each: 2, limit: 9)
    #expect(parts.map(\.node) == ["news", "news", "news"])
    func posts() async throws -> [[String]] {
      var list: [[String]] = []
      for part in parts {
        let view = try await fixture.store.sitemap(
          service: part.service, node: part.node, after: part.after, limit: 2)
        list.append(try #require(view).posts.map(\.item))
      }
      return list
    }
    #expect(try await posts() == [["a", "b"], ["c", "d"], ["e"]])
    try await fixture.publish("a", in: "news")
    #expect(
      try await self.parts(fixture, each: 2, limit: 9).map(\.after) == parts.map(\.after))
    #expect(try await posts() == [["a", "b"], ["c", "d"], ["e"]])
    try await fixture.apply([.purge(NodeID(stored: "news"))])
    #expect(try await posts() == [[], [], []])
    #expect(try await self.parts(fixture, each: 2, limit: 9).count == 1)
    try await fixture.store.close()
  }

  @Test func noMorePartsThanWanted() async throws {
    let fixture = try await Fixture()
    for node in ["a", "b"] {
      try await fixture.create(node)
      for item in ["1", "2", "3"] { try await fixture.publish(item, in: node) }
    }
    #expect(
      try await parts(fixture, each: 1, limit: 4).map(\.node) == ["b", "b", "b", "a"])
    #expect(try await parts(fixture, each: 9, limit: 1).map(\.node) == ["b"])
    try await fixture.store.close()
  }

  @Test func whatIsNotAtHomeIsPassedOver() async throws {
    let fixture = try await Fixture()
    try await fixture.create("news")
    let jid = fixture.jid
    let none = try await fixture.store.sitemapParts(each: 9, limit: 9) { $0 != jid }
    #expect(none == [])
    try await fixture.store.close()
  }

  @Test func whatIsNotListedHasNone() async throws {
    let fixture = try await Fixture()
    try await fixture.create("closed") { $0.accessModel = .whitelist }
    try await fixture.create("odd") { $0.type = "urn:example:odd" }
    #expect(try await parts(fixture, each: 9, limit: 9) == [])
    for node in ["closed", "odd", "never"] {
      let view = try await fixture.store.sitemap(
        service: fixture.jid, node: node, after: nil, limit: 9)
      #expect(view == nil)
    }
    try await fixture.store.close()
  }
}
