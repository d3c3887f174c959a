import Testing
import XMPP

@testable import Web

@Suite struct EntityTagTests {
  /// The published test vector of FNV-1a.
  @Test func isTheHashOfTheContent() {
    let hash: UInt128 = 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964
    #expect(EntityTag(of: "a".utf8).text == "\"" + String(hash, radix: 36) + "\"")
    #expect(EntityTag(of: "a".utf8) != EntityTag(of: "b".utf8))
  }

  @Test(arguments: [
    ("TAG", true), ("W/TAG", true), ("\"x\", TAG", true), ("\"x\",W/TAG ,\"y\"", true), ("*", true),
    ("\"x\"", false), ("", false), ("TAGx", false), ("w/TAG", false), (",,", false),
    (" * ", true), ("*, TAG", false), ("TAG, *", true), ("\"a,b\", TAG", true), ("\"a, TAG", false),
    ("\"x\" TAG", false), ("\"x\"TAG", false), (", ,TAG,", true), ("\"a,TAG,b\"", false),
  ]) func ifNoneMatch(_ header: String, _ matches: Bool) {
    let tag = EntityTag(of: "a".utf8)
    #expect(tag.matches(header.replacing("TAG", with: tag.text)) == matches)
  }
}

@Suite struct CivilTimeTests {
  @Test(
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
      (784_111_777_000, "Sun, 06 Nov 1994 08:49:37 GMT"),
      (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 GMT"),
      (4_107_542_399_999, "Sun, 28 Feb 2100 23:59:59 GMT"),
      (4_107_542_400_000, "Mon, 01 Mar 2100 00:00:00 GMT"),
      (-62_135_596_800_000, "Mon, 01 Jan 0001 00:00:00 GMT"),
      (253_402_300_799_000, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ] as [(Int64, String)]) func http(_ milliseconds: Int64, _ text: String)
  {
    #expect(CivilTime(Timestamp(milliseconds: milliseconds)).http == text)
  }

  @Test(arguments: [Int64.min, Int64.max]) func theEndsOfTime(_ milliseconds: Int64) {
    #expect(!CivilTime(Timestamp(milliseconds: milliseconds)).http.isEmpty)
  }
}
