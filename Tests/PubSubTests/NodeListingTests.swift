import Testing
import XML
import XMPP

@testable import PubSub

/// The lists of other services.
@Suite struct NodeListingTests {
  private func read(_ inner: String) throws -> DiscoItems {
    try DiscoItems(example("<query xmlns='\(Namespace.discoItems)'>\(inner)</query>"))
  }

  /// Section 5.2, and as an account lists its nodes.
  @Test func nodes() throws {
    let items = try read(
      """
      <item jid='pubsub.shakespeare.lit' node='blogs' name='Weblog updates'/>
      <item jid='pubsub.shakespeare.lit' node='news'/>
      <item jid='romeo@montague.lit/orchard' node='urn:xmpp:microblog:0'/>
      <item jid='pubsub.shakespeare.lit' name='368866411b877c30064a5f62b917cffe'/>
      <item jid='pubsub.shakespeare.lit' node=''/>
      <item jid='pubsub.shakespeare.lit' node='\(longName)'/>
      <item jid='@' node='a'/>
      """)
    let service = try BareJID("pubsub.shakespeare.lit")
    #expect(
      try items.nodes == [
        NodeListing(service: service, node: NodeID("blogs"), name: "Weblog updates"),
        NodeListing(service: service, node: NodeID("news")),
        NodeListing(
          service: BareJID("romeo@montague.lit"), node: NodeID("urn:xmpp:microblog:0")),
      ])
  }

  /// Section 5.5.
  @Test func itemIDs() throws {
    let items = try read(
      """
      <item jid='pubsub.shakespeare.lit' name='368866411b877c30064a5f62b917cffe'/>
      <item jid='pubsub.shakespeare.lit' name='3300659945416e274474e469a1f0154c'/>
      <item jid='pubsub.shakespeare.lit' node='below' name='Below'/>
      <item jid='pubsub.shakespeare.lit'/><item jid='pubsub.shakespeare.lit' name=''/>
      <item jid='pubsub.shakespeare.lit' name='\(longName)'/>
      """)
    #expect(
      items.itemIDs.map(\.name) == [
        "368866411b877c30064a5f62b917cffe", "3300659945416e274474e469a1f0154c",
      ])
  }

  @Test func theFirstOfVeryMany() throws {
    let jid = try JID("a.example")
    let many = DiscoItems(
      items: (0...AnswerLimit.entries).map { .init(jid, node: "n\($0)") }
        + (0...AnswerLimit.entries).map { .init(jid, name: "i\($0)") })
    #expect(many.nodes.count == AnswerLimit.entries)
    #expect(many.itemIDs.count == AnswerLimit.entries)
  }
}
