import Testing
import XML

@testable import XMPP

@Suite struct PresenceTests {
  private func read(_ text: String) throws -> Presence? {
    guard case .presence(let presence) = try Stanza(example(text, in: Namespace.component)) else {
      return nil
    }
    return presence
  }

  /// RFC 6121, sections 3.1.1, 4.3, 4.5 and 4.7, and XEP-0312, section 2.
  @Test(arguments: [
    "<presence from='romeo@example.net/orchard' to='juliet@example.com'/>",
    """
    <presence from='romeo@example.net/orchard' to='juliet@example.com' id='ps3' xml:lang='en'>
      <show>away</show><status>be right back</status><priority>0</priority>
      <c xmlns='http://jabber.org/protocol/caps' hash='sha-1'
         node='http://code.google.com/p/exodus' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/>
    </presence>
    """,
    """
    <presence from='juliet@capulet.com/balcony' to='pubsub.capulet.com'>
      <ago xmlns='urn:xmpp:ago:0' secs='86511'/>
    </presence>
    """,
    "<presence type='subscribe' id='xk3h1v69' from='romeo@example.net' to='juliet@example.com'/>",
    "<presence type='subscribed' from='juliet@example.com' to='romeo@example.net'/>",
    "<presence type='unsubscribe' from='juliet@example.com' to='romeo@example.net'/>",
    "<presence type='unsubscribed' from='juliet@example.com' to='romeo@example.net'/>",
    "<presence type='unavailable' from='juliet@example.com/balcony' to='romeo@example.net'/>",
    "<presence type='probe' from='juliet@example.com' to='romeo@example.net'/>",
    """
    <presence type='error' from='romeo@example.net' to='juliet@example.com'><error type='cancel'>
      <gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>
    """,
  ])
  func roundTrip(text: String) throws {
    let presence = try #require(try read(text))
    #expect(try presence.element.comparable == example(text, in: Namespace.component))
    #expect(presence.kind.rawValue == presence.element["type"] ?? "available")
  }

  @Test func addressesAreThoseOfTheStanza() throws {
    let presence = try read("<presence from='Romeo@example.net/orchard' to='pubsub.example.com'/>")
    #expect(
      try presence
        == Presence(from: JID("romeo@example.net/orchard"), to: JID("pubsub.example.com")))
  }

  /// A type that there is not says nothing; `available` is the lack of one.
  @Test(arguments: ["odd", "", "available", "Unavailable"])
  func unknownTypes(type: String) {
    #expect(throws: Stanza.Failure.ignored) {
      try read("<presence type='\(type)' from='a.lit' to='b.lit'/>")
    }
  }

  @Test(
    arguments: [
      ("", .online), ("<show/>", .online), ("<show>odd</show>", .online),
      ("<show>online</show>", .online), ("<show>chat</show>", .chat), ("<show>away</show>", .away),
      ("<show> dnd\n</show>", .dnd), ("<show>xa</show>", .xa),
      ("<show xmlns='urn:other'>xa</show>", .online),
    ] as [(String, Presence.Show)])
  func show(content: String, show: Presence.Show) throws {
    let presence = try read("<presence from='a.lit' to='b.lit'>\(content)</presence>")
    #expect(presence?.show == show)
  }

  @Test(
    arguments: [
      ("<ago xmlns='urn:xmpp:ago:0' secs='86511'/>", 86511),
      ("<ago xmlns='urn:xmpp:ago:0' secs='0'/>", 0),
      ("<ago xmlns='urn:xmpp:ago:0' secs='18446744073709551615'/>", .max),
      ("<ago xmlns='urn:xmpp:ago:0' secs='-1'/>", nil), ("<ago xmlns='urn:xmpp:ago:0'/>", nil),
      ("<ago secs='1'/>", nil), ("", nil),
    ] as [(String, Int?)])
  func away(content: String, seconds: Int?) throws {
    let presence = try read("<presence from='a.lit' to='b.lit'>\(content)</presence>")
    #expect(presence?.secondsAway == seconds)
  }

  @Test func capabilities() throws {
    let mark = EntityCapabilities.Mark(hash: "sha-1", node: "http://a.example", version: "v")
    let jid = try JID("a.lit")
    #expect(Presence(from: jid, to: jid, children: [mark.element]).capabilities == mark)
    #expect(Presence(from: jid, to: jid).capabilities == nil)
  }
}
