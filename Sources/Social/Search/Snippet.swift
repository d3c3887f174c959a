/// The place of a text that shows why it was found.
package enum Snippet {
  /// So many code points around what was found.
  package static let length = 200

  /// The text around the first of some words or parts of words, on one line; the beginning if none of them is met.
  /// Case and accents are told apart, unlike in the search: a snippet is a hint.
  package static func around(_ query: PostQuery, in text: String) -> String {
    let folded = text.lowercased()
    // Folding may change the length, and a place is then no place of the text.
    guard folded.unicodeScalars.count == text.unicodeScalars.count else {
      return text.oneLine(limit: length)
    }
    for needle in query.plainWords {
      if let found = folded.firstRange(of: needle) {
        let before = folded.unicodeScalars.distance(
          from: folded.startIndex, to: found.lowerBound)
        return cut(text, around: before)
      }
    }
    return text.oneLine(limit: length)
  }

  private static func cut(_ text: String, around place: Int) -> String {
    let start = max(0, place - length / 3)
    guard start > 0 else { return text.oneLine(limit: length) }
    var rest = text.unicodeScalars.dropFirst(start)
    // Begins with a word, if one begins soon.
    if let blank = rest.prefix(20).firstIndex(where: { $0.properties.isWhitespace }) {
      rest = rest[blank...]
    }
    return "…" + String(rest).oneLine(limit: length - 1)
  }
}

extension PostQuery {
  /// The words and parts of words, whatever was to be done with them.
  package var plainWords: [String] {
    terms.flatMap { term in
      switch term {
      case .words(let words): words
      case .prefix(let word): [word]
      case .run(let run): [run]
      }
    }
  }
}
