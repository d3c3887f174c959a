/// The tokenizer of the HTML standard (section 13.2.5), as far as a sanitiser can see it: comments,
/// document types and the content of raw text elements leave no token.
///
/// It never fails and reads each byte a bounded number of times.
struct HTMLTokenizer {
  enum Token: Hashable, Sendable {
    case start(name: String, attributes: [MarkupAttribute], selfClosing: Bool)
    case end(name: String)
    case text(String)
  }

  private let bytes: [UInt8]
  private var position = 0
  /// The name of the raw text element whose content is next.
  private var rawText: String?
  private let attributeLimit: Int
  /// A start tag had more attributes than are looked at.
  private(set) var droppedAttributes = false

  /// UTF-8 bytes; line ends may be of any kind.
  init(_ bytes: [UInt8], attributeLimit: Int) {
    self.bytes = bytes
    self.attributeLimit = attributeLimit
  }

  mutating func next() -> Token? {
    if let name = rawText {
      rawText = nil
      skipRawText(of: name)
    }
    var text: [UInt8] = []
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "<"):
        if opensMarkup {
          if !text.isEmpty { return .text(String(decoding: text, as: UTF8.self)) }
          if let token = markup() { return token }
        } else {
          text.append(UInt8(ascii: "<"))
          position += 1
        }
      case UInt8(ascii: "&"):
        position += 1
        CharacterReference.append(to: &text, from: bytes, at: &position, inAttribute: false)
      default:
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<"),
          bytes[position] != UInt8(ascii: "&")
        { position += 1 }
        text.append(contentsOf: bytes[start..<position])
      }
    }
    return text.isEmpty ? nil : .text(String(decoding: text, as: UTF8.self))
  }

  private func byte(_ offset: Int) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  /// Whether the `<` here begins a tag or a comment ("tag open state").
  private var opensMarkup: Bool {
    guard let next = byte(1) else { return false }
    if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") || next.isASCIILetter { return true }
    return next == UInt8(ascii: "/") && byte(2) != nil
  }

  /// Reads a tag, or skips a comment or a document type (nil).
  private mutating func markup() -> Token? {
    position += 1
    switch bytes[position] {
    case UInt8(ascii: "!"):
      position += 1
      if hasPrefix("--") {
        position += 2
        skipComment()
      } else {
        // `<!DOCTYPE`, `<![CDATA[` (which means nothing in HTML) and bogus comments end alike.
        skip(past: UInt8(ascii: ">"))
      }
      return nil
    case UInt8(ascii: "/"):
      position += 1
      guard let first = byte(0), first.isASCIILetter else {
        skip(past: UInt8(ascii: ">"))  // `</>` and bogus comments
        return nil
      }
      let name = tagName()
      return attributes() == nil ? nil : .end(name: name)
    case UInt8(ascii: "?"):
      skip(past: UInt8(ascii: ">"))
      return nil
    default:
      let name = tagName()
      guard let (attributes, selfClosing) = attributes() else { return nil }
      if Tag.rawText.contains(name) { rawText = name }
      return .start(name: name, attributes: attributes, selfClosing: selfClosing)
    }
  }

  // MARK: Tags

  private mutating func tagName() -> String {
    let start = position
    while let next = byte(0), !next.isHTMLSpace, next != UInt8(ascii: "/"),
      next != UInt8(ascii: ">")
    { position += 1 }
    return lowercase(start..<position)
  }

  /// Up to and with the `>`; nil if the input ends before it ("eof-in-tag": the tag is dropped).
  private mutating func attributes() -> ([MarkupAttribute], selfClosing: Bool)? {
    var found: [MarkupAttribute] = []
    while let next = byte(0) {
      if next.isHTMLSpace {
        position += 1
      } else if next == UInt8(ascii: ">") {
        position += 1
        return (found, false)
      } else if next == UInt8(ascii: "/") {
        position += 1
        if byte(0) == UInt8(ascii: ">") {
          position += 1
          return (found, true)
        }
      } else {
        let name = attributeName()
        let value = attributeValue()
        if found.count >= attributeLimit {
          droppedAttributes = true
        } else if !found.contains(where: { $0.name == name }) {
          found.append(MarkupAttribute(name, value))
        }
      }
    }
    return nil
  }

  private mutating func attributeName() -> String {
    let start = position
    position += 1  // an equals sign in first place is part of the name
    while let next = byte(0), !next.isHTMLSpace, next != UInt8(ascii: "/"),
      next != UInt8(ascii: ">"), next != UInt8(ascii: "=")
    { position += 1 }
    return lowercase(start..<position)
  }

  private mutating func attributeValue() -> String {
    skipSpace()
    guard byte(0) == UInt8(ascii: "=") else { return "" }
    position += 1
    skipSpace()
    switch byte(0) {
    case UInt8(ascii: "\""): return quotedValue(UInt8(ascii: "\""))
    case UInt8(ascii: "'"): return quotedValue(UInt8(ascii: "'"))
    case UInt8(ascii: ">"), nil: return ""
    default: return value { $0.isHTMLSpace || $0 == UInt8(ascii: ">") }
    }
  }

  private mutating func quotedValue(_ quote: UInt8) -> String {
    position += 1
    let text = value { $0 == quote }
    position += 1
    return text
  }

  private mutating func value(until isEnd: (UInt8) -> Bool) -> String {
    var value: [UInt8] = []
    while let next = byte(0), !isEnd(next) {
      position += 1
      if next == UInt8(ascii: "&") {
        CharacterReference.append(to: &value, from: bytes, at: &position, inAttribute: true)
      } else {
        value.append(next)
      }
    }
    return String(decoding: value, as: UTF8.self)
  }

  private mutating func skipSpace() {
    while let next = byte(0), next.isHTMLSpace { position += 1 }
  }

  private func lowercase(_ range: Range<Int>) -> String {
    String(
      decoding: bytes[range].lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self
    )
  }

  // MARK: What leaves no token

  private mutating func skip(past end: UInt8) {
    while let next = byte(0), next != end { position += 1 }
    position = min(position + 1, bytes.count)
  }

  /// From behind `<!--`. `<!-->` and `<!--->` are whole comments, `--!>` ends one too.
  private mutating func skipComment() {
    if hasPrefix(">") {
      position += 1
      return
    }
    if hasPrefix("->") {
      position += 2
      return
    }
    while position < bytes.count {
      if hasPrefix("-->") {
        position += 3
        return
      }
      if hasPrefix("--!>") {
        position += 4
        return
      }
      position += 1
    }
  }

  /// Up to the end tag of a raw text element, or to the end of the input.
  private mutating func skipRawText(of name: String) {
    if name == "plaintext" {
      position = bytes.count
    } else if name == "script" {
      skipScript()
    } else {
      while position < bytes.count, !isEndTag(name) { position += 1 }
    }
  }

  /// Inside `<!-- <script>` an end tag closes the inner script alone ("double escaped state").
  private mutating func skipScript() {
    var escaped = false
    var doubleEscaped = false
    while position < bytes.count {
      if !escaped, hasPrefix("<!--") {
        escaped = true
        position += 1  // its dashes may already be those of `-->`
      } else if escaped, hasPrefix("-->") {
        escaped = false
        doubleEscaped = false
      } else if isEndTag("script") {
        if !doubleEscaped { return }
        doubleEscaped = false
      } else if escaped, isTag("script", after: 1) {
        doubleEscaped = true
      }
      position += 1
    }
  }

  private func isEndTag(_ name: String) -> Bool {
    byte(0) == UInt8(ascii: "<") && byte(1) == UInt8(ascii: "/") && isTag(name, after: 2)
  }

  /// `name` at this offset, in any case, ended as a tag name ends, and `<` before.
  private func isTag(_ name: String, after offset: Int) -> Bool {
    guard byte(0) == UInt8(ascii: "<") else { return false }
    var at = offset
    for expected in name.utf8 {
      guard let found = byte(at), found | 0x20 == expected else { return false }
      at += 1
    }
    guard let end = byte(at) else { return false }
    return end.isHTMLSpace || end == UInt8(ascii: "/") || end == UInt8(ascii: ">")
  }

  private func hasPrefix(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in
      position + wanted.count <= bytes.count
        && bytes[position..<(position + wanted.count)].elementsEqual(wanted)
    }
  }
}

extension UInt8 {
  /// Tab, line feed, form feed, carriage return, blank.
  var isHTMLSpace: Bool {
    self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0C || self == 0x0D
  }
}
