import PubSub
import Testing
import XMPP

@testable import Store

@Suite struct PublicNodesTests {
  private func populated() async throws -> Fixture {
    let fixture = try await Fixture()
    for node in ["a", "b", "c"] {
      try await fixture.create(node)
      try await fixture.publish("1", in: node)
    }
    try await fixture.create("closed") { $0.accessModel = .whitelist }
    try await fixture.publish("1", in: "closed")
    return fixture
  }

  @Test func listsGoOnWhereTheyEnded() async throws {
    let fixture = try await populated()
    let first = try await fixture.store.listedNodes(before: nil, limit: 2)
    #expect(first.nodes.map(\.name) == ["c", "b"])
    let second = try await fixture.store.listedNodes(before: first.next, limit: 2)
    #expect(second.nodes.map(\.name) == ["a"] && second.next == nil)
    let whole = try await fixture.store.listedNodes(before: nil, limit: 3)
    #expect(whole.nodes.count == 3 && whole.next == nil)
    try await fixture.store.close()
  }

  @Test func oneNode() async throws {
    let fixture = try await populated()
    #expect(try await fixture.store.publicNode(service: fixture.jid, node: "a")?.posts == 1)
    for node in ["closed", "never"] {
      #expect(try await fixture.store.publicNode(service: fixture.jid, node: node) == nil)
    }
    try await fixture.store.close()
  }

  @Test func postsOfThePublicNodesAlone() async throws {
    let fixture = try await populated()
    #expect(try await fixture.store.publicPosts(in: 3) == 3)
    #expect(try await fixture.store.publicPosts(in: 2) == nil)
    try await fixture.store.close()
  }
}
