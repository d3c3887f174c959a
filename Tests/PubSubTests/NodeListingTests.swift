import Testing
import XML
import XMPP

@testable import PubSub

/// The nodes that other services list.
@Suite struct NodeListingTests {
  private let service: BareJID

  init() throws { service = try BareJID("pubsub.shakespeare.lit") }

  /// Section 5.2, and what does not belong there.
  @Test func nodes() throws {
    let items = try DiscoItems(
      example(
        """
        <query xmlns='\(Namespace.discoItems)'>
          <item jid='pubsub.shakespeare.lit' node='blogs' name='Weblog updates'/>
          <item jid='pubsub.shakespeare.lit' node='news'/>
          <item jid='romeo@montague.lit' node='urn:xmpp:microblog:0'/>
          <item jid='pubsub.shakespeare.lit' name='368866411b877c30064a5f62b917cffe'/>
          <item jid='pubsub.shakespeare.lit' node=''/>
          <item jid='pubsub.shakespeare.lit' node='\(longName)'/>
          <item jid='@' node='a'/>
        </query>
        """))
    #expect(items.nodes(of: service).map(\.name) == ["blogs", "news"])
  }

  @Test func theFirstOfVeryMany() throws {
    let many = DiscoItems(
      items: (0...AnswerLimit.entries).map { .init(JID(service), node: "n\($0)") })
    #expect(many.nodes(of: service).count == AnswerLimit.entries)
  }
}
