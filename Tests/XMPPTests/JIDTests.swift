import Testing

@testable import XMPP

@Suite struct JIDTests {
  /// RFC 7622, section 3.5, table 1, and example 18 of table 2: OpaqueString (RFC 8265, section
  /// 4.2) allows the leading space for which that table refuses it.
  @Test(
    arguments: [
      (#"juliet@example.com"#, "juliet", "example.com", nil),
      (#"juliet@example.com/foo"#, "juliet", "example.com", "foo"),
      (#"juliet@example.com/foo bar"#, "juliet", "example.com", "foo bar"),
      (#"juliet@example.com/foo@bar"#, "juliet", "example.com", "foo@bar"),
      (#"foo\20bar@example.com"#, #"foo\20bar"#, "example.com", nil),
      (#"fussball@example.com"#, "fussball", "example.com", nil),
      (#"fußball@example.com"#, "fußball", "example.com", nil),
      (#"π@example.com"#, "π", "example.com", nil),
      (#"Σ@example.com/foo"#, "σ", "example.com", "foo"),
      (#"σ@example.com/foo"#, "σ", "example.com", "foo"),
      (#"ς@example.com/foo"#, "ς", "example.com", "foo"),
      (#"king@example.com/♚"#, "king", "example.com", "♚"),
      (#"example.com"#, nil, "example.com", nil),
      (#"example.com/foobar"#, nil, "example.com", "foobar"),
      (#"a.example.com/b@example.net"#, nil, "a.example.com", "b@example.net"),
      (#"juliet@example.com/ foo"#, "juliet", "example.com", " foo"),
    ] as [(String, String?, String, String?)])
  func valid(text: String, local: String?, domain: String, resource: String?) throws {
    let jid = try JID(text)
    #expect(jid.bare.local == local)
    #expect(jid.bare.domain == domain)
    #expect(jid.resource == resource)
    #expect(try JID(jid.description) == jid)
    let bare = try BareJID(local: local, domain: domain)
    #expect(try resource.map { try JID(bare, resource: $0) } ?? JID(bare) == jid)
  }

  /// RFC 7622, section 3.5, table 2, and more of each kind.
  @Test(
    arguments: [
      (#""juliet"@example.com"#, .forbidden("\"", .local)),
      ("foo bar@example.com", .forbidden(" ", .local)),
      ("@example.com/", .empty(.local)),
      ("henry\u{2163}@example.com", .forbidden("\u{2173}", .local)),
      ("♚@example.com", .forbidden("♚", .local)),
      ("juliet@", .empty(.domain)),
      ("/foobar", .empty(.domain)),
      ("", .empty(.domain)),
      (".", .empty(.domain)),
      ("juliet@example.com/", .empty(.resource)),
      ("@example.com", .empty(.local)),
      ("a@b@example.com", .forbidden("@", .domain)),
      ("a:b@example.com", .forbidden(":", .local)),
      ("a\u{0}@example.com", .forbidden("\u{0}", .local)),
      ("a\u{200B}@example.com", .forbidden("\u{200B}", .local)),
      ("a\u{E000}@example.com", .forbidden("\u{E000}", .local)),
      ("a\u{0378}@example.com", .forbidden("\u{0378}", .local)),
      ("\u{1100}@example.com", .forbidden("\u{1100}", .local)),
      ("ﬁ@example.com", .forbidden("ﬁ", .local)),
      ("a@example.com/\u{7}", .forbidden("\u{7}", .resource)),
      ("a@example.com/\u{202E}x", .forbidden("\u{202E}", .resource)),
      ("a@example.com/\u{FFFE}", .forbidden("\u{FFFE}", .resource)),
      ("a@example com", .forbidden(" ", .domain)),
      ("a@exa_mple.com", .forbidden("_", .domain)),
    ] as [(String, JIDError)])
  func invalid(text: String, error: JIDError) {
    #expect(throws: error) { try JID(text) }
  }

  @Test(arguments: [
    ("Romeo@Montague.LIT/Orchard", "romeo@montague.lit/Orchard"),
    ("romeo@montague.lit.", "romeo@montague.lit"),
    ("ｒｏｍｅｏ@montague.lit", "romeo@montague.lit"),
    ("re\u{301}mi@example.com", "rémi@example.com"),
    ("ｶﾞ@example.com", "ガ@example.com"),
    ("ΑΣ@example.com", "ασ@example.com"),
    ("İ@example.com", "i\u{307}@example.com"),
    ("\u{212B}@example.com", "å@example.com"),
    ("a@example.com/re\u{301}mi\u{A0}\u{3000}x", "a@example.com/rémi  x"),
    ("a@example.com/Ⅳ ｆ", "a@example.com/Ⅳ ｆ"),
    ("a@example.com/b/c", "a@example.com/b/c"),
  ])
  func preparation(text: String, prepared: String) throws {
    let jid = try JID(text)
    #expect(Array(jid.description.utf8) == Array(prepared.utf8))
    #expect(try jid == JID(prepared))
    #expect(try jid.hashValue == JID(prepared).hashValue)
  }

  @Test(arguments: ["romeo@montague.lit", "montague.lit", "rómeo@bücher.example"])
  func bare(text: String) throws {
    let bare = try BareJID(text)
    #expect(bare.description == text)
    #expect(try JID(text + "/orchard").bare == bare)
    #expect(try BareJID(Substring("x" + text).dropFirst()) == bare)
    #expect(JID(bare).resource == nil)
    #expect(throws: JIDError.unexpectedResource) { try BareJID(text + "/orchard") }
  }

  @Test func differentAddressesDiffer() throws {
    let all = try ["a.b", "a@b", "a@b/c", "b/c", "a@b/C", "a@c"].map { try JID($0) }
    #expect(Set(all).count == all.count)
  }

  /// RFC 7622, sections 3.2 to 3.4: 1023 bytes of the prepared form.
  @Test(arguments: ["a", "é"])
  func partLimit(letter: String) throws {
    let full = String(repeating: letter, count: 1023 / letter.utf8.count)
    let fit = full + String(repeating: "a", count: 1023 - full.utf8.count)
    let domain = String(repeating: "abcdefg.", count: 127) + "abcdefg"
    #expect(domain.utf8.count == 1023)
    let jid = try JID("\(fit)@\(domain)/\(fit)")
    #expect(jid.bare.local == fit)
    #expect(jid.bare.domain == domain)
    #expect(jid.resource == fit)
    #expect(throws: JIDError.tooLong(.local)) { try JID("\(fit)a@b") }
    #expect(throws: JIDError.tooLong(.resource)) { try JID("b/\(fit)a") }
    #expect(throws: JIDError.tooLong(.domain)) { try JID("\(domain)a") }
  }

  @Test func textLimit() throws {
    // Full-width letters shrink to a third: the longest text that can be an address.
    let wide = String(repeating: "ａ", count: 1023)
    #expect(try JID("\(wide)@b").bare.local?.utf8.count == 1023)
    let huge = String(repeating: "ａ", count: JID.textLimit / 3 + 1)
    #expect(throws: JIDError.textTooLong) { try JID(huge) }
    #expect(throws: JIDError.textTooLong) { try BareJID(local: huge, domain: "b") }
    #expect(throws: JIDError.textTooLong) { try BareJID(local: nil, domain: huge) }
    #expect(throws: JIDError.textTooLong) { try JID(BareJID("b"), resource: huge) }
  }

  /// The scan of plain addresses must never say anything else than the full preparation.
  @Test(arguments: [
    "romeo@montague.lit/orchard", "montague.lit", "a@b", "a@1.2.3.4/x y@z/", "a-b@c-d.e1/~",
    #"!#$%()*+,-.;=?[\]^_`{|}~@b/!"#,
  ])
  func scanAgreesWithPreparation(text: String) throws {
    let shape = try #require(JIDShape(ofPrepared: text))
    let jid = try JID(text)
    #expect(jid.description == text)
    #expect(shape.bareLength == jid.bare.description.utf8.count)
    #expect(shape.localLength == jid.bare.local?.utf8.count ?? 0)
    let parts = try BareJID(local: jid.bare.local, domain: jid.bare.domain)
    #expect(try jid.resource.map { try JID(parts, resource: $0) } ?? JID(parts) == jid)
  }

  @Test(arguments: [
    "A@b", "a@B", "a@b.", "a@b..c", "a@-b", "a@b-", "a@b-.c", "a@b--c", "a@xn--bcher-kva", "a b@c",
    "a@b/", "@b", "a@", "", "/", "é@b", "a@b/é", "a'b@c", "a@b_c", "a@[::1]", "a@b@c", "a@b/\u{7F}",
  ])
  func scanLeavesTheRest(text: String) {
    #expect(JIDShape(ofPrepared: text).map(\.bareLength) == nil)
  }

  @Test func errorsAreReadable() {
    #expect(
      JIDError.forbidden("\u{202E}", .local).description
        == "the local part holds U+202E, which is not allowed there")
    #expect(
      JIDError.tooLong(.domain).description == "the domain part is longer than 1023 bytes")
    #expect(JIDError.forbidden("\u{7}", .resource).description.contains("U+0007"))
  }
}
