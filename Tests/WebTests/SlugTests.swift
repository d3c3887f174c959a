import Testing

@testable import Web

@Suite struct SlugTests {
  @Test(
    arguments: [
      ("What light through yonder window breaks?", "what-light-through-yonder-window-breaks"),
      ("  Oh -- Romeo, Romeo! ", "oh-romeo-romeo"), ("Don't panic", "dont-panic"),
      ("L\u{2019}été à la plage", "lété-à-la-plage"), ("E\u{301}TE\u{301}", "été"),
      ("日本語のブログ", "日本語のブログ"), ("مرحبا بالعالم", "مرحبا-بالعالم"), ("हिन्दी में", "हिन्दी-में"),
      ("C++ & C#", "c-c"), ("100 % sure", "100-sure"), ("a/b\\c", "a-b-c"),
      ("zero\u{200D}width", "zerowidth"),
      ("..", nil), ("", nil), ("🐦 ❤", nil), ("!!!", nil),
    ] as [(String, String?)])
  func wordsAreLeft(_ title: String, _ slug: String?) {
    #expect(Slug(title: title)?.text == slug)
  }

  @Test func itIsShort() throws {
    let long = try #require(Slug(title: String(repeating: "word ", count: 100)))
    #expect(long.text.unicodeScalars.count <= Slug.length && !long.text.hasSuffix("-"))
    let marks = try #require(Slug(title: "x" + String(repeating: "\u{323}\u{302}", count: 1_000)))
    #expect(marks.text.unicodeScalars.count <= Slug.length)
  }
}
