import Testing

@testable import XMPP

@Suite struct DomainTests {
  @Test(arguments: [
    ("Bücher.example", "bücher.example"),
    ("bu\u{308}cher.example", "bücher.example"),
    ("xn--bcher-kva.example", "bücher.example"),
    ("XN--BCHER-KVA.example", "bücher.example"),
    ("faß.example", "faß.example"),
    ("xn--fa-hia.example", "faß.example"),
    ("βόλος.com", "βόλος.com"),
    ("ΒΌΛΟΣ.com", "βόλοσ.com"),
    ("日本語。jp", "日本語.jp"),
    ("日本語．jp", "日本語.jp"),
    ("ﾆﾎﾝ｡jp", "ニホン.jp"),
    ("ｅｘａｍｐｌｅ.com.", "example.com"),
    // Contextual joiners: after a virama, and between Persian letters that join.
    ("क्\u{200D}ष.example", "क्\u{200D}ष.example"),
    ("क्\u{200C}ष.example", "क्\u{200C}ष.example"),
    ("نامه\u{200C}ای.com", "نامه\u{200C}ای.com"),
    ("xn--mgba3gch31f060k.com", "نامه\u{200C}ای.com"),
    ("l·l.cat", "l·l.cat"),
    // In one grapheme cluster with the full stop.
    ("ക\u{D4E}.example", "ക\u{D4E}.example"),
    ("xn--3bez.example", "ᏱᏤ.example"),
    ("ᏱᏤ.Example", "ᏱᏤ.example"),
    ("מוֹעֵד.example", "מוֹעֵד.example"),
    ("א1.example", "א1.example"),
    ("ا١.example", "ا١.example"),
    ("127.0.0.1", "127.0.0.1"),
    ("[::1]", "[::1]"),
    ("[2001:DB8::8:800:200C:417A]", "[2001:db8::8:800:200c:417a]"),
    ("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]"),
    ("[::]", "[::]"),
    ("[1::]", "[1::]"),
    ("[::ffff:192.0.2.1]", "[::ffff:192.0.2.1]"),
    ("localhost", "localhost"),
    ("3com.example", "3com.example"),
    ("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7::]"),
  ])
  func valid(text: String, prepared: String) throws {
    let domain = try BareJID(text).domain
    #expect(Array(domain.utf8) == Array(prepared.utf8))
    #expect(try BareJID(domain).domain == domain)
  }

  @Test(
    arguments: [
      ("a..b", .malformedDomain(.emptyLabel)),
      (".a", .malformedDomain(.emptyLabel)),
      ("a.b..", .malformedDomain(.emptyLabel)),
      ("-a.b", .malformedDomain(.hyphen)),
      ("a-.b", .malformedDomain(.hyphen)),
      ("ab--c.d", .malformedDomain(.hyphen)),
      ("ü-.b", .malformedDomain(.hyphen)),
      ("\u{301}a.b", .malformedDomain(.leadingMark)),
      ("xn--.b", .malformedDomain(.punycode)),
      ("xn--abc.b", .forbidden("\u{82}", .domain)),
      ("xn--abc-.b", .malformedDomain(.punycode)),
      ("xn--99999999.b", .malformedDomain(.punycode)),
      ("xn--a-ecp.ru", .forbidden("\u{2488}", .domain)),
      // A capital letter, and a decomposed one, in what is encoded: not what encoding would give.
      ("xn--bcher-2pa.b", .forbidden("Ü", .domain)),
      ("xn--bucher-xyd.b", .malformedDomain(.punycode)),
      ("☃.example", .forbidden("☃", .domain)),
      ("a\u{600}.", .forbidden("\u{600}", .domain)),
      (".\u{301}a", .malformedDomain(.emptyLabel)),
      ("a!b", .forbidden("!", .domain)),
      ("ـa.b", .forbidden("\u{640}", .domain)),
      ("a\u{AD}b", .forbidden("\u{AD}", .domain)),
      ("a\u{200D}b", .misplaced("\u{200D}", .domain)),
      ("a\u{200C}b", .misplaced("\u{200C}", .domain)),
      ("ا\u{200C}ا.b", .misplaced("\u{200C}", .domain)),
      ("a·b", .misplaced("·", .domain)),
      ("͵a", .misplaced("\u{375}", .domain)),
      ("a״", .misplaced("\u{5F4}", .domain)),
      ("a・b", .misplaced("\u{30FB}", .domain)),
      ("ا١۱", .misplaced("\u{661}", .domain)),
      ("אa.b", .bidi(.domain)),
      ("aא.b", .bidi(.domain)),
      ("1א.b", .bidi(.domain)),
      ("[]", .malformedDomain(.address)),
      ("[::1", .malformedDomain(.address)),
      ("[:1]", .malformedDomain(.address)),
      ("[1:2:3:4:5:6:7]", .malformedDomain(.address)),
      ("[1:2:3:4:5:6:7::8]", .malformedDomain(.address)),
      ("[1:2:3:4:5:6:7:8::]", .malformedDomain(.address)),
      ("[1::2::3]", .malformedDomain(.address)),
      ("[:::]", .malformedDomain(.address)),
      ("[12345::]", .malformedDomain(.address)),
      ("[g::]", .malformedDomain(.address)),
      ("[::1.2.3]", .malformedDomain(.address)),
      ("[::1.2.3.256]", .malformedDomain(.address)),
      ("[::01.2.3.4]", .malformedDomain(.address)),
      ("[1.2.3.4::]", .malformedDomain(.address)),
      ("[fe80::1%eth0]", .malformedDomain(.address)),
    ] as [(String, JIDError)])
  func invalid(text: String, error: JIDError) {
    #expect(throws: error) { try BareJID(text) }
  }

  /// 63 bytes of the ASCII form (RFC 1035, section 2.3.4; RFC 5890, section 2.3.2.1).
  @Test func labelLimit() throws {
    let fit = String(repeating: "a", count: 63)
    #expect(try BareJID("\(fit).b").domain == "\(fit).b")
    #expect(throws: JIDError.malformedDomain(.labelTooLong)) { try BareJID("\(fit)a.b") }
    let wide = String(repeating: "a", count: 53) + "ü"
    let encoded = try #require(Punycode.encode(Array(wide.unicodeScalars)))
    let room = 63 - 4 - encoded.count
    let full = String(repeating: "a", count: room) + wide
    #expect(try BareJID("\(full).b").domain == "\(full).b")
    #expect(throws: JIDError.malformedDomain(.labelTooLong)) { try BareJID("a\(full).b") }
    let huge = String(repeating: "ü", count: 1000)
    #expect(throws: JIDError.malformedDomain(.labelTooLong)) { try BareJID(huge) }
  }

  /// RFC 3492, section 7.1, those that a label has room for, and IDNA's own.
  @Test(arguments: [
    ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
    ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
    ("なぜみんな日本語を話してくれないのか", "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"),
    ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
    ("安室奈美恵-with-super-monkeys", "-with-super-monkeys-pc58ag80a8qai00g7n9n"),
    ("そのスピードで", "d9juau41awczczp"),
    ("bücher", "bcher-kva"),
    ("faß", "fa-hia"),
  ])
  func punycode(text: String, encoded: String) {
    #expect(Punycode.encode(Array(text.unicodeScalars)) == Array(encoded.utf8))
    #expect(Punycode.decode(Array(encoded.utf8)) == Array(text.unicodeScalars))
  }
}
