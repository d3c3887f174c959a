import Testing
import XML

@testable import XMPP

@Suite struct OwnPresenceTests {
  private let presence: OwnPresence
  private let info = DiscoInfo(
    identities: [.init("pubsub", "service", name: "Verona")], features: [Namespace.discoInfo])
  private let (juliet, romeo): (BareJID, BareJID)

  init() throws {
    presence = OwnPresence(try BareJID("social.verona.lit"))
    presence.describe(info)
    (juliet, romeo) = (try BareJID("juliet@capulet.lit"), try BareJID("romeo@verona.lit"))
  }

  /// What it says of itself is what its hash stands for.
  private func expectIsTrue() throws {
    let stanza = presence.stanza(to: JID(juliet))
    let element = try #require(stanza.first("c", Namespace.caps))
    let mark = try #require(EntityCapabilities.Mark(element))
    #expect(presence.interests.discoNode == mark.discoNode)
    var all = info
    all.node = mark.discoNode
    all.features.formUnion(presence.interests.features)
    #expect(EntityCapabilities.confirms(all.element, mark) == true)
  }

  /// Everybody is told when a name comes or goes, else whoever is new.
  @Test func interests() throws {
    try expectIsTrue()
    #expect(presence.want(true, "blog", of: juliet) == [juliet])
    try expectIsTrue()
    #expect(presence.want(true, "blog", of: juliet) == [])
    #expect(presence.want(true, "blog", of: romeo) == [romeo])
    #expect(Set(presence.want(true, "stories", of: romeo)) == [juliet, romeo])
    #expect(presence.interests.features == ["blog+notify", "stories+notify"])
    try expectIsTrue()
    #expect(presence.want(false, "blog", of: juliet) == [])
    #expect(presence.audience == [romeo] && !presence.isShown(to: juliet))
    #expect(presence.want(false, "stories", of: romeo) == [romeo])
    #expect(presence.want(false, "stories", of: romeo) == [])
    #expect(presence.want(false, "blog", of: romeo) == [])
    #expect(presence.interests.features == [])
    try expectIsTrue()
  }

  /// Whoever goes can do nothing.
  @Test func absence() {
    #expect(presence.stanza(.unavailable, to: JID(juliet)).elements.allSatisfy { _ in false })
  }
}
