@_spi(_Unicode) import Swift
import XMPP

/// Words and phrases that no post, and no title or description of a node, may hold, whatever the case and the accents of
/// their letters. Looking a text through takes time in proportion to its length, however many words are blocked.
package struct BlockedWords: Hashable, Sendable {
  /// By the first word of each.
  private var phrases: [String: [[String]]] = [:]

  package init() {}

  /// Those without any letter or digit are left out.
  package init(_ phrases: [String]) {
    for phrase in phrases {
      let words = Self.words(phrase)
      guard let first = words.first else { continue }
      self.phrases[first, default: []].append(words)
    }
  }

  /// Whether a phrase has a word that can be looked for.
  package static func isPhrase(_ text: String) -> Bool { !words(text).isEmpty }

  package var isEmpty: Bool { phrases.isEmpty }

  /// Whether a text holds one of them, as whole words that stand in a row.
  package func areIn(_ text: String) -> Bool {
    guard !isEmpty else { return false }
    let words = Self.words(text)
    return words.indices.contains { start in
      phrases[words[start]]?.contains { words[start...].starts(with: $0) } ?? false
    }
  }

  /// The words of a text, folded. Scripts that have no spaces between words are taken sign by sign.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar.properties.canonicalCombiningClass != .notReordered
    }
    func end() {
      if !word.isEmpty { words.append(String(word)) }
      word = String.UnicodeScalarView()
    }
    for scalar in folded(text) {
      if !isLetter(scalar) {
        end()
      } else {
        if Self.stands(alone: scalar) { end() }
        word.append(scalar)
        if Self.stands(alone: scalar) { end() }
      }
    }
    end()
    return words
  }

  /// Without accents: the marks above and below letters. Those that make other letters, as the voicing of kana, stay.
  private static func folded(_ text: String) -> String.UnicodeScalarView {
    let bare = text.lowercased()._nfd.filter {
      !(202...240).contains($0.properties.canonicalCombiningClass.rawValue)
        && !$0.properties.isDefaultIgnorableCodePoint
    }
    return String.UnicodeScalarView(bare)
  }

  /// Korean syllables have fallen into their letters here, and a part of a syllable is no word.
  private static func stands(alone scalar: Unicode.Scalar) -> Bool {
    scalar.isUnspaced && !(0x1100...0x11FF).contains(scalar.value)
  }
}

extension ServicePolicy {
  /// Throws if what people read of a node holds what is blocked. What it was called before, it may be called.
  func requireUnblocked(
    _ new: NodeConfiguration, insteadOf old: NodeConfiguration? = nil, isAdmin: Bool
  ) throws(StanzaError) {
    guard !isAdmin, !blockedWords.isEmpty else { return }
    for (text, former) in [
      (new.title, old?.title), (new.description, old?.description),
    ] {
      guard let text, text != former, blockedWords.areIn(text) else { continue }
      throw .blockedWords
    }
  }
}
