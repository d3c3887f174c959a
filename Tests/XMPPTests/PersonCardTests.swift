import Testing
import XML

@testable import XMPP

/// The three ways in which accounts say who they are.
@Suite struct PersonCardTests {
  /// XEP-0172, section 4.1.
  @Test func nickname() throws {
    let element = try example("<nick xmlns='http://jabber.org/protocol/nick'>CallMeIshmael</nick>")
    #expect(try Nickname(element) == Nickname("CallMeIshmael"))
    #expect(Nickname("CallMeIshmael").element == element)
    #expect(throws: StanzaError.self) { try Nickname(Element("nick", "urn:other")) }
  }

  /// XEP-0292, section 5; what else is in it is passed over.
  @Test func vCard4() throws {
    let names =
      "<fn><text>Samantha Mizzi</text></fn>%<nickname><text>Sam</text></nickname>"
      + "<nickname><text>samizzi</text></nickname>"
    func card(_ others: String) throws -> Element {
      try example(
        "<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'>"
          + names.split(separator: "%").joined(separator: others) + "</vcard>")
    }
    let expected = VCard4(fullName: "Samantha Mizzi", nicknames: ["Sam", "samizzi"])
    #expect(try VCard4(card("")) == expected)
    #expect(expected.element == (try card("")))
    #expect(try VCard4(card("<n><surname>Mizzi</surname><given>Samantha</given></n>")) == expected)
    #expect(throws: StanzaError.self) { try VCard4(Element("vcard", "urn:other")) }
  }

  /// XEP-0054, section 3.1, with a picture as in XEP-0153, section 3.1.
  @Test func vCardTemp() throws {
    let element = try example(
      """
      <vCard xmlns='vcard-temp'><FN>Peter Saint-Andre</FN><NICKNAME>stpeter</NICKNAME>
        <PHOTO><TYPE>image/jpeg</TYPE><BINVAL>Zm9vYmFy</BINVAL></PHOTO></vCard>
      """)
    let card = VCardTemp(
      fullName: "Peter Saint-Andre", nickname: "stpeter",
      photo: .init(type: "image/jpeg", bytes: Array("foobar".utf8)))
    #expect(try VCardTemp(element, photoBytes: 6) == card)
    #expect(card.element == element)
    let empty = try example("<vCard xmlns='vcard-temp'/>")
    #expect(VCardTemp.request == empty)
    #expect(try VCardTemp(empty, photoBytes: 6) == VCardTemp())
    let bounded = try VCardTemp(element, photoBytes: 5)
    #expect(bounded.photo == nil && bounded.hasBadPhoto)
    #expect(throws: StanzaError.self) {
      try VCardTemp(Element("vCard", "urn:other"), photoBytes: 6)
    }
  }
}
