import Testing

@testable import PubSub

@Suite struct LanguagesTests {
  @Test(arguments: [
    ("de", true), ("de-CH", true), ("zh-Hans-CN", true), ("x-klingon", true), ("i-klingon", true),
    ("de-CH-1996", true), ("DE", true), ("", false), ("-", false), ("de-", false), ("-de", false),
    ("de--CH", false), ("de_CH", false), ("1a", false), ("deutschland", false), ("d e", false),
    ("dé", false), ("de-abcdefgh", true), ("de-abcdefghi", false),
    ("de" + String(repeating: "-abcdefg", count: 7), true),
    ("de" + String(repeating: "-abcdefg", count: 8), false),
  ])
  func tags(text: String, isTag: Bool) {
    #expect(Languages.isTag(text) == isTag)
  }

  /// What is offered can be taken, and has a name.
  @Test func offered() {
    #expect(Set(Languages.offered.map(\.value)).count == Languages.offered.count)
    for (value, label) in Languages.offered {
      #expect(Languages.isTag(value))
      #expect(!label.isEmpty)
    }
  }
}
