import Testing
import XML
import XMPP

@testable import PubSub

/// Items as other services give them, and how they are asked for.
@Suite struct ItemsAnswerTests {
  private static let set = """
    <set xmlns='http://jabber.org/protocol/rsm'>
      <first index='0'>368866411b877c30064a5f62b917cffe</first>
      <last>4e30f35051b7b8b42abe083742187228</last>
      <count>19</count>
    </set>
    """
  private static let items = """
    <items node='princely_musings'>
      <item id='368866411b877c30064a5f62b917cffe'>
        <entry xmlns='http://www.w3.org/2005/Atom'><title>The Uses of This World</title></entry>
      </item>
      <item id='4e30f35051b7b8b42abe083742187228' publisher='hamlet@denmark.lit'/>
    </items>
    """

  /// Sections 6.5.2 and 6.5.4; services exist that put the set first.
  @Test(arguments: ["", set], ["", set])
  func examples(before: String, after: String) throws {
    let entry = Element(
      "entry", Namespace.atom, [:],
      [Element("title", Namespace.atom, text: "The Uses of This World")])
    let hamlet = try BareJID("hamlet@denmark.lit")
    var answer = ItemsAnswer(
      node: try NodeID("princely_musings"),
      items: [
        RemoteItem(id: try ItemID("368866411b877c30064a5f62b917cffe"), payload: entry),
        RemoteItem(id: try ItemID("4e30f35051b7b8b42abe083742187228"), publisher: hamlet),
      ])
    if before + after != "" {
      answer.set = ResultSet.Response(
        first: "368866411b877c30064a5f62b917cffe", index: 0,
        last: "4e30f35051b7b8b42abe083742187228", count: 19)
    }
    #expect(try ItemsAnswer(pubsub(before + Self.items + after).comparable) == answer)
  }

  /// What this service answers is read by another one.
  @Test func roundTrip() throws {
    let cast = try Cast()
    var item = try cast.lastItem()
    item.payload = Array("<a xmlns='b'>c</a>".utf8)
    let set = ResultSet.Response(first: "1", last: "1", count: 7)
    for set in [nil, set] {
      let reply = ItemsReply(
        node: try NodeID("blog"), items: [item], versions: ["v"], reply: .publisher, set: set)
      let read = RemoteItem(
        id: item.id, publisher: cast.romeo, payload: Element("a", "b", text: "c"))
      #expect(
        try ItemsAnswer(Element(parsing: reply.element.canonical))
          == ItemsAnswer(node: NodeID("blog"), items: [read], set: set))
    }
  }

  /// What cannot be read is left out, the rest is of use.
  @Test(arguments: [
    "<items node='a'><item id='b'/></items>",
    "text<later/><items node='a'>text<item/><item id=''/><item id='\(longName)'/><item id='b'/></items>",
    "<items node='a'><item id='b' publisher='@'/><retract id='c'/></items>",
    "<items node='a'><item xmlns='urn:a' id='c'/><item id='b'>text</item></items>",
    "<items node='a'><item id='b'/></items><items node='z'/>",
    """
    <set xmlns='http://jabber.org/protocol/rsm'><count>many</count></set>
    <items node='a'><item id='b'/></items>
    """,
  ])
  func lenient(inner: String) throws {
    let answer = ItemsAnswer(node: try NodeID("a"), items: [RemoteItem(id: try ItemID("b"))])
    #expect(try ItemsAnswer(pubsub(inner)) == answer)
  }

  @Test(arguments: [
    ("", badRequest), ("<items xmlns='urn:a' node='a'/>", badRequest),
    ("<items/>", nodeIDRequired), ("<items node='\(longName)'/>", nameTooLong),
    ("<items node='a'/>", "accepted"),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try ItemsAnswer(element) } == expected)
    let other = try owner("<items xmlns='\(Namespace.pubsub)' node='a'/>")
    #expect(refusal { try ItemsAnswer(other) } == badRequest)
  }

  @Test func theFirstOfVeryMany() throws {
    let items = (0...AnswerLimit.items).map { "<item id='i\($0)'/>" }.joined()
    let answer = try ItemsAnswer(pubsub("<items node='a'><item/>\(items)</items>"))
    #expect(answer.items.count == AnswerLimit.items)
    #expect(answer.items.last?.id.name == "i\(AnswerLimit.items - 1)")
  }

  /// The newest, a batch, and pages both ways.
  @Test func requests() throws {
    let node = try NodeID("a")
    let pages: [ResultSet.Request] = [
      .init(max: 50), .init(max: 50, before: ""), .init(max: 50, before: "x"),
      .init(max: 50, after: "x"),
    ]
    let requests =
      [
        ItemsRequest(node: node, maxItems: 50),
        ItemsRequest(node: node, ids: [try ItemID("b"), try ItemID("c")]),
      ] + pages.map { ItemsRequest(node: node, maxItems: 50, page: $0) }
    for request in requests {
      #expect(try ItemsRequest(Element(parsing: request.element.canonical)) == request)
    }
    #expect(
      requests[4].element.markup == """
        <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='a' max_items='50'/>\
        <set xmlns='http://jabber.org/protocol/rsm'><max>50</max><before>x</before></set></pubsub>
        """)
  }
}
