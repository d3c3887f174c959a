import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct SubscriptionsTests {
  /// Section 5.6.
  @Test(arguments: [nil, "princely_musings"])
  func request(node: String?) throws {
    let attribute = node.map { " node='\($0)'" } ?? ""
    let text = "<pubsub xmlns='\(Namespace.pubsub)'><subscriptions\(attribute)/></pubsub>"
    let request = SubscriptionsRequest(node: try node.map { try NodeID($0) })
    #expect(try SubscriptionsRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
    #expect(try request.reply([]).comparable == example(text))
  }

  @Test func reply() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <subscriptions>
          <subscription node='node1' jid='francisco@denmark.lit' subscription='subscribed'/>
          <subscription node='node2' jid='francisco@denmark.lit' subscription='subscribed'/>
          <subscription node='node5' jid='francisco@denmark.lit' subscription='unconfigured'/>
          <subscription node='node6' jid='francisco@denmark.lit' subscription='subscribed' subid='123-abc'/>
          <subscription node='node6' jid='francisco@denmark.lit' subscription='subscribed' subid='004-yyy'/>
        </subscriptions>
      </pubsub>
      """
    let jid = try JID("francisco@denmark.lit")
    let list = try [
      Subscription(node: NodeID("node1"), jid: jid, state: .subscribed),
      Subscription(node: NodeID("node2"), jid: jid, state: .subscribed),
      Subscription(node: NodeID("node5"), jid: jid, state: .unconfigured),
      Subscription(
        node: NodeID("node6"), jid: jid, state: .subscribed, id: SubscriptionID("123-abc")),
      Subscription(
        node: NodeID("node6"), jid: jid, state: .subscribed, id: SubscriptionID("004-yyy")),
    ]
    let reply = SubscriptionsRequest(node: nil).reply(list)
    #expect(try reply.comparable == example(text))
    let read = try #require(reply.first("subscriptions", Namespace.pubsub))
      .all("subscription", Namespace.pubsub).map { try Subscription($0) }
    #expect(read == list)
  }

  /// A page (XEP-0059) is asked for and told beside the list.
  @Test func pages() throws {
    let set = "<set xmlns='\(Namespace.resultSets)'><max>10</max><before/></set>"
    let request = SubscriptionsRequest(node: nil, page: ResultSet.Request(max: 10, before: ""))
    #expect(try SubscriptionsRequest(pubsub("<subscriptions/>" + set)) == request)
    #expect(try request.element.comparable == pubsub("<subscriptions/>" + set).comparable)
    let response = ResultSet.Response(first: "a", last: "b", count: 7)
    #expect(try ResultSet.Response(in: request.reply([], response)) == response)
  }

  @Test(arguments: [
    ("", badRequest), ("<subscriptions node=''/>", nodeIDRequired),
    ("<subscriptions node='\(longName)'/>", nameTooLong),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try SubscriptionsRequest(element) } == expected)
  }
}
