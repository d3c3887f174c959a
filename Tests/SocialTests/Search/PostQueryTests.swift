import Testing
import XMPP

@testable import Social

@Suite struct PostQueryTests {
  @Test func typed() throws {
    let query = try PostQuery(
      "Summer \"Open-Air night\" festiv* #Verona tag:lit author:juliet@capulet.lit lang:de-AT "
        + "since:2026-06-01 until:2026-07-01T12:00:00Z in:news")
    #expect(
      query.terms == [
        .words(["summer"]), .words(["open", "air", "night"]), .prefix("festiv"),
      ])
    #expect(query.tags == ["verona", "lit"])
    #expect(query.author == (try BareJID("juliet@capulet.lit")))
    #expect(query.language == "de-at")
    #expect(query.since == Timestamp("2026-06-01T00:00:00Z"))
    #expect(query.until == Timestamp("2026-07-01T12:00:00Z"))
    #expect(query.node == "news")
  }

  @Test(
    arguments: [
      ("", []), ("  \u{3000} ", []), ("\"\"", []), ("\"open", [PostQuery.Term.words(["open"])]),
      ("(a OR b) AND -c", ["a", "or", "b", "and", "c"].map { .words([$0]) }),
      ("東京都に行く", [.run("東京都に行く")]),
      ("iPhone東京15", [.words(["iphone"]), .run("東京"), .words(["15"])]),
      ("caf\u{E9} CAF\u{C9}", [.words(["café"])]), ("*", []), ("a*b", [.words(["a", "b"])]),
      ("\u{201E}gute Nacht\u{201C}", [.words(["gute", "nacht"])]),
      ("since: x", [.words(["since"]), .words(["x"])]),
    ] as [(String, [PostQuery.Term])])
  func terms(_ text: String, _ expected: [PostQuery.Term]) throws {
    #expect(try PostQuery(text).terms == expected)
  }

  @Test func authors() throws {
    #expect(try PostQuery("author:xmpp:a@b.lit").author == BareJID("a@b.lit"))
    #expect(try PostQuery("by:Juliet").authorName == "Juliet")
    #expect(try PostQuery("by:@@").terms == [.words(["by"])])
  }

  @Test func refused() throws {
    #expect(throws: PostQuery.Problem.tooManyTerms) { try PostQuery("a b c d e f g h i") }
    #expect(throws: PostQuery.Problem.tooManyTerms) { try PostQuery("\"a b c d e f g h i\"") }
    #expect(throws: PostQuery.Problem.tooManyTerms) { try PostQuery("#a #b #c #d #e #f #g #h #i") }
    #expect(throws: PostQuery.Problem.tooLong) { try PostQuery(String(repeating: "é", count: 600)) }
    #expect(try PostQuery("since:yesterday").terms == [.words(["since", "yesterday"])])
  }

  @Test func grams() {
    let edge = "\u{E000}"
    #expect(SearchText.grams(names: ["Café ab 12"], text: "not cut") == "Caf afé \(edge)")
    #expect(SearchText.grams(names: [], text: "x東京都。京") == "東京 京都 都 \(edge) 京 \(edge)")
    #expect(SearchText.grams(names: ["東京"], text: "") == "東京 京 \(edge)")
    #expect(SearchText.grams(ofPart: "東京都")?.words == ["東京", "京都"])
    #expect(SearchText.grams(ofPart: "東")?.isPrefix == true)
    #expect(SearchText.grams(ofPart: "derat")?.words == ["der", "era", "rat"])
    #expect(SearchText.grams(ofPart: "de") == nil)
    #expect(
      SearchText.grams(names: [], text: String(repeating: "京", count: 99), limit: 3)
        == "京京 京京 京 \(edge)")
  }
}
