import Foundation
import Glibc

/// A text that is looked through for words, whatever the case of their letters: made once for all who wait for
/// some. As bytes, which is much faster than by characters.
struct PlainWords {
  /// Ends with a zero, which no stanza holds.
  private let text: ContiguousArray<CChar>

  init(_ text: String) { self.init(folded: Self.folded(text)) }

  init(folded text: String) { self.text = text.utf8CString }

  /// A text as it is searched.
  static func folded(_ text: String) -> String {
    text.precomposedStringWithCanonicalMapping.lowercased()
  }

  /// Whether it holds one of these. Takes time in proportion to the length of the text, whatever the words.
  func hold(oneOf words: Keywords) -> Bool {
    text.withUnsafeBufferPointer { text in
      words.folded.contains { word in
        word.withUnsafeBufferPointer { word in
          guard let text = text.baseAddress, let word = word.baseAddress else { return false }
          return strstr(text, word) != nil
        }
      }
    }
  }

  /// What it costs to look for some words.
  func cost(_ words: Keywords) -> Int { text.count * words.folded.count }
}

/// Words that are looked for in many texts: made ready once.
struct Keywords {
  fileprivate let folded: [ContiguousArray<CChar>]

  init(_ words: [String]) { folded = words.map { PlainWords.folded($0).utf8CString } }

  var isEmpty: Bool { folded.isEmpty }
}

/// How much may be looked through for keywords at a time, which people choose and pay nothing for.
package struct SearchBudget {
  /// In bytes of text, times keywords.
  private var left: Int

  package init(_ bytes: Int = 4_194_304) { left = bytes }

  package var isSpent: Bool { left <= 0 }

  mutating func spend(_ bytes: Int) { left -= bytes }
}
