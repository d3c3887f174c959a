import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct ItemsTests {
  /// Section 6.5, and XEP-0059 beside it.
  @Test func wire() throws {
    let node = try NodeID("princely_musings")
    let rows: [(String, ItemsRequest)] = [
      ("<items node='princely_musings'/>", ItemsRequest(node: node)),
      ("<items node='princely_musings' max_items='2'/>", ItemsRequest(node: node, maxItems: 2)),
      ("<items node='princely_musings' max_items='0'/>", ItemsRequest(node: node, maxItems: 0)),
      (
        """
        <items node='princely_musings'>
          <item id='368866411b877c30064a5f62b917cffe'/>
          <item id='4e30f35051b7b8b42abe083742187228'/>
        </items>
        """,
        ItemsRequest(
          node: node,
          ids: [
            try ItemID("368866411b877c30064a5f62b917cffe"),
            try ItemID("4e30f35051b7b8b42abe083742187228"),
          ])
      ),
      (
        """
        <items node='princely_musings'/>
        <set xmlns='http://jabber.org/protocol/rsm'><max>10</max><after>x</after></set>
        """, ItemsRequest(node: node, page: ResultSet.Request(max: 10, after: "x"))
      ),
    ]
    for (text, request) in rows {
      #expect(try ItemsRequest(pubsub(text)) == request)
      #expect(try request.element.comparable == pubsub(text).comparable)
    }
    // As good as none.
    #expect(
      try ItemsRequest(pubsub("<items node='princely_musings' max_items='max'/>")) == rows[0].1)
  }

  @Test(arguments: [
    ("", badRequest), ("<items/>", nodeIDRequired), ("<items node=''/>", nodeIDRequired),
    ("<items node='\(longName)'/>", nameTooLong),
    ("<items node='a'><item/></items>", "modify: item-required bad-request"),
    ("<items node='a'><item id='\(longName)'/></items>", nameTooLong),
    ("<items node='a' max_items='-1'/>", badRequest),
    ("<items node='a' max_items='two'/>", badRequest),
    ("<items node='a' max_items=''/>", badRequest),
    (
      "<items node='a'/><set xmlns='http://jabber.org/protocol/rsm'><max>x</max></set>", badRequest
    ),
    (
      "<items node='a'>" + String(repeating: "<item id='b'/>", count: 1001) + "</items>",
      "modify: policy-violation"
    ),
    (
      "<items node='a'>" + String(repeating: "<item id='b'/>", count: 1000) + "</items>",
      "accepted"
    ),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try ItemsRequest(element) } == expected)
  }

  /// The set stands before the items, and the items are there also when there are none.
  @Test func reply() throws {
    let node = try NodeID("blog")
    let item = try StoredItem(
      id: ItemID("i"), sequence: 3, publisher: BareJID("romeo@verona.lit"),
      payload: Array("<a xmlns='b'>&amp;</a>".utf8))
    let bare = try StoredItem(id: ItemID("j"), sequence: 2, publisher: nil, payload: nil)
    let full = ItemsReply(
      node: node, items: [item, bare], reply: .publisher,
      set: ResultSet.Response(first: "3", last: "2", count: 9))
    #expect(
      full.element.markup == """
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>\
        <set xmlns='http://jabber.org/protocol/rsm'><first>3</first><last>2</last><count>9</count>\
        </set><items node='blog'><item id='i' publisher='romeo@verona.lit'>\
        <a xmlns='b'>&amp;</a></item><item id='j'/></items></pubsub>
        """)
    let empty = ItemsReply(node: node, items: [], reply: .publisher)
    #expect(
      empty.element.markup
        == "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='blog'/></pubsub>")
    let nobody = ItemsReply(node: node, items: [item], reply: .none)
    #expect(!nobody.element.markup.contains("publisher"))
  }

  @Test(arguments: [
    (AccessModel.open, Affiliation.none, "accepted"), (.open, .outcast, forbidden),
    (.whitelist, .none, closed), (.whitelist, .publishOnly, closed),
    (.whitelist, .outcast, forbidden), (.whitelist, .member, "accepted"),
    (.whitelist, .publisher, "accepted"), (.whitelist, .owner, "accepted"),
  ])
  func whoMay(access: AccessModel, affiliation: Affiliation, expected: String) throws {
    let cast = try Cast()
    let node = try cast.node { $0.accessModel = access }
    let actor = cast.actor(affiliation)
    #expect(refusal { try Retrieve.authorize(node, by: actor) } == expected)
    #expect(refusal { try Retrieve.authorize(nil, by: actor) } == noNode)
    #expect(refusal { try Discover.authorize(node, by: actor) } == expected)
    #expect(refusal { try Discover.authorize(nil, by: actor) } == noNode)
  }
}
