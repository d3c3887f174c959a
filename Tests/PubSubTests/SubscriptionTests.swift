import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct SubscriptionTests {
  /// Sections 6.1.2 and 12.19: in an answer, and in the event that a lease ends soon.
  @Test(arguments: [
    (
      """
      <subscription xmlns='http://jabber.org/protocol/pubsub' node='princely_musings'
        jid='francisco@denmark.lit' subid='ba49252aaa4f5d320c24d3766f0bdcade78c78d3'
        subscription='subscribed'/>
      """, nil as String?
    ),
    (
      """
      <subscription xmlns='http://jabber.org/protocol/pubsub#event' expiry='2006-02-28T23:59:59Z'
        jid='francisco@denmark.lit' node='princely_musings'
        subid='ba49252aaa4f5d320c24d3766f0bdcade78c78d3' subscription='subscribed'/>
      """, "2006-02-28T23:59:59Z"
    ),
  ])
  func wire(text: String, expiry: String?) throws {
    let element = try example(text)
    let read = try Subscription(element)
    var expected = try Subscription(
      node: NodeID("princely_musings"), jid: JID("francisco@denmark.lit"), state: .subscribed,
      id: SubscriptionID("ba49252aaa4f5d320c24d3766f0bdcade78c78d3"))
    expected.expiry = expiry.flatMap { Timestamp($0) }
    #expect(read == expected)
    #expect(read.element(element.name.namespace).comparable == element)
  }

  @Test(arguments: [
    ("<subscription subscription='none'/>", "modify: jid-required bad-request"),
    ("<subscription jid='' subscription='none'/>", "modify: jid-required bad-request"),
    ("<subscription jid='a@' subscription='none'/>", "modify: invalid-jid bad-request"),
    ("<subscription jid='a@b'/>", badRequest),
    ("<subscription jid='a@b' subscription='odd'/>", badRequest),
    ("<subscription node='' jid='a@b' subscription='none'/>", nodeIDRequired),
    ("<subscription node='\(longName)' jid='a@b' subscription='none'/>", nameTooLong),
  ])
  func malformed(text: String, expected: String) throws {
    let element = try example(text)
    #expect(refusal { try Subscription(element) } == expected)
  }

  /// An empty id is none, a time that is none is left out.
  @Test func lenient() throws {
    let read = try Subscription(
      example("<subscription jid='a@b/c' subscription='pending' subid='' expiry='soon'/>"))
    #expect(try read == Subscription(node: nil, jid: JID("a@b/c"), state: .pending))
  }

  /// As it is kept, and once it is no more.
  @Test func facts() throws {
    let cast = try Cast()
    let node = try NodeID("blog")
    let end = Timestamp(milliseconds: 5_000)
    let leased = try cast.subscription { $0.expiry = .at(end) }
    var expected = Subscription(
      node: node, jid: JID(cast.juliet), state: .subscribed, id: SubscriptionID("s1"))
    #expect(leased.ended(node).state == .none)
    #expect(leased.ended(node).id == expected.id)
    #expect(leased.ended(node).expiry == nil)
    expected.expiry = end
    #expect(leased.wire(node) == expected)
    #expect(leased.wire(nil).node == nil)
    #expect(try cast.subscription { $0.expiry = .presence }.wire(node).expiry == nil)
  }
}
