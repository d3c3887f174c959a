import PubSub

/// How text is cut for searching: the same way when it is indexed and when it is looked for.
package enum SearchText {
  enum Word: Hashable {
    /// Letters, digits and the marks on them.
    case word(String)
    /// Letters of a script that puts no blanks between words.
    case run(String)
  }

  /// In the order of the text.
  static func words(of text: String) -> [Word] {
    var words: [Word] = []
    eachWord(of: text.unicodeScalars) { scalars, isRun, _ in
      let word = String(String.UnicodeScalarView(scalars))
      words.append(isRun ? .run(word) : .word(word))
    }
    return words
  }

  /// As the full-text index has them.
  package static func words(in text: String) -> [String] {
    words(of: text).map {
      switch $0 {
      case .word(let word), .run(let word): word
      }
    }
  }

  /// `start`: where in the text the word begins, in code points.
  static func eachWord(
    of text: some Sequence<Unicode.Scalar>,
    _ body: (_ word: [Unicode.Scalar], _ isRun: Bool, _ start: Int) -> Void
  ) {
    var current: [Unicode.Scalar] = []
    var isRun = false
    var place = 0
    func flush() {
      guard !current.isEmpty else { return }
      body(current, isRun, place - current.count)
      current.removeAll(keepingCapacity: true)
    }
    for scalar in text {
      defer { place += 1 }
      guard isPartOfAWord(scalar) else {
        flush()
        continue
      }
      // A mark belongs to what it stands on.
      let runs = isMark(scalar) && !current.isEmpty ? isRun : scalar.isUnspaced
      if runs != isRun { flush() }
      isRun = runs
      current.append(scalar)
    }
    flush()
  }

  /// What a text is found by besides its words, blanks between them: the pairs of neighbouring letters of scripts
  /// without blanks, and of `names` (titles, tags, names of people) the groups of three letters of each word. A part of
  /// a word is then found as what follows one another, and `boundary` keeps apart what does not.
  ///
  /// - Parameters:
  ///   - text: looked through for scripts without blanks alone; at most `limit` code points of it.
  package static func grams(names: [String], text: String, limit: Int = 50_000) -> String {
    var grams = Grams()
    for name in names {
      eachWord(of: name.unicodeScalars) { word, isRun, _ in
        grams.add(word[...], size: isRun ? 2 : 3)
      }
    }
    // Most texts have no letter of such a script; that is quickly seen. With E2 begin dashes, quotes and arrows alone.
    if text.hasByte({ $0 >= 0xE0 && $0 != 0xE2 }), text.unicodeScalars.contains(where: \.isUnspaced)
    {
      eachWord(of: text.unicodeScalars.prefix(limit)) { word, isRun, _ in
        if isRun { grams.add(word[...], size: 2) }
      }
    }
    return String(decoding: grams.out, as: UTF8.self)
  }

  /// What is looked for in place of a part of a word; nil for one that is too short. One letter of a script without
  /// blanks is the beginning of a pair.
  package static func grams(ofPart part: String) -> (words: [String], isPrefix: Bool)? {
    let scalars = Array(part.unicodeScalars)
    guard let first = scalars.first else { return nil }
    let size = first.isUnspaced ? 2 : 3
    if scalars.count < size { return size == 2 ? ([part], true) : nil }
    return (groups(scalars, size: size), false)
  }

  private static let boundary: Unicode.Scalar = "\u{E000}"

  /// Groups of letters, blanks between them.
  private struct Grams {
    private(set) var out: [UInt8] = []

    mutating func add(_ word: ArraySlice<Unicode.Scalar>, size: Int) {
      if word.count < size {
        // Found as the beginning of itself; a short word in letters is a word all the same.
        guard size == 2 else { return }
        append(word)
      } else {
        for start in 0...(word.count - size) { append(word[start..<(start + size)]) }
        // The last letter is the beginning of a pair too.
        if size == 2 { append(word[(word.count - 1)...]) }
      }
      append([boundary])
    }

    private mutating func append(_ group: ArraySlice<Unicode.Scalar>) {
      if !out.isEmpty { out.append(UInt8(ascii: " ")) }
      for scalar in group {
        if scalar.isASCII {
          out.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
          out.append(contentsOf: String(scalar).utf8)
        }
      }
    }
  }

  private static func groups(_ scalars: [Unicode.Scalar], size: Int) -> [String] {
    (0...(scalars.count - size)).map {
      String(String.UnicodeScalarView(scalars[$0..<($0 + size)]))
    }
  }

  /// As the index sees it (FTS5's `unicode61`): letters, digits, private use, and the marks on them.
  private static func isPartOfAWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return isASCIILetterOrDigit(scalar.value) }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }

  private static func isASCIILetterOrDigit(_ value: UInt32) -> Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x80 else { return false }
    return switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }
}
