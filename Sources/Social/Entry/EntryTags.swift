import XML
import XMPP

extension Entry {
  /// The tags of an entry: its categories (RFC 4287, section 4.2.2), then the hashtags of its text.
  static func tags(of payload: Element, _ body: EntryBody, limits: EntryLimits) -> [String] {
    var tags = TagList(limits)
    for category in payload.all("category", Namespace.atom) {
      guard !tags.isFull else { break }
      let raw = category["term"] ?? category["label"] ?? ""
      guard !raw.isLonger(than: 2 * limits.tagLength) else { continue }
      tags.add(String(raw.oneLine(limit: .max).drop { $0 == "#" || $0 == " " }))
    }
    for text in [body.title, body.text] where !tags.isFull {
      Hashtag.each(in: text, length: limits.tagLength) { tag in
        tags.add(tag)
        return !tags.isFull
      }
    }
    return tags.list
  }
}

/// Each tag once; canonically equal spellings are one.
private struct TagList {
  private(set) var list: [String] = []
  private var seen: Set<String> = []
  private let limits: EntryLimits

  init(_ limits: EntryLimits) { self.limits = limits }

  var isFull: Bool { list.count >= limits.tags }

  mutating func add(_ raw: String) {
    let tag = raw.lowercased().composed
    guard !isFull, !tag.isEmpty, tag.unicodeScalars.count <= limits.tagLength,
      seen.insert(tag).inserted
    else { return }
    list.append(tag)
  }
}

/// `#tag` in plain text: letters, digits, marks and `_`, not digits alone, where a word could begin.
enum Hashtag {
  /// Calls `body` with each one, without its sign, until that returns false.
  static func each(in text: String, length: Int, _ body: (String) -> Bool) {
    guard text.hasByte({ $0 == 0x23 || $0 == 0xEF }) else { return }
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    var previous: Unicode.Scalar = " "
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      defer { previous = scalar }
      guard isSign(scalar), mayPrecede(previous) else { continue }
      let rest = scalars[index...]
      let end = rest.firstIndex { !isPart($0) } ?? scalars.endIndex
      let word = rest[..<end]
      guard let last = word.last else { continue }
      index = end
      defer { previous = last }
      // `#a#b` is no tag but part of something else.
      let isWhole = end == scalars.endIndex || !isSign(scalars[end])
      guard isWhole, word.prefix(length + 1).count <= length, word.contains(where: isLetter) else {
        continue
      }
      if !body(String(word)) { return }
    }
  }

  /// U+FF03 is the same sign where characters are wide.
  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "#" || scalar.value == 0xFF03
  }

  /// Not inside a word or an address, and not in a character reference.
  private static func mayPrecede(_ scalar: Unicode.Scalar) -> Bool {
    !isPart(scalar) && !isSign(scalar) && scalar != "/" && scalar != "&" && scalar != "?"
      && scalar != "="
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) || scalar == "_" || scalar.value == 0x200C || scalar.value == 0x200D
      || [.decimalNumber, .nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }
}
