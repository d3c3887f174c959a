import Foundation
import Glibc

/// A text that is looked through for words, whatever the case of their letters: made once for all who wait for
/// some. As bytes, which is much faster than by characters.
struct PlainWords {
  private let text: [UInt8]

  init(_ text: String) { self.text = Self.folded(text) }

  /// Whether it holds one of these.
  func hold(oneOf words: [String]) -> Bool { words.contains { hold(Self.folded($0)) } }

  private func hold(_ word: [UInt8]) -> Bool {
    guard let first = word.first else { return true }
    return text.withUnsafeBytes { text in
      var start = 0
      while start + word.count <= text.count, let base = text.baseAddress,
        let hit = memchr(base + start, Int32(first), text.count - word.count - start + 1)
      {
        if memcmp(hit, word, word.count) == 0 { return true }
        start = UnsafeRawPointer(hit) - base + 1
      }
      return false
    }
  }

  private static func folded(_ text: String) -> [UInt8] {
    Array(text.precomposedStringWithCanonicalMapping.lowercased().utf8)
  }
}
