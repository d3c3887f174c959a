import Testing

@testable import Social

@Suite struct PassageTests {
  /// What was found between brackets.
  private func passage(_ query: String, _ text: String) throws -> String {
    Passage(of: text, for: try PostQuery(query)).pieces.map {
      $0.isFound ? "[\($0.text)]" : $0.text
    }
    .joined()
  }

  @Test(arguments: [
    ("rose", "A rose by any name, Rose; roses", "A [rose] by any name, [Rose]; roses"),
    ("nothing", "a  b", "a b"), ("", "a", "a"), ("#rose in:garden", "rose", "rose"),
    // A phrase is found as one, with what stands between its words, and not its words alone.
    ("\"fair verona\"", "In fair\n Verona, in Verona", "In [fair Verona], in Verona"),
    ("ros*", "Roses, prose and ROSALINE", "[Roses], prose and [ROSALINE]"),
    // Case and accents make no difference, however they are written.
    ("cafe", "Le CAFÉ, le cafe\u{301}.", "Le [CAFÉ], le [cafe\u{301}]."),
    ("straße", "Die STRASSE, die Straße", "Die STRASSE, die [Straße]"),
    ("x", "\u{130} x", "\u{130} [x]"),
    // Scripts without blanks: anywhere.
    ("京都", "東京都と京都", "東[京都]と[京都]"), ("ไทย", "ภาษาไทยง่าย", "ภาษา[ไทย]ง่าย"),
    // From right to left.
    ("راديو", "كان راديو جدّي في المقهى", "كان [راديو] جدّي في المقهى"),
    ("שלום", "אמרתי שלום לכולם", "אמרתי [שלום] לכולם"),
    // A part of a word where there is nothing else.
    ("derat", "The federation", "The fe[derat]ion"), ("a", "federation", "federation"),
    ("fed ration", "federation, ration", "federation, [ration]"),
    // Nothing that turns the text round or cannot be seen.
    ("b", "a\u{202E} b\u{200B}\u{7}c b", "a [b]c [b]"), ("b", "\u{200B}\u{2060}", ""),
  ]) func marks(_ query: String, _ text: String, _ expected: String) throws {
    #expect(try passage(query, text) == expected)
  }

  @Test func aLongTextIsCut() throws {
    let text =
      String(repeating: "word ", count: 100) + "Verona is fair "
      + String(repeating: "more ", count: 100)
    let found = Passage(of: text, for: try PostQuery("verona"))
    #expect(found.text.hasPrefix("…word") && found.text.hasSuffix("more…"))
    #expect(found.text.contains(" Verona is fair "))
    #expect(found.text.unicodeScalars.count <= Passage.length)
    #expect(found.pieces.filter(\.isFound).map(\.text) == ["Verona"])
  }

  /// Where several words stand together rather than where the first of them stands alone.
  @Test func mostOfTheWordsAreShown() throws {
    let gap = String(repeating: "and more ", count: 60)
    let text = "A rose. \(gap) A lark, a rose and a nightingale. \(gap) The lark."
    let found = Passage(of: text, for: try PostQuery("nightingale rose lark"))
    #expect(found.pieces.filter(\.isFound).map(\.text) == ["lark", "rose", "nightingale"])
  }

  @Test func noLetterLosesItsMarks() throws {
    let text = String(repeating: "e\u{301}", count: 400) + "京都"
    let found = Passage(of: text, for: try PostQuery("京都"))
    #expect(found.text.dropFirst().first == "é" && found.text.hasSuffix("é京都"))
  }

  /// However often it is found, and however long the text is.
  @Test func muchIsBounded() throws {
    let text = String(repeating: "a ", count: 1_000_000)
    let found = Passage(of: text, for: try PostQuery("a \"a a\" a*"))
    #expect(found.text.unicodeScalars.count <= Passage.length)
    let late = String(repeating: "b ", count: Passage.searched) + "a"
    #expect(Passage(of: late, for: try PostQuery("a")).pieces.allSatisfy { !$0.isFound })
  }

  @Test func titlesAreWhole() throws {
    let title = String(repeating: "long ", count: 100) + "rose"
    let found = Passage(title: title, for: try PostQuery("rose"))
    #expect(found.text == title && found.pieces.last == Passage.Piece(text: "rose", isFound: true))
  }
}
