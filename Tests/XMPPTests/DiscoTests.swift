import Testing
import XML

@testable import XMPP

@Suite struct DiscoTests {
  /// XEP-0030, section 3, and XEP-0128, section 4.
  @Test(arguments: [
    """
    <query xmlns='http://jabber.org/protocol/disco#info'>
      <identity category='conference' type='text' name='Play-Specific Chatrooms'/>
      <identity category='directory' type='chatroom' name='Play-Specific Chatrooms'/>
      <feature var='http://jabber.org/protocol/disco#info'/>
      <feature var='http://jabber.org/protocol/disco#items'/>
      <feature var='http://jabber.org/protocol/muc'/>
      <feature var='jabber:iq:register'/>
    </query>
    """,
    """
    <query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/commands'>
      <identity category='automation' type='command-list' xml:lang='en'/>
    </query>
    """,
    """
    <query xmlns='http://jabber.org/protocol/disco#info'>
      <identity category='server' type='im' name='shakespeare.lit jabber server'/>
      <feature var='jabber:iq:register'/>
      <x xmlns='jabber:x:data' type='result'>
        <field var='FORM_TYPE' type='hidden'>
          <value>http://jabber.org/network/serverinfo</value>
        </field>
        <field var='ip_version'><value>ipv4</value><value>ipv6</value></field>
      </x>
    </query>
    """,
  ])
  func info(text: String) throws {
    let element = try example(text)
    let info = try DiscoInfo(element)
    #expect(info.element.comparable == element)
    #expect(try DiscoInfo(info.element) == info)
  }

  @Test func featuresAreInOrderAndOnce() throws {
    let info = DiscoInfo(features: ["b", "urn:a", "a", "B", "é"])
    #expect(info.element.elements.compactMap { $0["var"] } == ["B", "a", "b", "urn:a", "é"])
    let twice = try example(
      """
      <query xmlns='http://jabber.org/protocol/disco#info'>
        <feature var='a'/><feature var='a'/>
      </query>
      """
    )
    #expect(try DiscoInfo(twice).element.elements.compactMap { $0["var"] } == ["a"])
  }

  @Test func formsAreFoundByType() throws {
    let info = DiscoInfo(forms: [
      DataForm(.result, formType: "urn:a"), DataForm(.result, formType: "urn:b", title: "B"),
    ])
    #expect(info.form("urn:b")?.title == "B")
    #expect(info.form("urn:c") == nil)
  }

  @Test func incompleteChildrenAreLeftOut() throws {
    let info = try DiscoInfo(
      example(
        """
        <query xmlns='http://jabber.org/protocol/disco#info'>
          <identity category='pubsub'/><identity type='leaf'/><feature/><other/>
          <identity category='pubsub' type='leaf'/>
        </query>
        """))
    #expect(info == DiscoInfo(identities: [.init("pubsub", "leaf")]))
    let items = try DiscoItems(
      example(
        """
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <item/><item jid='@'/><item jid='a.example'/>
        </query>
        """))
    #expect(try items.items == [.init(JID("a.example"))])
  }

  /// XEP-0030, section 4, and with a page of XEP-0059, section 3.
  @Test(arguments: [
    """
    <query xmlns='http://jabber.org/protocol/disco#items'>
      <item jid='people.shakespeare.lit' name='Directory of Characters'/>
      <item jid='mim.shakespeare.lit' name='Gateway to Marlowe IM' node='music'/>
      <item jid='headlines.shakespeare.lit'/>
    </query>
    """,
    """
    <query xmlns='http://jabber.org/protocol/disco#items' node='blogs'>
      <item jid='pubsub.shakespeare.lit' node='x' name='X'/>
      <set xmlns='http://jabber.org/protocol/rsm'>
        <first index='0'>x</first><last>x</last><count>1</count>
      </set>
    </query>
    """,
    "<query xmlns='http://jabber.org/protocol/disco#items'/>",
  ])
  func items(text: String) throws {
    let element = try example(text)
    let items = try DiscoItems(element)
    #expect(items.element.comparable == element)
    #expect(try DiscoItems(items.element) == items)
  }

  @Test func requests() throws {
    for node in [nil, "blogs", ""] as [String?] {
      let info = DiscoInfo.Request(node: node)
      #expect(try DiscoInfo.Request(info.element) == info)
      let items = DiscoItems.Request(node: node, page: .init(max: 20))
      #expect(try DiscoItems.Request(items.element) == items)
    }
    #expect(
      try DiscoInfo.Request().element
        == example("<query xmlns='http://jabber.org/protocol/disco#info'/>"))
    #expect(QName("query", Namespace.discoInfo) == DiscoInfo.name)
    #expect(QName("query", Namespace.discoItems) == DiscoItems.name)
  }

  @Test func otherElementsAreRefused() throws {
    let other = Element("query", "jabber:iq:version")
    #expect(throws: StanzaError.self) { try DiscoInfo(other) }
    #expect(throws: StanzaError.self) { try DiscoItems(other) }
    #expect(throws: StanzaError.self) { try DiscoInfo.Request(other) }
    #expect(throws: StanzaError.self) { try DiscoItems.Request(other) }
  }
}
