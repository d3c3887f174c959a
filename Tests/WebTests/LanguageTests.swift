import Social
import Testing
import XMPP

@testable import Web

/// The catalogues, and who is shown which.
@Suite struct LanguageTests {
  static let languages = Result { try Languages(standard: .english) }

  private var languages: Languages { get throws { try Self.languages.get() } }

  private func language(_ tag: String) throws -> Language {
    let tag = try #require(LanguageTag(tag))
    return try #require(try languages.language(of: tag))
  }

  // MARK: Catalogues

  @Test(arguments: Languages.tags) func eachHasAllWords(_ tag: LanguageTag) throws {
    let language = try language(tag.text)
    for word in Word.allCases {
      #expect(!language[word].isEmpty)
    }
    for word in CountedWord.allCases {
      for number in 0...130 { #expect(language.count(word, number, "x").contains { $0 != " " }) }
    }
  }

  /// A word that was forgotten would stand there in English.
  @Test func noneRepeatsTheEnglishOne() throws {
    let same: Set<Word> = [
      .pages, .date, .moment, .monthOfYear, .feed, .tags, .contact, .inCommunity,
    ]
    let english = try language("en")
    for tag in Languages.tags where tag != .english {
      let language = try language(tag.text)
      for word in Word.allCases where !same.contains(word) {
        #expect(language[word] != english[word], "\(tag.text): \(word.rawValue)")
      }
    }
  }

  @Test(arguments: [
    ("posts", CatalogueProblem.noWord(line: 1)), ("a = b", .missing("")),
    ("skip = a\nskip = b", .twice("skip")), ("skip = {who}", .wrongSlots("skip")),
    ("skip = {", .wrongSlots("skip")),
  ]) func whatIsWrongInOneIsNamed(_ text: String, _ problem: CatalogueProblem) throws {
    let thrown = #expect(throws: CatalogueProblem.self) {
      try Language(.english, [UInt8](text.utf8))
    }
    if case .missing = problem {
      guard case .missing = thrown else {
        Issue.record("\(String(describing: thrown))")
        return
      }
    } else {
      #expect(thrown == problem)
    }
  }

  @Test(arguments: [
    ("skip = Skip to the content", "skip = Skip to {}", CatalogueProblem.wrongSlots("skip")),
    (
      "about_site = Public posts and communities on {}.", "about_site = .",
      .wrongSlots("about_site")
    ),
    ("posts.one = {n} post", "posts.few = {n}\nposts.one = {n} post", .unknown("posts.few")),
    ("months = January|", "months = ", .wrongMonths),
  ]) func whatDoesNotFitIsNamed(_ line: String, _ other: String, _ problem: CatalogueProblem) throws
  {
    let english = try #require(Languages.catalogues.first { $0.tag == "en" })
    let text = String(decoding: english.text, as: UTF8.self)
    #expect(text.contains(line))
    #expect(throws: problem) {
      try Language(.english, [UInt8](text.replacing(line, with: other).utf8))
    }
  }

  // MARK: Numbers and dates

  @Test(arguments: [
    ("en", 0, "0 posts"), ("en", 1, "1 post"), ("de", 2, "2 Beiträge"), ("fr", 0, "0 publication"),
    ("fr", 2, "2 publications"), ("pl", 1, "1 wpis"), ("pl", 22, "22 wpisy"),
    ("pl", 12, "12 wpisów"),
    ("pl", 21, "21 wpisów"), ("ru", 21, "21 запись"), ("ru", 11, "11 записей"),
    ("ru", 104, "104 записи"),
    ("ar", 2, "منشوران"), ("ar", 103, "103 منشورات"), ("ar", 11, "11 منشورًا"),
    ("ar", 100, "100 منشور"),
    ("ja", 1, "投稿1件"),
  ]) func numbers(_ tag: String, _ number: Int, _ text: String) throws {
    #expect(try language(tag).count(.posts, number) == text)
  }

  @Test(arguments: [
    ("en", "22 November 2025, 08:26 UTC", "November 2025"),
    ("de", "22. November 2025, 08:26 UTC", "November 2025"),
    ("ru", "22 ноября 2025 г., 08:26 UTC", "ноябрь 2025 г."),
    ("ja", "2025年11月22日 08:26 UTC", "2025年11月"),
  ]) func dates(_ tag: String, _ moment: String, _ month: String) throws {
    let language = try language(tag)
    #expect(language.moment(CivilTime(TestSite.start)) == moment)
    #expect(language.name(Month(of: TestSite.start)) == month)
  }

  @Test func whatIsPutInStaysAsItIs() throws {
    #expect(try language("en").text(.searchOf, "{} {n} <b>") == "Search: {} {n} <b>")
    #expect(try language("en").count(.reactedBy, 2, "{n}") == "Reacted to with {n} by 2 people")
  }

  // MARK: Who is shown which

  @Test(arguments: [
    (nil, "en"), ("", "en"), ("de", "de"), ("DE-at", "de"), ("zh-TW, de;q=0.5", "de"),
    ("fr;q=0.4, de;q=0.5", "de"), ("de;q=0, fr;q=0.1", "fr"), ("de,fr", "de"), ("*", "en"),
    ("*;q=0.1, ja;q=0.05", "en"), ("ja ; q=1.000", "ja"), ("de;q=x, fr;q=0.1", "fr"),
    ("de;q=1e9,fr;q=0.2", "fr"), ("de;q=nan", "en"), (";;;,,,=", "en"), ("ar-EG-u-nu-latn", "ar"),
    (String(repeating: "xx,", count: Languages.maximumRanges) + "de", "en"),
  ]) func accepted(_ header: String?, _ tag: String) throws {
    #expect(try languages.language(accepted: header).tag.text == tag)
  }

  @Test func onlyALanguageThatIsThereIsTheStandard() throws {
    let tag = try #require(LanguageTag("tlh"))
    #expect(throws: Languages.UnknownLanguage.self) { try Languages(standard: tag) }
  }

  // MARK: Templates

  @Test(arguments: [
    "{{words.", "{{words.none}}", "{{words.about_site}}", "{{words.posts.one}}", "{{words.skip",
  ])
  func aWordThatIsNotThereIsNone(_ template: String) throws {
    let english = try language("en")
    #expect(throws: TemplateWords.UnknownWord.self) {
      try TemplateWords.put(english, into: template)
    }
  }

  @Test func wordsStandInTemplatesEscaped() throws {
    let english = try #require(Languages.catalogues.first { $0.tag == "en" })
    let text = String(decoding: english.text, as: UTF8.self)
      .replacing("read_on = Read on", with: "read_on = \"Read\" <on>")
    let language = try Language(.english, [UInt8](text.utf8))
    #expect(
      try TemplateWords.put(language, into: "<a {{words.direction}}>{{words.read_on}}</a>{{x}}")
        == "<a ltr>&quot;Read&quot; &lt;on&gt;</a>{{x}}")
  }
}
