import Testing
import XML

@testable import XMPP

@Suite struct PrivilegesTests {
  private static let pubsub = "http://jabber.org/protocol/pubsub"

  /// XEP-0356, sections 4.2, 5.2, 6.2 and 7.5, in both versions.
  @Test(
    arguments: [Namespace.privilege1, Namespace.privilege2],
    [
      ("<perm access='roster' type='both'/>", Privileges(roster: .both)),
      (
        "<perm access='roster' type='get'/><perm access='message' type='outgoing'/>",
        Privileges(roster: .get, message: .outgoing)
      ),
      (
        "<perm access='iq'><namespace ns='\(pubsub)' type='set'/></perm>",
        Privileges(iq: [pubsub: .set])
      ),
      (
        """
        <perm access='presence' type='roster'/><perm access='iq'>
        <namespace ns='\(pubsub)' type='both'/><namespace ns='\(pubsub)#owner' type='get'/></perm>
        """,
        Privileges(presence: .roster, iq: [pubsub: .both, "\(pubsub)#owner": .get])
      ),
      (
        "<perm access='presence' type='managed_entity'/>", Privileges(presence: .managedEntity)
      ),
    ])
  func roundTrip(namespace: String, row: (content: String, privileges: Privileges)) throws {
    let element = try example("<privilege xmlns='\(namespace)'>\(row.content)</privilege>")
    var expected = row.privileges
    expected.namespace = namespace
    #expect(Privileges(element) == expected)
    #expect(expected.element.comparable == element)
  }

  /// As the module of Debian's Prosody writes it.
  @Test func nestedNamespaces() throws {
    let element = try example(
      """
      <privilege xmlns='urn:xmpp:privilege:2'><perm access='roster' type='get'/>
      <perm access='iq'><namespace ns='\(Self.pubsub)' type='both'>
      <namespace ns='\(Self.pubsub)#owner' type='both'>
      <perm access='message' type='outgoing'/></namespace></namespace></perm></privilege>
      """)
    #expect(
      Privileges(element)
        == Privileges(
          roster: .get, message: .outgoing,
          iq: [Self.pubsub: .both, "\(Self.pubsub)#owner": .both]))
  }

  @Test func whatIsNotGranted() throws {
    let element = try example(
      """
      <privilege xmlns='urn:xmpp:privilege:2'>
        <perm access='roster' type='odd'/><perm access='message'/><perm access='odd' type='both'/>
        <perm access='presence' type='none'/>
        <perm access='iq'><namespace ns='a' type='none'/><namespace ns='b' type='odd'/>
          <namespace type='get'/><namespace xmlns='urn:other' ns='c' type='get'/></perm>
      </privilege>
      """)
    #expect(Privileges(element) == Privileges())
  }

  @Test(arguments: [
    "<privilege xmlns='urn:xmpp:privilege:3'><perm access='roster' type='both'/></privilege>",
    "<other xmlns='urn:xmpp:privilege:2'><perm access='roster' type='both'/></other>",
    "<privilege xmlns='urn:xmpp:privilege:2'/>",
    """
    <privilege xmlns='urn:xmpp:privilege:2'><forwarded xmlns='urn:xmpp:forward:0'>
    <message xmlns='jabber:client'><privilege xmlns='urn:xmpp:privilege:2'>
    <perm access='roster' type='both'/></privilege></message></forwarded></privilege>
    """,
  ])
  func noGrant(text: String) throws {
    #expect(Privileges(try example(text)) == nil)
  }

  @Test func inAMessage() throws {
    let jid = try JID("a.lit")
    let old = Privileges(Namespace.privilege1, roster: .get)
    let new = Privileges(roster: .both)
    var message = Message(from: jid, to: jid, children: [Element("body", Namespace.component)])
    #expect(Privileges(in: message) == nil)
    message.children.append(old.element)
    #expect(Privileges(in: message) == old)
    message.children = [new.element, old.element]
    #expect(Privileges(in: message) == new)
    message.kind = .error
    #expect(Privileges(in: message) == nil)
  }

  @Test(
    arguments: [
      (.none, false, false), (.get, true, false), (.set, false, true), (.both, true, true),
    ]
      as [(Privileges.Access, Bool, Bool)])
  func access(access: Privileges.Access, canGet: Bool, canSet: Bool) {
    #expect(access.canGet == canGet)
    #expect(access.canSet == canSet)
  }
}
