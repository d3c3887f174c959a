/// Writes the fresh tree as plain text: white space collapsed as a browser does, blocks on lines of
/// their own, pictures by their `alt`.
struct TextWriter {
  private var out: [UInt8] = []
  private var lineBreaks = 0
  private var space = false
  private var preformatted = 0

  static func text(of nodes: [CleanNode]) -> String {
    var writer = TextWriter()
    for node in nodes { writer.write(node) }
    return String(decoding: writer.out, as: UTF8.self)
  }

  private mutating func write(_ node: CleanNode) {
    switch node {
    case .text(let text): preformatted > 0 ? verbatim(text) : collapsed(text)
    case .element(let element): write(element)
    }
  }

  private mutating func write(_ element: CleanElement) {
    let around = Self.lineBreaks(around: element.tag)
    lineBreaks = max(lineBreaks, around)
    switch element.tag {
    case .br: lineBreaks += 1
    case .img: picture(element.attributes.first { $0.name == "alt" }?.value ?? "")
    case .td, .th: space = true
    case .pre: preformatted += 1
    default: break
    }
    for child in element.children { write(child) }
    if element.tag == .pre { preformatted -= 1 }
    lineBreaks = max(lineBreaks, around)
  }

  private static func lineBreaks(around tag: Tag) -> Int {
    switch tag {
    case .td, .th, .tbody, .thead, .tfoot: 0
    case .dd, .div, .dt, .figcaption, .li, .summary, .tr: 1
    default: tag.isBlock ? 2 : 0
    }
  }

  private mutating func collapsed(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = bytes[...]
      while let first = rest.firstIndex(where: { !Self.isSpace($0) }) {
        space = space || first > rest.startIndex
        let end = rest[first...].firstIndex(where: Self.isSpace) ?? rest.endIndex
        if space || lineBreaks > 0 { separate() }
        out.append(contentsOf: rest[first..<end])
        rest = rest[end...]
      }
      space = space || !rest.isEmpty
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09
  }

  /// Its words are none of those beside it.
  private mutating func picture(_ alt: String) {
    guard !alt.isEmpty else { return }
    space = true
    collapsed(alt)
    space = true
  }

  private mutating func verbatim(_ text: String) {
    guard !text.isEmpty else { return }
    separate()
    out.append(contentsOf: text.utf8)
  }

  private mutating func separate() {
    if !out.isEmpty {
      if lineBreaks > 0 {
        for _ in 0..<min(lineBreaks, 2) { out.append(0x0A) }
      } else if space {
        out.append(0x20)
      }
    }
    lineBreaks = 0
    space = false
  }
}
