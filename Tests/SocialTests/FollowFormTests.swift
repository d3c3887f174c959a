import PubSub
import Testing
import XMPP

@testable import Social

/// The forms by which people follow what is elsewhere.
@Suite struct FollowFormTests {
  private func form(_ type: String, _ fields: [DataForm.Field]) throws -> DataForm {
    // As it comes over the wire.
    try DataForm(DataForm(.submit, formType: type, fields: fields).element)
  }

  private func address(_ texts: String..., type: String = FollowForm.follow) throws -> DataForm {
    try form(type, [DataForm.Field("address", .textSingle, values: texts)])
  }

  @Test func areRead() throws {
    #expect(
      try FollowRequest(address("xmpp:pubsub.example.net?;node=news")).address.node?.name == "news")
    #expect(
      try FollowRequest(address("juliet@example.net")).address.node?.name == "urn:xmpp:microblog:0")
    #expect(
      try UnfollowRequest(address("a@example.net", "b@example.net", type: FollowForm.unfollow))
        .addresses.map(\.service.description) == ["a@example.net", "b@example.net"])
    let audit = try form(
      FollowForm.audit,
      [.init("address", .textSingle, values: ["a@example.net"]), .init("again", false)])
    #expect(try !AuditOfSource(audit).isAgain)
    #expect(try AuditOfSource(address("a@example.net", type: FollowForm.audit)).isAgain)
  }

  @Test func areRefused() {
    for bad in [("", ""), ("a", "b"), ("https://example.net", ""), ("@", "")] {
      #expect(throws: StanzaError.self) {
        try FollowRequest(address(bad.0, bad.1))
      }
    }
    #expect(throws: StanzaError.self) {
      try FollowRequest(address("a@example.net", type: FollowForm.unfollow))
    }
    #expect(throws: StanzaError.self) { try UnfollowRequest(address(type: FollowForm.unfollow)) }
  }

  private struct Row: Sendable {
    var address = "juliet@example.net"
    var facts = FollowRequest.Facts(isOurs: false, hasOptedOut: false, isFollowed: false, count: 0)
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
      Row(address: "xmpp:pubsub.example.net", condition: .notAcceptable),
      Row(address: "xmpp:pubsub.example.net", jid: "admin@verona.lit"),
    ]
  }

  @Test(arguments: Row.all) private func whoMayFollowWhat(row: Row) throws {
    let policy = ServicePolicy(
      domains: ["verona.lit"], admins: [try BareJID("admin@verona.lit")])
    let request = try FollowRequest(address(row.address))
    let jid = try BareJID(row.jid)
    var condition: StanzaError.Condition?
    do throws(StanzaError) {
      try request.authorize(row.facts, by: jid, policy)
    } catch { condition = error.condition }
    #expect(condition == row.condition)
  }

  @Test func aTableShowsHowItGoes() throws {
    var line = FollowForm.Line(try FollowAddress("juliet@example.net").orBlog, state: "failing")
    line.remedy = "Wait."
    let table = try #require(try DataForm(FollowForm.followsTable([line]).element).table)
    #expect(table.columns.map(\.name).contains("remedy"))
    #expect(
      table.rows == [
        [
          "address": "xmpp:juliet@example.net?;node=urn%3Axmpp%3Amicroblog%3A0",
          "state": "failing", "remedy": "Wait.",
        ]
      ])
    let offered = FollowForm.unfollowForm([line.address]).field("address")?.options
    #expect(offered?.first?.label == "juliet@example.net")
  }
}
