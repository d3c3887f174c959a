import Testing
import XMPP

@testable import PubSub

/// Who may follow what.
@Suite struct FollowElsewhereTests {
  private struct Row: Sendable {
    var service = "juliet@example.net"
    var node: NodeID? = NodeID(stored: "urn:xmpp:microblog:0")
    var facts = FollowElsewhere.Facts(
      isOurs: false, hasOptedOut: false, isFollowed: false, count: 0)
    var jid = "romeo@verona.lit"
    var condition: StanzaError.Condition?

    static let all = [
      Row(),
      Row(
        facts: .init(isOurs: true, hasOptedOut: false, isFollowed: false, count: 0),
        condition: .notAcceptable),
      Row(
        facts: .init(isOurs: false, hasOptedOut: true, isFollowed: true, count: 0),
        condition: .notAllowed),
      Row(
        facts: .init(isOurs: false, hasOptedOut: false, isFollowed: false, count: 200),
        condition: .resourceConstraint),
      Row(facts: .init(isOurs: false, hasOptedOut: false, isFollowed: true, count: 200)),
      Row(
        facts: .init(isOurs: false, hasOptedOut: false, isFollowed: false, count: 200),
        jid: "admin@verona.lit"),
      Row(service: "pubsub.example.net", node: nil, condition: .notAcceptable),
      Row(service: "pubsub.example.net", node: nil, jid: "admin@verona.lit"),
    ]
  }

  @Test(arguments: Row.all) private func whoMayFollowWhat(row: Row) throws {
    let policy = ServicePolicy(
      domains: ["verona.lit"], admins: [try BareJID("admin@verona.lit")])
    let (service, jid) = (try BareJID(row.service), try BareJID(row.jid))
    var condition: StanzaError.Condition?
    do throws(StanzaError) {
      try FollowElsewhere.authorize(row.node, of: service, row.facts, by: jid, policy)
    } catch { condition = error.condition }
    #expect(condition == row.condition)
  }
}
