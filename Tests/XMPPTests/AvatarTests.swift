import Testing
import XML

@testable import XMPP

@Suite struct AvatarTests {
  private static let id = "111f4b3c50d7b0df729d299bc6f8e9ef9066971f"

  /// XEP-0084, section 3.2; and with another form elsewhere.
  @Test(arguments: [
    ("", nil),
    (" url='http://avatars.example.org/happy.png'", "http://avatars.example.org/happy.png"),
  ]) func metadata(attribute: String, url: String?) throws {
    let element = try example(
      """
      <metadata xmlns='urn:xmpp:avatar:metadata'><info bytes='12345' id='\(Self.id)'
        height='64' type='image/png' width='64'\(attribute)/></metadata>
      """)
    let id = try #require(AvatarID(Self.id))
    let metadata = AvatarMetadata([
      .init(id: id, bytes: 12_345, type: "image/png", width: 64, height: 64, url: url)
    ])
    #expect(try AvatarMetadata(element) == metadata)
    #expect(metadata.element.comparable == element)
  }

  /// Section 3.5: nothing is to be shown.
  @Test func noPicture() throws {
    let element = try example("<metadata xmlns='urn:xmpp:avatar:metadata'/>")
    #expect(try AvatarMetadata(element).infos == [])
    #expect(AvatarMetadata().element == element)
  }

  @Test(arguments: [
    "bytes='1' type='image/png'", "id='\(id)' type='image/png'", "bytes='1' id='\(id)'",
    "bytes='-1' type='image/png' id='\(id)'", "bytes='1' type='image/png' id='../\(id)'",
  ]) func whatLacksAnythingIsLeftOut(attributes: String) throws {
    let element = try example(
      "<metadata xmlns='urn:xmpp:avatar:metadata'><info \(attributes)/></metadata>")
    #expect(try AvatarMetadata(element).infos == [])
  }

  /// Section 3.1, with as much of its Base64 as is there.
  @Test func data() throws {
    let element = try example("<data xmlns='urn:xmpp:avatar:data'>qANQR1DBwU4DX7jmYZnncg==</data>")
    let data = try AvatarData(element, limit: 16)
    #expect(data.bytes.count == 16 && data.bytes.starts(with: [0xA8, 0x03, 0x50]))
    #expect(data.element == element)
    #expect(throws: StanzaError.self) { try AvatarData(element, limit: 15) }
    #expect(throws: StanzaError.self) { try AvatarData(Element("data", "urn:other"), limit: 16) }
  }

  @Test func names() throws {
    #expect(
      AvatarID(of: Array("abc".utf8))?.description == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(AvatarID(Self.id.uppercased())?.description == Self.id)
    for text in [
      "", "a", Self.id + "0", String(Self.id.dropLast()) + "g", String(Self.id.dropLast()) + "é",
    ] {
      #expect(AvatarID(text) == nil)
    }
  }
}
