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
    #expect(try SubscriptionsReply(example(text)) == SubscriptionsReply(subscriptions: list))
  }

  /// As other services give it: one node's, a page, and what is no subscription between.
  @Test func remoteReply() throws {
    let node = try NodeID("a")
    let mine = Subscription(node: node, jid: try JID("c@d.example"), state: .pending)
    let read = try SubscriptionsReply(
      pubsub(
        """
        <set xmlns='\(Namespace.resultSets)'><count>7</count></set>text
        <subscriptions node='a'>text<later/><subscription/><subscription node='a' jid='@'/>
        <subscription node='' jid='c@d.example' subscription='subscribed'/>
        <subscription node='a' jid='c@d.example' subscription='odd'/>
        <subscription xmlns='urn:a' node='a' jid='c@d.example' subscription='none'/>
        <subscription node='a' jid='c@d.example' subscription='pending' affiliation='none'/>
        </subscriptions>
        """))
    let set = ResultSet.Response(count: 7)
    #expect(read == SubscriptionsReply(node: node, subscriptions: [mine], set: set))
    #expect(try SubscriptionsReply(Element(parsing: read.element.canonical)) == read)
    let senseless = "<set xmlns='\(Namespace.resultSets)'><count>x</count></set><subscriptions/>"
    #expect(try SubscriptionsReply(pubsub(senseless)) == SubscriptionsReply(subscriptions: []))
  }

  @Test func theFirstOfVeryMany() throws {
    let one = Subscription(node: try NodeID("a"), jid: try JID("c@d.example"), state: .subscribed)
    let many = Array(repeating: one, count: AnswerLimit.entries + 1)
    let written = SubscriptionsReply(subscriptions: many).element
    #expect(try SubscriptionsReply(written).subscriptions.count == AnswerLimit.entries)
  }

  @Test(arguments: [
    ("", badRequest), ("<subscriptions xmlns='urn:a'/>", badRequest),
    ("<subscriptions node=''/>", nodeIDRequired), ("<subscriptions/>", "accepted"),
  ])
  func malformedReply(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try SubscriptionsReply(element) } == expected)
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
