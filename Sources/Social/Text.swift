extension Unicode.Scalar {
  /// Has no place in text: controls but tab and line feed, and noncharacters. XML 1.0 forbids most
  /// of them, and HTML parsers change the others.
  var isForbidden: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F...0x9F, 0xFDD0...0xFDEF: true
    default: value & 0xFFFE == 0xFFFE
    }
  }

  /// Turns the direction of what follows it, or cannot be seen at all: not for names and addresses.
  var isInvisibleControl: Bool {
    switch value {
    case 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0001: true
    default: false
    }
  }

  /// U+200E and U+200F, which people write to set mixed text right. Unlike embeddings, overrides and
  /// isolates they have no end to forget, and turn nothing round that has a direction of its own.
  var isDirectionMark: Bool { value == 0x200E || value == 0x200F }

  /// The property of Unicode, at once for ASCII.
  var isWhitespace: Bool {
    value < 0x80 ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }

  /// Leaves nothing to be seen when it stands alone (U+2800 is a blank by another name).
  var isBlank: Bool {
    if value < 0x80 { return isWhitespace }
    return properties.isDefaultIgnorableCodePoint || properties.isWhitespace || value == 0x2800
      || value == 0x061C
  }
}

extension String {
  /// Whether one of the UTF-8 bytes is such a byte; quick, for texts that are looked through only if they have to be.
  func hasByte(_ isMeant: (UInt8) -> Bool) -> Bool {
    utf8.withContiguousStorageIfAvailable { $0.contains(where: isMeant) }
      ?? utf8.contains(where: isMeant)
  }

  /// Whether it has more than so many code points.
  func isLonger(than limit: Int) -> Bool {
    utf8.count > limit && (utf8.count > 4 * limit || unicodeScalars.count > limit)
  }

  /// The text without what `isForbidden` names and with line feeds as the only line ends.
  var cleanedText: String {
    // Most text has not even a byte that such a code point could begin with.
    let isSuspect = hasByte {
      $0 < 0x20 ? $0 != 0x0A && $0 != 0x09 : $0 == 0x7F || $0 == 0xC2 || $0 >= 0xEF
    }
    guard isSuspect, unicodeScalars.contains(where: \.isForbidden) else { return self }
    var out = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in unicodeScalars {
      if scalar == "\r" || (scalar == "\n" && previous != "\r") {
        out.append("\n")
      } else if scalar != "\n", !scalar.isForbidden {
        out.append(scalar)
      }
      previous = scalar
    }
    return String(out)
  }

  /// The longest beginning that takes no more than so many UTF-8 bytes, cut between code points.
  func prefix(utf8Count limit: Int) -> Substring {
    guard utf8.count > limit else { return self[...] }
    var end = utf8.index(startIndex, offsetBy: max(limit, 0))
    while end > startIndex, UTF8.isContinuation(utf8[end]) { end = utf8.index(before: end) }
    return self[..<end]
  }

  /// The text on one line: white space and line ends collapsed to single blanks, invisible controls
  /// gone, at most so many code points. A longer one is cut after a word if there is one near, and
  /// ends with an ellipsis. Empty if there is nothing in it to be seen.
  package func oneLine(limit: Int) -> String {
    let line = collapsed(limit: limit)
    return line.unicodeScalars.allSatisfy(\.isBlank) ? "" : line
  }

  private func collapsed(limit: Int) -> String {
    var line = String.UnicodeScalarView()
    var count = 0
    var space = false
    for scalar in unicodeScalars {
      if scalar.isWhitespace || scalar == "\u{2028}" || scalar == "\u{2029}" {
        space = !line.isEmpty
        continue
      }
      if scalar.isForbidden || scalar.isInvisibleControl && !scalar.isDirectionMark { continue }
      if count + (space ? 2 : 1) > limit {
        return space && count < limit ? String(line) + "…" : String(line).cutAtWord()
      }
      if space { line.append(" ") }
      line.append(scalar)
      count += space ? 2 : 1
      space = false
    }
    return String(line)
  }

  /// A line that was cut off anywhere, ended after a word of its last third and with an ellipsis.
  private func cutAtWord() -> String {
    let scalars = unicodeScalars
    guard let last = scalars.last else { return "" }
    let earliest = scalars.index(scalars.startIndex, offsetBy: scalars.count * 2 / 3)
    var kept = Substring(self)
    if let blank = scalars[earliest...].lastIndex(of: " ") {
      kept = self[..<blank]
    } else {
      kept = self[..<scalars.index(before: scalars.endIndex)]
      if scalars.count == 1 { return String(last) }
    }
    return String(kept) + "…"
  }
}
