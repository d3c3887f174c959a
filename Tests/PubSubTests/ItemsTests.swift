import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct ItemsTests {
  /// Section 6.5, with XEP-0059 and XEP-0413 beside it.
  @Test func wire() throws {
    let node = try NodeID("princely_musings")
    let rows: [(String, ItemsRequest)] = [
      ("<items node='princely_musings'/>", ItemsRequest(node: node)),
      ("<items node='princely_musings' max_items='2'/>", ItemsRequest(node: node, maxItems: 2)),
      ("<items node='princely_musings' max_items='0'/>", ItemsRequest(node: node, maxItems: 0)),
      (
        "<items node='princely_musings' subid='123-abc'/>",
        ItemsRequest(node: node, subscription: SubscriptionID("123-abc"))
      ),
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
      (
        """
        <items node='princely_musings' max_items='3'/>
        <order xmlns='urn:xmpp:order-by:1' by='creation' desc='true'/>
        """,
        ItemsRequest(node: node, maxItems: 3, order: OrderBy(.creation, isDescending: true))
      ),
      (
        """
        <items node='princely_musings'/>
        <order xmlns='urn:xmpp:order-by:1' by='modification'/>
        <set xmlns='http://jabber.org/protocol/rsm'><max>2</max><before/></set>
        """,
        ItemsRequest(
          node: node, order: OrderBy(.modification),
          page: ResultSet.Request(max: 2, before: ""))
      ),
    ]
    for (text, request) in rows {
      #expect(try ItemsRequest(pubsub(text)) == request)
      #expect(try request.element.comparable == pubsub(text).comparable)
    }
    // As good as none.
    for text in ["max_items='max'", "subid=''"] {
      #expect(try ItemsRequest(pubsub("<items node='princely_musings' \(text)/>")) == rows[0].1)
    }
    #expect(
      try ItemsRequest(pubsub("<items node='a' max_items='99999999999999999999'/>")).maxItems
        == .max)
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
      "<items node='a'/><order xmlns='urn:xmpp:order-by:1' by='size'/>",
      "cancel: feature-not-implemented"
    ),
    ("<items node='a'/><order xmlns='urn:xmpp:order-by:1'/>", badRequest),
    (
      "<items node='a'>" + String(repeating: "<item id='b'/>", count: 5000) + "</items>",
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
      node: node, items: [item, bare], versions: ["v3", "v2"], reply: .publisher,
      set: ResultSet.Response(first: "3", last: "2", count: 9))
    #expect(
      full.element.markup == """
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>\
        <set xmlns='http://jabber.org/protocol/rsm'><first>3</first><last>2</last><count>9</count>\
        </set><items node='blog'><item id='i' publisher='romeo@verona.lit'>\
        <a xmlns='b'>&amp;</a></item><item id='j'/>\
        <cap-v-map xmlns='urn:xmpp:pubsub:cap:0'>\
        <cap-value-map-entry item-id='i' cap-value='v3'/>\
        <cap-value-map-entry item-id='j' cap-value='v2'/></cap-v-map></items></pubsub>
        """)
    let empty = ItemsReply(node: node, items: [], versions: [], reply: .publisher)
    #expect(
      empty.element.markup
        == "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='blog'/></pubsub>")
    let nobody = ItemsReply(node: node, items: [item], versions: ["v3"], reply: .none)
    #expect(!nobody.element.markup.contains("publisher"))
  }

  /// What an item takes in an answer is never more than was reckoned.
  @Test(arguments: ["i", "&'<>\"", String(repeating: "&", count: 1023)])
  func wireBytes(name: String) throws {
    let item = StoredItem(
      id: try ItemID(name), publisher: try BareJID("o\\27donnel@verona.lit"),
      payload: Array("<a xmlns='b'/>".utf8))
    let bare = ItemsReply(
      node: try NodeID("n"), items: [], versions: [], reply: .publisher)
    let full = ItemsReply(
      node: try NodeID("n"), items: [item], versions: [String(repeating: "v", count: 24)],
      reply: .publisher)
    // The map of versions, which each answer has once, aside.
    let map = "<cap-v-map xmlns='urn:xmpp:pubsub:cap:0'></cap-v-map></items>".utf8.count
    #expect(
      full.element.markup.utf8.count - bare.element.markup.utf8.count <= item.wireBytes + map)
  }
}
