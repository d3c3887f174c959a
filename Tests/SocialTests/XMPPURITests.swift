import Testing
import XMPP

@testable import Social

/// Addresses of nodes and items (XEP-0060, section 12.22).
@Suite struct XMPPURITests {
  private static let juliet = "juliet@capulet.lit"

  /// An address as it is found, and what it means.
  @Test(
    arguments: [
      // XEP-0470's own example.
      (
        "xmpp:juliet@capulet.lit?;node=urn%3Axmpp%3Amicroblog%3A0;item=balcony-restoration-afd1",
        juliet, "urn:xmpp:microblog:0", "balcony-restoration-afd1"
      ),
      (
        "xmpp:juliet@capulet.lit?;node=urn:xmpp:microblog:0;item=balcony-restoration-afd1",
        juliet, "urn:xmpp:microblog:0", "balcony-restoration-afd1"
      ),
      ("xmpp:juliet@capulet.lit?;item=a;node=b", juliet, "b", "a"),
      ("xmpp:juliet@capulet.lit?pubsub;action=retrieve;node=b;item=a", juliet, "b", "a"),
      ("xmpp:juliet@capulet.lit?node=b", juliet, "b", nil),
      ("XMPP:Juliet@CAPULET.lit/balcony?;node=b;item=c=d", juliet, "b", "c=d"),
      ("xmpp:pubsub.example.org?;node=a%3bb%25", "pubsub.example.org", "a;b%", nil),
      (
        "xmpp:pubsub.example.org?;node=%E2%98%83;item=\u{2603}\u{301}#top", "pubsub.example.org",
        "\u{2603}", "\u{2603}\u{301}"
      ),
    ] as [(String, String, String, String?)])
  func anAddressIsRead(_ address: String, _ service: String, _ node: String, _ item: String?) throws
  {
    let place = try #require(XMPPURI.Place(address))
    #expect(place.service.description == service)
    #expect(place.node.utf8.elementsEqual(node.utf8))
    #expect(place.item == item)
    // Written, it is read as the same.
    #expect(XMPPURI.Place(place.uri) == place)
  }

  @Test(arguments: [
    "", "xmpp:", "xmpp:juliet@capulet.lit", "xmpp:juliet@capulet.lit?", "xmpp:?;node=a",
    "http://capulet.lit/?;node=a", "xmpp://juliet@capulet.lit/?;node=a",
    "xmpp:juliet@capulet.lit?;node=;item=a", "xmpp:juliet@capulet.lit?;item=a",
    // It could mean two nodes, or two items.
    "xmpp:juliet@capulet.lit?;node=a;node=b", "xmpp:juliet@capulet.lit?;node=a;item=b;item=c",
    // No percent-encoding, and no UTF-8.
    "xmpp:juliet@capulet.lit?;node=100%", "xmpp:juliet@capulet.lit?;node=%zz",
    "xmpp:juliet@capulet.lit?;node=%C3%28", "xmpp:%C3%28@capulet.lit?;node=a",
    "xmpp:juliet@capulet.lit?;node=" + String(repeating: "a", count: 8192),
  ])
  func anythingElseIsNot(_ address: String) {
    #expect(XMPPURI.Place(address) == nil)
  }

  @Test(arguments: [
    "a", "a;b", "a=b&c", "100%", "a b", "\u{E9}", "e\u{301}", "a/b?c#d", "\u{1F477}", "+",
  ])
  func namesComeBackAsTheyAre(_ name: String) throws {
    let place = XMPPURI.Place(service: try BareJID(Self.juliet), node: name, item: name)
    let back = try #require(XMPPURI.Place(place.uri))
    #expect(back == place)
    #expect(back.node.utf8.elementsEqual(name.utf8))
  }

  @Test func namesThatLookAlikeAreOthers() throws {
    let juliet = try BareJID(Self.juliet)
    #expect(
      XMPPURI.Place(service: juliet, node: "\u{E9}")
        != XMPPURI.Place(service: juliet, node: "e\u{301}"))
  }
}
