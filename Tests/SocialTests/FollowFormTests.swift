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
