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
    for name in ["juliet", "tybalt", "paris"] {
      try await fixture.subscribe("\(name)@verona.lit", to: "comments") {
        $0.includeBody = name == "paris"
      }
    }
    let (blog, comments) = (NodeID(stored: "blog"), NodeID(stored: "comments"))
    try await fixture.apply([.bind(comments, to: ItemID(stored: "post"), of: blog)])
    // An edit changes nothing of it.
    try await fixture.publish("post", in: "blog", title: "Edited")
    try await fixture.publish("kept", in: "blog")
    #expect(try await fixture.record("comments") != nil)
    for name in ["tybalt", "paris"] {
      try await fixture.apply([.affiliate(blog, try BareJID("\(name)@verona.lit"), .outcast)])
    }

    try await fixture.apply([end.effect(blog)])
    try await fixture.sweep()
    #expect(try await fixture.record("comments") == nil)
    #expect(try await fixture.record("others") != nil)
    // Those of its subscribers are told who may read the post's node, and then nothing is left of it.
    #expect(
      try await fixture.texts("SELECT audience FROM outbox") == ["everybody"])
    let event = try #require(try await fixture.waiting().first)
    #expect(try await fixture.recipients(of: event).map(\.jid) == ["juliet@verona.lit"])
    try await fixture.acknowledgeAll()
    try await fixture.sweep()
    let left = try await fixture.number("SELECT count(*) FROM node")
    #expect(left == (end == .delete ? 1 : 2))
    #expect(try await fixture.number("SELECT count(*) FROM node WHERE name = 'comments'") == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
