import Testing
import XML

@testable import XMPP

@Suite struct RosterTests {
  /// RFC 6121, sections 2.1.3, 2.1.4 and 2.1.6, names left out.
  @Test(arguments: [
    """
    <query xmlns='jabber:iq:roster' ver='ver11'>
      <item jid='romeo@example.net' subscription='both'><group>Friends</group></item>
      <item jid='mercutio@example.com' subscription='from'/>
      <item jid='benvolio@example.net' subscription='both'>
        <group>Friends</group><group>Lovers</group>
      </item>
    </query>
    """,
    "<query xmlns='jabber:iq:roster'><item jid='nurse@example.com' subscription='remove'/></query>",
    """
    <query xmlns='jabber:iq:roster' ver=''><item jid='example.com' subscription='none'/>
      <item jid='nurse@example.com' subscription='to'/></query>
    """,
    "<query xmlns='jabber:iq:roster'/>",
  ])
  func roundTrip(text: String) throws {
    let element = try example(text)
    let roster = try Roster(element, limit: 10)
    #expect(roster.element.comparable == element)
    #expect(Roster.name == element.name)
  }

  @Test func lenient() throws {
    let roster = try Roster(
      example(
        """
        <query xmlns='jabber:iq:roster'>
          <item/><item jid='@'/><item jid='a@b.example/resource'/><other jid='c@b.example'/>
          <item jid='Nurse@Example.com' name='Nurse' ask='subscribe'/>
          <item jid='d@b.example' subscription='odd'/>
        </query>
        """), limit: 10)
    #expect(
      try roster.items == [.init(BareJID("nurse@example.com")), .init(BareJID("d@b.example"))])
    #expect(throws: StanzaError.self) { try Roster(Element("query", "urn:other"), limit: 1) }
  }

  @Test func theLimit() throws {
    let items = try (0..<5).map { Roster.Item(try BareJID("user\($0)@example.com")) }
    let element = Roster(items: items).element
    #expect(try Roster(element, limit: 5).items == items)
    #expect(try Roster(element, limit: 3).items == Array(items.prefix(3)))
  }

  @Test func requests() throws {
    #expect(try Roster.request() == example("<query xmlns='jabber:iq:roster'/>"))
    #expect(
      try Roster.request(version: "ver7") == example("<query xmlns='jabber:iq:roster' ver='ver7'/>")
    )
  }
}
