import Testing
import XML

@testable import XMPP

@Suite struct EntityCapabilitiesTests {
  private func query(_ content: String) throws -> Element {
    try example("<query xmlns='http://jabber.org/protocol/disco#info'>\(content)</query>")
  }

  private func string(_ content: String) throws -> String? {
    EntityCapabilities.verificationString(of: try query(content))
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private func form(_ fields: String, _ type: String = "urn:a") -> String {
    "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
      + "<value>\(type)</value></field>\(fields)</x>"
  }

  private static let features = """
    <feature var='http://jabber.org/protocol/muc'/>
    <feature var='http://jabber.org/protocol/disco#items'/>
    <feature var='http://jabber.org/protocol/disco#info'/>
    <feature var='http://jabber.org/protocol/caps'/>
    """
  private static let exodus =
    "<identity category='client' name='Exodus 0.9.1' type='pc'/>" + features
  private static let psi = """
    <identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/>
    <identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>
    \(features)
    <x xmlns='jabber:x:data' type='result'>
      <field var='os_version'><value>10.5.1</value></field>
      <field var='FORM_TYPE' type='hidden'>
        <value>urn:xmpp:dataforms:softwareinfo</value>
      </field>
      <field var='ip_version' type='text-multi'><value>ipv6</value><value>ipv4</value></field>
      <field var='os'><value>Mac</value></field>
      <field var='software'><value>Psi</value></field>
      <field var='software_version'><value>0.11</value></field>
    </x>
    """

  /// Sections 5.2 and 5.3; nothing in them depends on the order of what is sent.
  @Test(arguments: [
    (
      exodus, "QgayPKawpkPSDYmwT/WM94uAlu0=",
      "client/pc//Exodus 0.9.1<http://jabber.org/protocol/caps<http://jabber.org/protocol/disco#info<"
        + "http://jabber.org/protocol/disco#items<http://jabber.org/protocol/muc<"
    ),
    (
      psi, "q07IKJEyjvHSyhy//CH0CxmKi8w=",
      "client/pc/el/Ψ 0.11<client/pc/en/Psi 0.11<"
        + "http://jabber.org/protocol/caps<http://jabber.org/protocol/disco#info<"
        + "http://jabber.org/protocol/disco#items<http://jabber.org/protocol/muc<"
        + "urn:xmpp:dataforms:softwareinfo<ip_version<ipv4<ipv6<os<Mac<os_version<10.5.1<"
        + "software<Psi<software_version<0.11<"
    ),
  ])
  func theExamples(content: String, version: String, expected: String) throws {
    #expect(try string(content) == expected)
    let mark = EntityCapabilities.Mark(hash: "sha-1", node: "http://a.example", version: version)
    #expect(EntityCapabilities.confirms(try query(content), mark) == true)
    #expect(EntityCapabilities.confirms(try query(content + "<feature var='x'/>"), mark) == false)
  }

  /// FIPS 180: the digests of an empty input, as an answer without anything gives.
  @Test(arguments: [
    ("sha-1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
    ("sha-224", "0UoCjCo6K8lHYQK7KII0xBWisB+CjqYqxbPkLw=="),
    ("sha-256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ("sha-384", "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"),
    (
      "sha-512",
      "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
    ),
  ])
  func hashFunctions(hash: String, version: String) throws {
    let mark = EntityCapabilities.Mark(hash: hash, node: "", version: version)
    #expect(EntityCapabilities.confirms(try query(""), mark) == true)
    let other = EntityCapabilities.Mark(hash: hash, node: "", version: "\(version)=")
    #expect(EntityCapabilities.confirms(try query(""), other) == false)
  }

  @Test(arguments: ["md5", "SHA-1", "sha1", "sha3-256", ""])
  func unknownHashFunctions(hash: String) throws {
    let mark = EntityCapabilities.Mark(hash: hash, node: "", version: "v")
    #expect(EntityCapabilities.confirms(try query(Self.exodus), mark) == nil)
  }

  @Test func thereIsATestForEachHashFunction() {
    #expect(
      HashFunction.allCases.map(\.rawValue)
        == ["sha-1", "sha-224", "sha-256", "sha-384", "sha-512"])
  }

  /// Section 5.4.
  @Test func illFormed() throws {
    let identity = "<identity category='client' type='pc' name='A'/>"
    let repeated = "<field var='FORM_TYPE' type='hidden'><value>urn:b</value></field>"
    for content in [
      identity + identity, "<feature var='a'/><feature var='b'/><feature var='a'/>",
      form("") + form("<field var='x'/>"), form(repeated),
      """
      <x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>
      <value>urn:a</value><value>urn:b</value></field></x>
      """,
    ] {
      #expect(try string(content) == nil, "\(content)")
      let mark = EntityCapabilities.Mark(hash: "sha-1", node: "", version: "v")
      #expect(EntityCapabilities.confirms(try query(content), mark) == false)
    }
    #expect(EntityCapabilities.verificationString(of: Element("query", "urn:other")) == nil)
  }

  @Test func nearlyIllFormed() throws {
    // Another language, or the same text in other bytes, is another identity or feature.
    #expect(
      try string(
        """
        <identity category='a' type='b' name='N'/>
        <identity category='a' type='b' name='N' xml:lang='en'/>
        <feature var='&#233;'/><feature var='e&#769;'/>
        """) == "a/b//N<a/b/en/N<e\u{301}<\u{E9}<")
    // The same value twice is one value.
    #expect(
      try string(
        """
        <x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>
        <value>urn:a</value><value>urn:a</value></field></x>
        """) == "urn:a<")
  }

  @Test(arguments: [
    "<field var='FORM_TYPE'><value>urn:a</value></field><field var='x'><value>y</value></field>",
    "<field var='FORM_TYPE' type='text-single'><value>urn:a</value></field>",
    "<field var='x'><value>y</value></field>",
    "<field var='FORM_TYPE' type='hidden'/>",
    "",
  ])
  func formsThatAreLeftOut(fields: String) throws {
    let left = "<x xmlns='jabber:x:data' type='result'>\(fields)</x>"
    #expect(try string("<feature var='f'/>" + left) == "f<")
    #expect(try string(left + form("<field var='b'/>")) == "urn:a<b<")
  }

  @Test func order() throws {
    // By bytes, not by characters; part by part, since `-` stands before `/`.
    #expect(
      try string(
        """
        <identity category='a-b' type='t'/><identity category='a' type='z'/>
        <identity category='a' type='b' xml:lang='el'/><identity category='a' type='b'/>
        <feature var='b'/><feature var='B'/><feature var='&#x10000;'/><feature var='&#xFFFD;'/>
        """) == "a/b//<a/b/el/<a/z//<a-b/t//<B<b<\u{FFFD}<\u{10000}<")
    #expect(
      try string(
        form("<field var='b'/><field var='a'><value>2</value></field>", "urn:b")
          + form("<field var='a'><value>1</value></field><field/>"))
        == "urn:a<a<1<urn:b<a<2<b<")
  }

  /// The note in section 5.1: what looks like the end of a factor is none.
  @Test func poisoning() throws {
    let honest = "<identity category='client' type='pc' name='A'/><feature var='f'/>"
    let forged = "<identity category='client' type='pc' name='A&lt;f'/>"
    #expect(try string(honest) == "client/pc//A<f<")
    #expect(try string(forged) == "client/pc//A&lt;f<")
    #expect(try string("<feature var='a&amp;lt;b'/>") == "a&lt;b<")
    #expect(
      try string(form("<field var='x&lt;y'><value>&lt;</value></field>")) == "urn:a<x&lt;y<&lt;<")
  }

  /// Section 6.1.
  @Test func marks() throws {
    let element = try example(
      """
      <c xmlns='http://jabber.org/protocol/caps' hash='sha-1'
         node='http://code.google.com/p/exodus' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/>
      """)
    let mark = try #require(EntityCapabilities.Mark(element))
    #expect(mark.element == element)
    #expect(
      mark.discoNode == "http://code.google.com/p/exodus#QgayPKawpkPSDYmwT/WM94uAlu0=")
  }

  /// The last is of the format of old (section 13).
  @Test(arguments: [
    "<c xmlns='urn:other' hash='sha-1' node='n' ver='v'/>",
    "<d xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/>",
    "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n'/>",
    "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' ver='v'/>",
    "<c xmlns='http://jabber.org/protocol/caps' hash='' node='n' ver='v'/>",
    "<c xmlns='http://jabber.org/protocol/caps' node='http://a' ver='0.9' ext='tins'/>",
  ])
  func noMarks(text: String) throws {
    #expect(EntityCapabilities.Mark(try example(text)) == nil)
  }

  @Test func longMarksAreNotKept() {
    #expect(EntityCapabilities.Mark.maxBytes == 1024)
    func mark(_ length: Int) -> EntityCapabilities.Mark? {
      let text = String(repeating: "x", count: length)
      return EntityCapabilities.Mark(
        Element("c", Namespace.caps, ["hash": "sha-1", "node": text, "ver": "v"]))
    }
    #expect(mark(1024) != nil)
    #expect(mark(1025) == nil)
  }
}
