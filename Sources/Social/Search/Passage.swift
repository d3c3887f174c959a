/// The place of a text that shows why it was found, with what was found in it.
package struct Passage: Hashable, Sendable {
  package struct Piece: Hashable, Sendable {
    package var text: String
    /// Whether it is what was looked for.
    package var isFound: Bool
  }

  /// On one line. None if there is nothing to be seen.
  package private(set) var pieces: [Piece] = []

  package var text: String { pieces.map(\.text).joined() }

  /// So many code points around what was found.
  package static let length = 200
  /// So many code points of a text are looked through.
  package static let searched = 4_000

  /// The text around where most of what is looked for stands together; the beginning if none of it is met.
  ///
  /// - Parameter length: in code points.
  package init(of text: String, for query: PostQuery, length: Int = Self.length) {
    let scalars = Array(text.unicodeScalars.prefix(Self.searched))
    let found = FoundWords(query, in: scalars)
    var start = 0
    if scalars.count > length, let place = found.densest(within: length * 2 / 3) {
      start = Self.beginning(max(0, place - length / 3), scalars)
    }
    add(scalars[start...], found, limit: length)
  }

  /// All of a title.
  package init(title: String, for query: PostQuery) {
    let scalars = Array(title.unicodeScalars.prefix(Self.searched))
    add(scalars[...], FoundWords(query, in: scalars), limit: Self.searched)
  }

  /// Begins with a word, if one begins soon, and with no mark of a letter that is cut off.
  private static func beginning(_ start: Int, _ scalars: [Unicode.Scalar]) -> Int {
    guard start > 0 else { return 0 }
    if let blank = scalars[start...].prefix(20).firstIndex(where: \.isWhitespace) { return blank }
    return scalars[start...].firstIndex { !$0.properties.isGraphemeExtend } ?? start
  }

  private mutating func add(_ part: ArraySlice<Unicode.Scalar>, _ found: FoundWords, limit: Int) {
    var line = Line()
    let room = part.startIndex > 0 ? limit - 1 : limit
    var isCut = false
    for index in part.indices {
      guard line.append(part[index], isFound: found.holds(index), limit: room) else {
        isCut = true
        break
      }
    }
    if isCut { line.cutAtWord() }
    guard !line.isBlank else { return }
    if part.startIndex > 0 { append("…", isFound: false) }
    for (scalar, isFound) in line.scalars { append(scalar, isFound: isFound) }
    if isCut { append("…", isFound: false) }
  }

  private mutating func append(_ scalar: Unicode.Scalar, isFound: Bool) {
    if let last = pieces.indices.last, pieces[last].isFound == isFound {
      pieces[last].text.unicodeScalars.append(scalar)
    } else {
      pieces.append(Piece(text: String(scalar), isFound: isFound))
    }
  }
}

/// Text on one line: white space collapsed, invisible controls gone.
private struct Line {
  private(set) var scalars: [(scalar: Unicode.Scalar, isFound: Bool)] = []
  /// A blank that is written before the next letter, if there is one.
  private var blank: Bool?

  var isBlank: Bool { scalars.allSatisfy(\.scalar.isBlank) }

  /// False, and nothing is added, where there is no room for so much.
  mutating func append(_ scalar: Unicode.Scalar, isFound: Bool, limit: Int) -> Bool {
    if scalar.isWhitespace || scalar == "\u{2028}" || scalar == "\u{2029}" {
      if !scalars.isEmpty { blank = (blank ?? true) && isFound }
      return true
    }
    guard !scalar.isForbidden, !scalar.isInvisibleControl || scalar.isDirectionMark else {
      return true
    }
    guard scalars.count + (blank == nil ? 1 : 2) <= limit else { return false }
    if let blank { scalars.append((" ", blank)) }
    blank = nil
    scalars.append((scalar, isFound))
    return true
  }

  /// Ends after a word of its last third, if one ends there, and has room for an ellipsis.
  mutating func cutAtWord() {
    guard scalars.count > 1 else { return }
    let earliest = scalars.count * 2 / 3
    let end = scalars[earliest...].lastIndex { $0.scalar == " " } ?? scalars.count - 1
    scalars.removeSubrange(end...)
  }
}
