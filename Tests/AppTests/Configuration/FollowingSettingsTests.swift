import Federation
import PubSub
import Social
import Store
import Testing
import XMPP

@testable import App

extension Mistake {
  private static let example = "xmpp:pubsub.example.net?;node=news"

  fileprivate static let badFollowing = [
    Mistake(
      "following: { nodes: [\"https://example.net\"] }", line: 4, "following.nodes",
      "\"https://example.net\" cannot be followed: the address is not of XMPP; it looks like "
        + "xmpp:romeo@montague.lit?;node=urn:xmpp:microblog:0", "Write it as `\(example)`."),
    Mistake(
      "following: { nodes: [\"xmpp:social.example.org?;node=a\"] }", line: 4, "following.nodes",
      "\"xmpp:social.example.org?;node=a\" is a node of our own",
      "It is here already: leave it out."),
    Mistake(
      "following: { published: [\"a@b@c\"] }", line: 4, "following.published",
      "\"a@b@c\" is neither an account nor a domain", "Write it as `pubsub.example.net`."),
    Mistake(
      "following: { pictures: 2000, picture_bytes: 2001 }", line: 4, "following.pictures",
      "has no room for one picture of picture_bytes",
      "Raise it, or lower picture_bytes; 0 asks nobody for a picture."),
  ]
}

@Suite struct FollowingSettingsTests {
  @Test func areHandedOver() throws {
    let text = """

      following:
        nodes: ["xmpp:pubsub.example.net?;node=news", Juliet@Example.NET, "xmpp:rooms.example.net"]
        nodes_per_service: 7
        nodes_per_account: 8
        published: [pubsub.example.net]
      """
    let configuration = try load(Sample.minimal + text).configuration
    #expect(
      configuration.follows.map { "\($0.service) \($0.node.name) \($0.origin)" } == [
        "pubsub.example.net news configuration",
        "juliet@example.net urn:xmpp:microblog:0 configuration",
      ])
    #expect(configuration.followedServices.map(\.description) == ["rooms.example.net"])
    #expect(configuration.federation.nodesPerService == 7)
    #expect(configuration.policy.maximumFollowsPerAccount == 8)
    #expect(configuration.federation.published == ["pubsub.example.net"])
    #expect(configuration.federation.payloadBytes == configuration.limits.payloadBytes)
    #expect(try load(Sample.minimal).configuration.following == Configuration.Following())
  }

  @Test(arguments: Mistake.badFollowing) func isRefused(_ mistake: Mistake) throws {
    try mistake.expect()
  }
}
