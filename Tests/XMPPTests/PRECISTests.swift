import Testing

@testable import XMPP

@Suite struct PRECISTests {
  /// RFC 8265, section 3.5 (tables 1 and 2), and the rules that they leave out.
  @Test(
    arguments: [
      ("juliet*", "juliet*"), ("fussball", "fussball"), ("fußball", "fußball"), ("π", "π"),
      ("Σ", "σ"), ("σ", "σ"), ("ς", "ς"),
      ("\u{1D552}", nil), ("foo bar", nil), ("henry\u{2163}", nil), ("∞", nil), ("", nil),
      ("l·l", "l·l"), ("l·a", nil), ("・", nil), ("カ・カ", "カ・カ"),
      ("שלום", "שלום"), ("שלום1", "שלום1"), ("1שלום", nil), ("שלוםa", nil), ("ا١", "ا١"),
      ("ا1١", nil), ("ש-", nil), ("שָ", "שָ"),
      ("क्\u{200D}ष", "क्\u{200D}ष"), ("\u{200D}", nil), ("\u{200C}", nil),
      ("͵α", "͵α"), ("א׳", "א׳"),
    ] as [(String, String?)])
  func usernameCaseMapped(text: String, prepared: String?) {
    #expect((try? LocalPart.prepare(text)) == prepared)
  }

  /// RFC 8265, section 4.3 (tables 3 and 4), but that a resource is not bound to ASCII spaces
  /// alone.
  @Test(
    arguments: [
      ("correct horse battery staple", "correct horse battery staple"),
      ("Correct Horse Battery Staple", "Correct Horse Battery Staple"),
      ("πßå", "πßå"), ("Jack of ♦s", "Jack of ♦s"), ("foo\u{1680}bar", "foo bar"),
      ("", nil), ("my cat is a \u{9}by", nil), ("e\u{301}", "é"), ("a\u{200D}b", nil), (" ", " "),
      ("aא1", "aא1"),
    ] as [(String, String?)])
  func opaqueString(text: String, prepared: String?) {
    #expect((try? ResourcePart.prepare(text)) == prepared)
  }

  /// One of each class of RFC 8264, section 8, in its order, and of RFC 5892, section 3.
  @Test(
    arguments: [
      ("ß", .valid, .valid), ("·", .contextual, .contextual), ("ـ", .disallowed, .disallowed),
      ("\u{378}", .disallowed, .disallowed), ("!", .valid, .disallowed), ("a", .valid, .valid),
      ("A", .valid, .disallowed), ("\u{200C}", .contextual, .contextual),
      ("ᄀ", .disallowed, .disallowed), ("\u{AD}", .disallowed, .disallowed),
      ("\u{FFFF}", .disallowed, .disallowed), ("\u{7F}", .disallowed, .disallowed),
      ("ﬁ", .freeformOnly, .disallowed), ("ſ", .freeformOnly, .disallowed),
      ("ǰ", .valid, .valid), ("é", .valid, .valid), ("\u{301}", .valid, .valid),
      ("Ⅳ", .freeformOnly, .disallowed), ("\u{20D0}", .valid, .disallowed),
      (" ", .freeformOnly, .disallowed), ("♚", .freeformOnly, .disallowed),
      ("€", .freeformOnly, .disallowed), ("—", .freeformOnly, .disallowed),
      ("\u{E000}", .disallowed, .disallowed), ("\u{600}", .disallowed, .disallowed),
    ] as [(Unicode.Scalar, CodePointClass, CodePointClass)])
  func codePointClass(scalar: Unicode.Scalar, precis: CodePointClass, idna: CodePointClass) {
    #expect(CodePointClass.precis(scalar) == precis)
    #expect(CodePointClass.idna(scalar) == idna)
  }

  /// RFC 5893, section 2, condition by condition.
  @Test(arguments: [
    ("abc", true), ("1abc", true), ("אבג", true), ("אב1", true), ("א.ב", true), ("אבֿ", true),
    ("1א", false), ("\u{5BF}א", false), ("אa", false), ("א-", false), ("א1١", false),
    ("aא", false), ("a١", false),
  ])
  func bidiRule(text: String, allowed: Bool) {
    #expect(BidiRule.allows(Array(text.unicodeScalars)) == allowed)
  }

  /// What was prepared is left alone when it is prepared again (RFC 8264, section 7).
  @Test func preparationIsIdempotent() throws {
    var checked = 0
    for value in UInt32(0x21)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value),
        let once = try? LocalPart.prepare(String(scalar))
      else { continue }
      checked += 1
      if try LocalPart.prepare(once) != once {
        Issue.record("U+\(String(value, radix: 16))")
      }
    }
    #expect(checked > 100_000)
  }
}
