import Social
import XMPP

/// A language of the interface: its words, from the catalogue of its name (`Languages/de.words`).
struct Language: Sendable {
  let tag: LanguageTag
  private let phrases: [String: Phrase]
  private let rule: PluralRule

  /// Months as they stand alone, and as they stand in dates: some languages decline them.
  private let months: [String]
  private let monthsInDates: [String]

  /// Throws `CatalogueProblem`: a word is missing, is not known, or has no room for what is put into it.
  init(_ tag: LanguageTag, _ catalogue: [UInt8]) throws(CatalogueProblem) {
    let catalogue = try Catalogue(catalogue)
    rule = PluralRule(tag)
    try catalogue.check(rule)
    self.tag = tag
    phrases = catalogue.phrases
    months = try catalogue.months(.months)
    monthsInDates = try catalogue.months(.monthsInDates)
  }

  var direction: String { tag.isRightToLeft ? "rtl" : "ltr" }

  /// What a page in it is kept by.
  func key(_ target: String) -> String { "\(tag.text) \(target)" }

  subscript(word: Word) -> String { text(word, "") }

  /// With a value put in.
  func text(_ word: Word, _ value: String) -> String { write(word.rawValue) { _ in value } }

  /// In the form for this number; with a value put in, where there is room for one.
  func count(_ word: CountedWord, _ number: Int, _ value: String = "") -> String {
    write(word.key(rule.form(of: number))) { $0 == .number ? String(number) : value }
  }

  /// `22 November 2025`
  func date(_ time: CivilTime) -> String {
    write(Word.date.rawValue) { slot in
      switch slot {
      case .day: String(time.day)
      case .month: monthsInDates[time.month - 1]
      default: String(time.year)
      }
    }
  }

  /// `22 November 2025, 10:23 UTC`
  func moment(_ time: CivilTime) -> String {
    write(Word.moment.rawValue) { $0 == .date ? date(time) : time.clock }
  }

  /// `November 2026`
  func name(_ month: Month) -> String {
    write(Word.monthOfYear.rawValue) {
      $0 == .month ? months[month.month - 1] : String(month.year)
    }
  }

  private func write(_ name: String, _ value: (Phrase.Slot) -> String) -> String {
    // The catalogue has been checked: there is a phrase for each name.
    phrases[name]?.filled(value) ?? name
  }
}
