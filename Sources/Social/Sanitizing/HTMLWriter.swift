/// Writes the fresh tree as HTML.
enum HTMLWriter {
  static func markup(of nodes: [CleanNode]) -> String {
    var out: [UInt8] = []
    for node in nodes { write(node, &out) }
    return String(decoding: out, as: UTF8.self)
  }

  private static func write(_ node: CleanNode, _ out: inout [UInt8]) {
    switch node {
    case .text(let text): escape(text, &out)
    case .element(let element): write(element, &out)
    }
  }

  private static func write(_ element: CleanElement, _ out: inout [UInt8]) {
    let name = element.tag.rawValue.utf8
    out.append(UInt8(ascii: "<"))
    out.append(contentsOf: name)
    for attribute in element.attributes {
      out.append(UInt8(ascii: " "))
      out.append(contentsOf: attribute.name.utf8)
      out.append(contentsOf: "=\"".utf8)
      escape(attribute.value, &out)
      out.append(UInt8(ascii: "\""))
    }
    out.append(UInt8(ascii: ">"))
    if element.tag.isVoid { return }
    // A parser drops one line feed right after `<pre>`.
    if element.tag == .pre, case .text(let text)? = element.children.first, text.utf8.first == 0x0A
    {
      out.append(0x0A)
    }
    for child in element.children { write(child, &out) }
    out.append(contentsOf: "</".utf8)
    out.append(contentsOf: name)
    out.append(UInt8(ascii: ">"))
  }

  /// An address as it was before it was escaped: of what is escaped it may hold these two alone (see `SafeAddress`).
  static func unescaped(_ address: ArraySlice<UInt8>) -> String {
    // By bytes: what follows may combine with the last letter.
    String(
      decoding: address.replacing("&#39;".utf8, with: "'".utf8)
        .replacing("&amp;".utf8, with: "&".utf8), as: UTF8.self)
  }

  static func escape(_ text: String, _ out: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      for index in bytes.indices where isEscaped(bytes[index]) {
        guard let reference = reference(for: bytes[index]) else { continue }
        out.append(contentsOf: bytes[start..<index])
        out.append(contentsOf: reference.utf8)
        start = index + 1
      }
      out.append(contentsOf: bytes[start...])
    }
  }

  /// A quick no for most bytes: these six are all below `a`.
  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < UInt8(ascii: "a") && reference(for: byte) != nil
  }

  private static func reference(for byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    case UInt8(ascii: "`"): "&#96;"
    default: nil
    }
  }

  /// Bytes that a piece of text takes once it is escaped.
  static func cost(of text: String) -> Int {
    text.hasByte(isEscaped) ? text.utf8.reduce(0) { $0 + cost(of: $1) } : text.utf8.count
  }

  static func cost(of byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"): 4
    case UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "`"): 5
    case UInt8(ascii: "\""): 6
    default: 1
    }
  }

  /// Bytes that an element takes without its children; never less than are written.
  static func cost(of tag: Tag, _ attributes: [MarkupAttribute]) -> Int {
    // `<name></name>`, and the line feed of `pre`.
    attributes.reduce(2 * tag.rawValue.utf8.count + (tag == .pre ? 6 : 5)) { $0 + cost(of: $1) }
  }

  /// ` name="value"`
  static func cost(of attribute: MarkupAttribute) -> Int {
    attribute.name.utf8.count + 4 + cost(of: attribute.value)
  }
}
