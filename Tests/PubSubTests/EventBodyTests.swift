import Testing
import XML
import XMPP

@testable import PubSub

/// What other services tell of their nodes.
@Suite struct EventBodyTests {
  private static let id = "ae890ac52d0df67ed7cfdf51b644e901"

  private func event(_ inner: String) throws -> Element {
    try Element(parsing: Array("<event xmlns='\(Namespace.pubsubEvent)'>\(inner)</event>".utf8))
  }

  private func read(_ inner: String) throws -> EventBody? { EventBody(try event(inner)) }

  private func message(_ children: [Element], _ kind: Message.Kind = .headline) throws -> Message {
    Message(
      kind, from: try JID("pubsub.shakespeare.lit"), to: try JID("francisco@denmark.lit"),
      children: children)
  }

  /// Sections 7.1.2, 7.2.2.1, 8.2.5, 8.4.2, 8.5.2, 8.8.4, 12.8 and 12.19.
  @Test func examples() throws {
    let node = try NodeID("princely_musings")
    let item = try ItemID(Self.id)
    let hamlet = try BareJID("hamlet@denmark.lit")
    let entry = Element(
      "entry", Namespace.atom, [:], [Element("title", Namespace.atom, text: "Soliloquy")])
    var leased = Subscription(
      node: node, jid: try JID("francisco@denmark.lit"), state: .subscribed,
      id: SubscriptionID("ba49252a"))
    leased.expiry = Timestamp("2006-02-28T23:59:59Z")
    let rows: [(String, EventBody)] = [
      ("<items node='princely_musings'/>", .items(node, [])),
      (
        "<items node='princely_musings'><item id='\(Self.id)'/></items>",
        .items(node, [.published(RemoteItem(id: item))])
      ),
      (
        """
        <items node='princely_musings'>
          <item id='\(Self.id)' publisher='hamlet@denmark.lit'>
            <entry xmlns='http://www.w3.org/2005/Atom'><title>Soliloquy</title></entry>
          </item>
        </items>
        """,
        .items(node, [.published(RemoteItem(id: item, publisher: hamlet, payload: entry))])
      ),
      (
        "<items node='princely_musings'><retract id='\(Self.id)'/></items>",
        .items(node, [.retracted(item)])
      ),
      (
        """
        <items node='princely_musings'>
          <item id='a'/><retract id='\(Self.id)'/><item id='b'/>
        </items>
        """,
        .items(
          node,
          [
            .published(RemoteItem(id: try ItemID("a"))), .retracted(item),
            .published(RemoteItem(id: try ItemID("b"))),
          ])
      ),
      ("<purge node='princely_musings'/>", .purge(node)),
      ("<delete node='princely_musings'/>", .delete(node, redirect: nil)),
      (
        """
        <delete node='princely_musings'>
          <redirect uri='xmpp:hamlet@denmark.lit?;node=blog'/>
        </delete>
        """,
        .delete(node, redirect: "xmpp:hamlet@denmark.lit?;node=blog")
      ),
      ("<configuration node='princely_musings'/>", .configuration(node, nil)),
      (
        """
        <configuration node='princely_musings'>
          <x xmlns='jabber:x:data' type='result'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#node_config</value>
            </field>
            <field var='pubsub#title'><value>Princely Musings (Atom)</value></field>
          </x>
        </configuration>
        """,
        .configuration(
          node,
          DataForm(
            .result, formType: NodeForm.configuration,
            fields: [DataForm.Field("pubsub#title", values: ["Princely Musings (Atom)"])]))
      ),
      (
        """
        <subscription node='princely_musings' jid='polonius@denmark.lit' subscription='none'/>
        """,
        .subscription(
          Subscription(node: node, jid: try JID("polonius@denmark.lit"), state: .none))
      ),
      (
        """
        <subscription expiry='2006-02-28T23:59:59Z' jid='francisco@denmark.lit'
          node='princely_musings' subid='ba49252a' subscription='subscribed'/>
        """,
        .subscription(leased)
      ),
    ]
    for (text, body) in rows {
      let element = try event(text).comparable
      #expect(EventBody(element) == body, "\(text)")
      #expect(body.element.comparable == element)
      #expect(try EventBody(in: message([Element("delay", Namespace.delay), element])) == body)
    }
  }

  /// What is told of a stored item is read by other services.
  @Test func storedItem() throws {
    let cast = try Cast()
    let node = try cast.node()
    var item = try cast.lastItem()
    item.payload = Array("<a xmlns='b'>c</a>".utf8)
    let written = EventBody.item(item, node.id, node.configuration)
    let body = EventBody(try Element(parsing: written.canonical))
    let expected = RemoteItem(
      id: item.id, publisher: cast.romeo, payload: Element("a", "b", text: "c"))
    #expect(body == .items(node.id, [.published(expected)]))
  }

  /// Prefixes, text and unknown things between; of several things told at once the first counts.
  @Test func lenient() throws {
    let node = try NodeID("a")
    let item = try ItemID("b")
    let payload = Element("entry", Namespace.atom)
    let prefixed = """
      <e:event xmlns:e='\(Namespace.pubsubEvent)' xmlns:p='\(Namespace.atom)'>
        <e:items node='a' ver='v1'>text<e:item id='b'>text<p:entry/><other xmlns='urn:a'/></e:item>
        </e:items>
      </e:event>
      """
    let published = EventBody.items(node, [.published(RemoteItem(id: item, payload: payload))])
    #expect(EventBody(try Element(parsing: Array(prefixed.utf8))) == published)
    let rows: [(String, EventBody?)] = [
      ("text<later/><purge xmlns='urn:a' node='z'/><purge node='a'/>", .purge(node)),
      ("<purge node='a'/><items node='a'><item id='b'/></items>", .purge(node)),
      (
        "<items node='a'><retract id='b'/></items><delete node='a'/>",
        .items(node, [.retracted(item)])
      ),
      // What has no id that could be one is left out, and so is an address that is none.
      (
        """
        <items node='a'><item/><item id=''/><item id='\(longName)'/><retract/><later id='c'/>
        <item xmlns='urn:a' id='c'/><item id='b' publisher='@'/></items>
        """,
        .items(node, [.published(RemoteItem(id: item))])
      ),
      ("<delete node='a'><redirect uri='a: b'/></delete>", .delete(node, redirect: nil)),
      ("<delete node='a'><redirect/></delete>", .delete(node, redirect: nil)),
      (
        "<configuration node='a'><x xmlns='jabber:x:data' type='odd'/></configuration>",
        .configuration(node, nil)
      ),
    ]
    for (text, body) in rows { #expect(try read(text) == body, "\(text)") }
    let full = try read(
      "<items node='a'><item id='b' publisher='romeo@verona.lit/orchard'/></items>")
    let romeo = RemoteItem(id: item, publisher: try BareJID("romeo@verona.lit"))
    #expect(full == .items(node, [.published(romeo)]))
  }

  @Test(arguments: [
    "", "text", "<later node='a'/>", "<collection node='a'/>", "<items/>", "<items node=''/>",
    "<items node='\(longName)'><item id='b'/></items>", "<purge/>", "<delete/>", "<configuration/>",
    // The first one counts, also where nothing can be made of it.
    "<items/><purge node='a'/>", "<subscription jid='a@b' subscription='none'/>",
    "<subscription node='a' subscription='none'/>", "<subscription node='a' jid='a@b'/>",
  ])
  func nothingToTell(inner: String) throws {
    #expect(try read(inner) == nil)
  }

  @Test func otherMessages() throws {
    let purge = try event("<purge node='a'/>")
    #expect(EventBody(Element("event", Namespace.pubsub, [:], [purge])) == nil)
    #expect(EventBody(in: try message([])) == nil)
    #expect(EventBody(in: try message([Element("pubsub", Namespace.pubsub, [:], [purge])])) == nil)
    // It came back.
    #expect(EventBody(in: try message([purge], .error)) == nil)
    for kind in [Message.Kind.normal, .chat, .headline] {
      #expect(EventBody(in: try message([purge], kind)) == .purge(try NodeID("a")))
    }
  }

  @Test func theFirstOfVeryMany() throws {
    let items = (0...AnswerLimit.items).map { "<item id='i\($0)'/>" }.joined()
    let body = try read("<items node='a'><item/>\(items)</items>")
    guard case .items(_, let changes)? = body else {
      Issue.record("no items")
      return
    }
    #expect(changes.count == AnswerLimit.items)
    #expect(changes.last == .published(RemoteItem(id: try ItemID("i\(AnswerLimit.items - 1)"))))
  }
}
