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
    var current = String.UnicodeScalarView()
    var isRun = false
    func flush() {
      guard !current.isEmpty else { return }
      words.append(isRun ? .run(String(current)) : .word(String(current)))
      current = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
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
    return words
  }

  /// What a text is found by besides its words, blanks between them: the pairs of neighbouring letters of scripts
  /// without blanks, and of `names` (titles, tags, names of people) the groups of three letters of each word. A part of
  /// a word is then found as what follows one another, and `boundary` keeps apart what does not.
  ///
  /// - Parameters:
  ///   - text: looked through for scripts without blanks alone; at most `limit` code points of it.
  package static func grams(names: [String], text: String, limit: Int = 50_000) -> String {
    var out: [String] = []
    for name in names {
      for word in words(of: name) {
        switch word {
        case .word(let word): add(Array(word.unicodeScalars), size: 3, to: &out)
        case .run(let run): add(Array(run.unicodeScalars), size: 2, to: &out)
        }
      }
    }
    // Most texts have no letter that such a script could begin with.
    if text.utf8.contains(where: { $0 >= 0xE0 }) {
      for case .run(let run) in words(of: String(text.unicodeScalars.prefix(limit))) {
        add(Array(run.unicodeScalars), size: 2, to: &out)
      }
    }
    return out.joined(separator: " ")
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

  private static let boundary = "\u{E000}"

  private static func add(_ scalars: [Unicode.Scalar], size: Int, to out: inout [String]) {
    if scalars.count < size {
      // Found as the beginning of itself; a short word in letters is a word all the same.
      if size == 2 { out += [string(scalars[...]), boundary] }
      return
    }
    out += groups(scalars, size: size)
    // The last letter is the beginning of a pair too.
    if size == 2 { out += [string(scalars[(scalars.count - 1)...])] }
    out.append(boundary)
  }

  private static func groups(_ scalars: [Unicode.Scalar], size: Int) -> [String] {
    (0...(scalars.count - size)).map { string(scalars[$0..<($0 + size)]) }
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// As the index sees it (FTS5's `unicode61`): letters, digits, private use, and the marks on them.
  private static func isPartOfAWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }
}
