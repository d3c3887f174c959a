import Testing

@testable import XMPP

@Suite struct JIDEscapingTests {
  /// XEP-0106, section 5.1 and the examples of sections 3 to 5.2.
  @Test(arguments: [
    (#"space cadet"#, #"space\20cadet"#),
    (#"call me "ishmael""#, #"call\20me\20\22ishmael\22"#),
    (#"at&t guy"#, #"at\26t\20guy"#),
    (#"d'artagnan"#, #"d\27artagnan"#),
    (#"/.fanboy"#, #"\2f.fanboy"#),
    (#"::foo::"#, #"\3a\3afoo\3a\3a"#),
    (#"<foo>"#, #"\3cfoo\3e"#),
    (#"user@host"#, #"user\40host"#),
    (#"c:\net"#, #"c\3a\net"#),
    (#"c:\\net"#, #"c\3a\\net"#),
    (#"c:\cool stuff"#, #"c\3a\cool\20stuff"#),
    (#"c:\5commas"#, #"c\3a\5c5commas"#),
    (#"\3and\2is\5cool"#, #"\5c3and\2is\5c5cool"#),
    (#"\2plus\2is\4"#, #"\2plus\2is\4"#),
    (#"foo\bar"#, #"foo\bar"#),
    (#"foob\41r"#, #"foob\41r"#),
    (#"here's_a_wild_&_/cr%zy/_address"#, #"here\27s_a_wild_\26_\2fcr%zy\2f_address"#),
    (#"tréville@musketeers.lit"#, #"tréville\40musketeers.lit"#),
    (#"\20"#, #"\5c20"#),
    (#"a\"#, #"a\"#),
  ])
  func bothWays(name: String, local: String) throws {
    #expect(JIDEscaping.escape(name) == local)
    #expect(JIDEscaping.unescape(local) == name)
    let jid = try BareJID(name: name, domain: "example.com")
    #expect(jid.description == "\(local)@example.com")
    #expect(jid.displayed == "\(name)@example.com")
  }

  /// Section 3.2: `\20` is never the first or last of a local part.
  @Test func spacesAtTheEnds() {
    #expect(JIDEscaping.escape("  space cadet ") == #"space\20cadet"#)
    #expect(JIDEscaping.unescape(#"\20space\20cadet\20"#) == #"\20space cadet\20"#)
    #expect(throws: JIDError.empty(.local)) { try BareJID(name: " ", domain: "b") }
  }

  /// What preparation would turn into an escape is escaped itself; only small letters are escapes.
  @Test func capitals() throws {
    let jid = try BareJID(name: #"A\2Fb"#, domain: "example.com")
    #expect(jid.description == #"a\5c2fb@example.com"#)
    #expect(jid.displayed == #"a\2fb@example.com"#)
    #expect(JIDEscaping.unescape(#"\2F"#) == #"\2F"#)
  }

  @Test func servers() throws {
    #expect(try BareJID("example.com").displayed == "example.com")
  }
}
