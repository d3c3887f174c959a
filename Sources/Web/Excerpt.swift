/// The beginning of a text for a list.
enum Excerpt {
  /// The paragraphs of at most `length` Unicode scalars (a single grapheme cluster may be of any
  /// length), cut after a word where one ends near.
  static func paragraphs(_ text: String, _ length: Int) -> [String] {
    let scalars = text.unicodeScalars
    guard
      let end = scalars.index(scalars.startIndex, offsetBy: length, limitedBy: scalars.endIndex),
      end != scalars.endIndex
    else { return lines(scalars[...]) }
    let head = scalars[..<end]
    let word = head.lastIndex { $0.properties.isWhitespace } ?? head.startIndex
    let isNear = scalars.distance(from: word, to: end) < length / 4
    var paragraphs = lines(isNear ? head[..<word] : head)
    if let last = paragraphs.popLast() { paragraphs.append(last + "…") }
    return paragraphs
  }

  private static func lines(_ text: Substring.UnicodeScalarView) -> [String] {
    text.split { $0 == "\n" || $0 == "\r" }.map { line in
      String(String.UnicodeScalarView(line.drop { $0.properties.isWhitespace }))
    }.filter { !$0.isEmpty }
  }
}
