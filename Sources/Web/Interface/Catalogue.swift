/// The words of a language as a file: `name = text` in each line, beside comments (`#`) and empty ones.
struct Catalogue: Sendable {
  private(set) var phrases: [String: Phrase] = [:]

  init(_ bytes: [UInt8]) throws(CatalogueProblem) {
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty && line.first != "#" {
      try read(line, index + 1)
    }
  }

  private mutating func read(_ line: Substring, _ number: Int) throws(CatalogueProblem) {
    let parts = line.split(separator: " = ", maxSplits: 1)
    guard parts.count == 2 else { throw .noWord(line: number) }
    let name = String(parts[0])
    guard phrases[name] == nil else { throw .twice(name) }
    do {
      phrases[name] = try Phrase(String(parts[1]))
    } catch {
      throw .wrongSlots(name)
    }
  }

  /// Whether exactly the words are there that a language of this kind has, with room for what is put into them.
  func check(_ rule: PluralRule) throws(CatalogueProblem) {
    var slots = Dictionary(uniqueKeysWithValues: Word.allCases.map { ($0.rawValue, $0.slots) })
    for word in CountedWord.allCases {
      for form in rule.forms { slots[word.key(form)] = word.slots }
    }
    for (name, wanted) in slots {
      guard let phrase = phrases[name] else { throw .missing(name) }
      // A form of one number may do without it.
      let counts: Set<Phrase.Slot> = name.contains(".") ? [.number] : []
      guard phrase.slots.subtracting(counts) == wanted else { throw .wrongSlots(name) }
    }
    if let name = phrases.keys.first(where: { slots[$0] == nil }) { throw .unknown(name) }
  }

  /// Twelve names.
  func months(_ word: Word) throws(CatalogueProblem) -> [String] {
    let text = phrases[word.rawValue]?.filled { _ in "" } ?? ""
    let names = text.split(separator: "|").map(String.init)
    guard names.count == 12 else { throw .wrongMonths }
    return names
  }
}

enum CatalogueProblem: Error, Hashable {
  case noWord(line: Int)
  case twice(String)
  case missing(String)
  case unknown(String)
  case wrongSlots(String)
  case wrongMonths
}
