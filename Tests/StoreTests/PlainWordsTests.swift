import Testing

@testable import Store

@Suite struct PlainWordsTests {
  @Test(arguments: [
    ("What light", ["light"], true), ("What light", ["LIGHT"], true), ("LIGHT", ["light"], true),
    ("What light", ["dark", "what"], true), ("What light", ["t l"], true),
    ("What light", ["lights"], false), ("What light", ["dark"], false), ("What light", [], false),
    ("", ["x"], false), ("x", ["xx"], false), ("xxy", ["xy"], true), ("aab", ["ab", ""], true),
    // However a letter is written.
    ("Caf\u{E9}", ["cafe\u{301}"], true), ("CAFE\u{301}", ["caf\u{E9}"], true),
    ("cafe", ["caf\u{E9}"], false), ("Ärger in Köln", ["KÖLN"], true), ("日本語", ["本"], true),
    ("end", ["d"], true), ("💚💛", ["💛"], true),
  ])
  func hold(text: String, words: [String], expected: Bool) {
    #expect(PlainWords(text).hold(oneOf: Keywords(words)) == expected)
  }
}
