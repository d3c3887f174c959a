import Testing
import XMPP

@testable import PubSub

@Suite struct IdentifierTests {
  @Test(arguments: [
    ("", nodeIDRequired), (longName, nameTooLong), (String(longName.dropLast()), "accepted"),
    // 512 characters of two bytes each.
    (String(repeating: "é", count: 512), nameTooLong),
    (" ", "accepted"), ("a/b%2F?&<>", "accepted"),
  ])
  func nodes(name: String, expected: String) {
    #expect(refusal { try NodeID(name) } == expected)
  }

  @Test(arguments: [
    ("", "modify: item-required bad-request"), (longName, nameTooLong),
    (String(longName.dropLast()), "accepted"),
  ])
  func items(name: String, expected: String) {
    #expect(refusal { try ItemID(name) } == expected)
  }

  /// Canonically equivalent texts are different names.
  @Test func comparedByCodePoints() throws {
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    #expect(composed == decomposed)
    #expect(try NodeID(composed) != NodeID(decomposed))
    #expect(try ItemID(composed) != ItemID(decomposed))
    #expect(try Set([NodeID(composed), NodeID(decomposed)]).count == 2)
    #expect(try Set([ItemID(composed), ItemID(decomposed), ItemID(composed)]).count == 2)
  }
}
