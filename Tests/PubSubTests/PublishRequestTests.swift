import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct PublishRequestTests {
  /// Section 7.1.1.
  @Test func wire() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <publish node='princely_musings'>
          <item id='bnd81g37d61f49fgn581'>
            <entry xmlns='http://www.w3.org/2005/Atom'>
              <title>Soliloquy</title>
              <link rel='alternate' type='text/html' href='http://denmark.lit/2003/12/13/atom03'/>
            </entry>
          </item>
        </publish>
      </pubsub>
      """
    let request = try PublishRequest(example(text))
    #expect(request.node.name == "princely_musings")
    #expect(request.items.map(\.id?.name) == ["bnd81g37d61f49fgn581"])
    #expect(request.items.first?.payload?.is("entry", Namespace.atom) == true)
    #expect(request.options == nil)
    #expect(try request.element.comparable == example(text))
    #expect(try PublishRequest(request.element) == request)
  }

  /// Section 7.1.5.
  @Test func options() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <publish node='princely_musings'>
          <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
        </publish>
        <publish-options>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#publish-options</value>
            </field>
            <field var='pubsub#access_model'><value>presence</value></field>
          </x>
        </publish-options>
      </pubsub>
      """
    let request = try PublishRequest(
      node: NodeID("princely_musings"),
      items: [.init(id: ItemID("ae890ac52d0df67ed7cfdf51b644e901"), payload: nil)],
      options: form(NodeForm.publishOptions, ["pubsub#access_model": "presence"]))
    #expect(try PublishRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
  }

  /// Several items (section 12.11).
  @Test func batch() throws {
    let text = "<publish node='a'><item id='b'><c xmlns='d'/></item><item/><item id='e'/></publish>"
    let request = try PublishRequest(pubsub(text))
    #expect(request.items.map(\.id?.name) == ["b", nil, "e"])
    #expect(try request.element.comparable == pubsub(text).comparable)
  }

  @Test(arguments: [(100, "accepted"), (101, "modify: policy-violation")])
  func bounded(count: Int, expected: String) throws {
    let items = String(repeating: "<item/>", count: count)
    let element = try pubsub("<publish node='a'>\(items)</publish>")
    #expect(refusal { try PublishRequest(element) } == expected)
  }

  /// Without an item, without an id, with an empty one.
  @Test(arguments: [
    ("<publish node='a'/>", 0), ("<publish node='a'><item/></publish>", 1),
    ("<publish node='a'><item id=''/></publish>", 1),
    ("<publish node='a'><item/><item id=''/></publish>", 2),
  ])
  func withoutID(text: String, count: Int) throws {
    let request = try PublishRequest(pubsub(text))
    #expect(request.items.count == count)
    #expect(request.items.allSatisfy { $0.id == nil })
  }

  /// Section 7.1.3.6 among them.
  @Test(arguments: [
    ("", badRequest), ("<publish/>", nodeIDRequired), ("<publish node=''/>", nodeIDRequired),
    ("<publish node='\(longName)'/>", nameTooLong),
    ("<publish node='a'><item id='\(longName)'/></publish>", nameTooLong),
    ("<publish node='a'><item id='b'/><item id='b'/></publish>", badRequest),
    (
      "<publish node='a'><item><b xmlns='c'/><d xmlns='c'/></item></publish>",
      "modify: invalid-payload bad-request"
    ),
    (
      "<publish node='a'/><publish-options><x xmlns='jabber:x:data' type='?'/></publish-options>",
      badRequest
    ),
    // Options are a form (section 7.1.5).
    ("<publish node='a'/><publish-options/>", badRequest),
    ("<publish node='a'/><publish-options><x xmlns='urn:a'/></publish-options>", badRequest),
    (
      """
      <publish node='a'/>
      <publish-options><x xmlns='jabber:x:data'/><x xmlns='jabber:x:data'/></publish-options>
      """, badRequest
    ),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try PublishRequest(element) } == expected)
  }
}
