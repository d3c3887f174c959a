/// Feeds the builder from plain text: paragraphs, line breaks and links.
enum PlainTextSource {
  static func feed(_ text: String, to builder: inout TreeBuilder) {
    var inParagraph = false
    for line in lines(of: text.cleanedText) {
      if builder.isFull { return }
      if line.allSatisfy(\.isWhitespace) {
        if inParagraph { builder.end(.p) }
        inParagraph = false
        continue
      }
      builder.start(inParagraph ? .br : .p)
      inParagraph = true
      feed(line: line, to: &builder)
    }
    if inParagraph { builder.end(.p) }
  }

  private static func lines(of text: String) -> [Substring] {
    guard text.hasByte({ $0 == 0x0A }) else { return [text[...]] }
    return text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map(Substring.init)
  }

  private static func feed(line: Substring, to builder: inout TreeBuilder) {
    var rest = line
    var scan = line
    while let colon = scan.utf8.firstIndex(of: UInt8(ascii: ":")) {
      guard let found = address(around: colon, in: rest) else {
        scan = scan[scan.utf8.index(after: colon)...]
        continue
      }
      // Not looked at again, used or not: so the work stays linear.
      scan = scan[found.endIndex...]
      guard found.utf8.count <= builder.limits.addressBytes,
        let href = SafeAddress.link(String(found))
      else { continue }
      builder.text(String(rest[..<found.startIndex]))
      builder.start(.a, [MarkupAttribute("href", href)])
      builder.text(String(found))
      builder.end(.a)
      rest = scan
    }
    builder.text(String(rest))
  }

  /// The address whose scheme ends at this colon: `http`, `https` or `xmpp`, at the start of a
  /// word.
  private static func address(around colon: Substring.Index, in text: Substring) -> Substring? {
    let before = text[..<colon].utf8
    var start = before.endIndex
    var length = 0
    while start > before.startIndex, length < 6,
      before[before.index(before: start)].isASCIILetter
        || before[before.index(before: start)].isASCIIDigit
    {
      start = before.index(before: start)
      length += 1
    }
    let rest = text[text.utf8.index(after: colon)...]
    switch text[start..<colon].lowercased() {
    case "http", "https": guard rest.hasPrefix("//") else { return nil }
    case "xmpp": break
    default: return nil
    }
    if start > text.startIndex, text[text.index(before: start)].isLetter { return nil }
    let end = rest.firstIndex { $0.isWhitespace || "<>\"`".contains($0) } ?? rest.endIndex
    let address = withoutPunctuation(text[start..<end])
    return address.endIndex > rest.startIndex ? address : nil
  }

  /// A full stop or a bracket at the end belongs to the sentence, unless the address opened it.
  private static func withoutPunctuation(_ text: Substring) -> Substring {
    var address = text
    var unopened =
      address.utf8.count { $0 == UInt8(ascii: ")") }
      - address.utf8.count { $0 == UInt8(ascii: "(") }
    while let last = address.last {
      if last == ")", unopened > 0 {
        unopened -= 1
      } else if !".,;:!?'*_]}»”’…".contains(last) {
        break
      }
      address.removeLast()
    }
    return address
  }
}
