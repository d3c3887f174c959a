import Testing
import XML
import XMPP

@testable import PubSub

/// The lists of other services.
@Suite struct ItemListingTests {
  private func read(_ inner: String) throws -> DiscoItems {
    try DiscoItems(example("<query xmlns='\(Namespace.discoItems)'>\(inner)</query>"))
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
      items: (0...AnswerLimit.entries).map { .init(jid, name: "i\($0)") })
    #expect(many.itemIDs.count == AnswerLimit.entries)
  }
}
