@_spi(_Unicode) import Swift

/// Where what a query looks for stands in a text. Case and accents make no difference, as in the search.
struct FoundWords {
  private struct Place {
    var range: Range<Int>
    /// Which of the query's terms it is.
    var term: Int
  }

  /// In the order of the text.
  private var places: [Place] = []
  private var isFound: [Bool]

  /// So many places are looked for.
  private static let maximum = 500

  init(_ query: PostQuery, in text: [Unicode.Scalar]) {
    isFound = Array(repeating: false, count: text.count)
    var folding = Folding()
    let terms = query.terms.map { folding.fold($0) }
    guard !terms.isEmpty else { return }
    let words = folding.words(of: text)
    for start in words.indices where places.count < Self.maximum {
      for (number, term) in terms.enumerated() { add(term.ranges(in: words[start...]), number) }
    }
    if places.isEmpty { addParts(of: terms, in: words) }
    places.sort { $0.range.lowerBound < $1.range.lowerBound }
    for place in places { for index in place.range { isFound[index] = true } }
  }

  /// Words that were found by a part of them.
  private mutating func addParts(of terms: [FoldedTerm], in words: [FoldedWord]) {
    for word in words where places.count < Self.maximum {
      for (number, term) in terms.enumerated() {
        for part in term.words where part.count > 1 { add(word.ranges(of: part), number) }
      }
    }
  }

  private mutating func add(_ ranges: [Range<Int>], _ term: Int) {
    let room = Self.maximum - places.count
    places += ranges.prefix(room).map { Place(range: $0, term: term) }
  }

  func holds(_ index: Int) -> Bool { isFound[index] }

  /// The first place after which most different terms follow within so many code points; nil if there is none.
  func densest(within length: Int) -> Int? {
    var best: (place: Int, terms: Int)?
    // How often each term stands between a place and the end of what is near it.
    var near: [Int: Int] = [:]
    var end = 0
    for place in places {
      let start = place.range.lowerBound
      while end < places.count, places[end].range.lowerBound < start + length {
        near[places[end].term, default: 0] += 1
        end += 1
      }
      if near.count > best?.terms ?? 0 { best = (start, near.count) }
      let rest = (near[place.term] ?? 1) - 1
      near[place.term] = rest > 0 ? rest : nil
    }
    return best?.place
  }
}

/// A word of a text, in small letters without accents.
private struct FoldedWord {
  var letters: [Unicode.Scalar] = []
  /// Where in the text each letter stands.
  var places: [Int] = []
  var end: Int
  /// As `SearchText.Word.run`.
  var isRun: Bool

  /// From one letter up to another one, or to the end; with the marks on the last one.
  func range(_ letters: Range<Int>) -> Range<Int> {
    places[
      letters.lowerBound]..<(letters.upperBound < places.count ? places[letters.upperBound] : end)
  }

  /// All places of a part of it that do not overlap.
  func ranges(of part: [Unicode.Scalar]) -> [Range<Int>] {
    // Of accents alone nothing is left.
    guard !part.isEmpty else { return [] }
    var found: [Range<Int>] = []
    var start = 0
    while start + part.count <= letters.count {
      if letters[start..<(start + part.count)].elementsEqual(part) {
        found.append(range(start..<(start + part.count)))
        start += part.count
      } else {
        start += 1
      }
    }
    return found
  }
}

/// A term of a query, folded in the same way.
private enum FoldedTerm {
  case words([[Unicode.Scalar]])
  case prefix([Unicode.Scalar])
  case run([Unicode.Scalar])

  var words: [[Unicode.Scalar]] {
    switch self {
    case .words(let words): words
    case .prefix(let word), .run(let word): [word]
    }
  }

  /// Where it stands at the beginning of some words of a text; of a run, anywhere in the first one.
  func ranges(in text: ArraySlice<FoldedWord>) -> [Range<Int>] {
    guard let first = text.first else { return [] }
    switch self {
    case .words(let words):
      let found = text.prefix(words.count)
      guard let last = found.last, found.count == words.count,
        zip(found, words).allSatisfy({ $0.letters == $1 })
      else { return [] }
      return [first.range(0..<first.letters.count).lowerBound..<last.end]
    case .prefix(let word):
      guard !word.isEmpty, first.letters.starts(with: word) else { return [] }
      return [first.range(0..<first.letters.count)]
    case .run(let run): return first.isRun ? first.ranges(of: run) : []
    }
  }
}

/// Makes small letters without accents, and remembers what it has made of which.
private struct Folding {
  private var known: [Unicode.Scalar: [Unicode.Scalar]] = [:]

  mutating func fold(_ term: PostQuery.Term) -> FoldedTerm {
    switch term {
    case .words(let words): .words(words.map { fold($0) })
    case .prefix(let word): .prefix(fold(word))
    case .run(let run): .run(fold(run))
    }
  }

  private mutating func fold(_ word: String) -> [Unicode.Scalar] {
    word.unicodeScalars.flatMap { fold($0) }
  }

  mutating func words(of text: [Unicode.Scalar]) -> [FoldedWord] {
    var words: [FoldedWord] = []
    SearchText.eachWord(of: text) { scalars, isRun, start in
      var word = FoldedWord(end: start + scalars.count, isRun: isRun)
      for (offset, scalar) in scalars.enumerated() {
        for letter in fold(scalar) {
          word.letters.append(letter)
          word.places.append(start + offset)
        }
      }
      if !word.letters.isEmpty { words.append(word) }
    }
    return words
  }

  private mutating func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if let letters = known[scalar] { return letters }
    let letters =
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .nonspacingMark:
        scalar.properties.lowercaseMapping._nfd.filter { !Self.isAccent($0) }
      default: [scalar]
      }
    known[scalar] = letters
    return letters
  }

  /// A mark above or below a letter; what makes another letter of it, as the voicing of kana, is none.
  private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
    (202...240).contains(scalar.properties.canonicalCombiningClass.rawValue)
  }
}
