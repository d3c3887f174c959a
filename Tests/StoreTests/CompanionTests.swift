import GRDB
import PubSub
import Testing
import XMPP

@testable import Store

/// Nodes that belong to a post go with it, however it goes.
@Suite struct CompanionTests {
  enum End: String, CaseIterable {
    case retract, purge, trim, delete

    func effect(_ node: NodeID) -> Effect {
      switch self {
      case .retract: .retract(node, ItemID(stored: "post"))
      case .purge: .purge(node)
      case .trim: .trim(node, keep: 1)
      case .delete: .delete(node, redirect: nil)
      }
    }
  }

  @Test(arguments: End.allCases)
  func goWithTheirPost(_ end: End) async throws {
    let fixture = try await Fixture()
    for name in ["blog", "comments", "others"] { try await fixture.create(name) }
    try await fixture.publish("post", in: "blog")
    try await fixture.publish("kept", in: "blog")
    try await fixture.publish("comment", in: "comments")
    try await fixture.subscribe("juliet@verona.lit", to: "comments")
    let (blog, comments) = (NodeID(stored: "blog"), NodeID(stored: "comments"))
    try await fixture.apply([.bind(comments, to: ItemID(stored: "post"), of: blog)])
    // An edit changes nothing of it.
    try await fixture.publish("post", in: "blog", title: "Edited")
    try await fixture.publish("kept", in: "blog")
    #expect(try await fixture.record("comments") != nil)

    try await fixture.apply([end.effect(blog)])
    try await fixture.sweep()
    #expect(try await fixture.record("comments") == nil)
    #expect(try await fixture.record("others") != nil)
    // Its subscribers are told, and then nothing is left of it.
    #expect(
      try await fixture.texts("SELECT audience FROM outbox") == ["everybody"])
    let events = try await fixture.store.read {
      try Int64.fetchAll($0.db, sql: "SELECT id FROM outbox")
    }
    try await fixture.store.write { try $0.acknowledge(done: events, partial: [:]) }
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM node WHERE name = 'comments'") == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
