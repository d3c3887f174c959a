/// Writes elements as UTF-8 markup.
///
/// The form is canonical: single quotes, `xmlns` on each element whose namespace is not its parent's,
/// no element prefixes, `<a/>` where there is nothing inside; `xmlns:p` stands just before the first
/// attribute that needs it and is not said again where an ancestor in the same call said it. What was
/// parsed comes back equal, and written again byte for byte the same.
///
/// Characters that XML forbids (U+0000, other controls, U+FFFE, U+FFFF) are written as U+FFFD. Names
/// are written as they are: they come from a parser or from the program, never from a stranger's text.
package struct Writer: Sendable {
  package private(set) var bytes: [UInt8]
  /// The attribute prefixes declared on the elements that are open.
  private var scope: [(prefix: String, namespace: String)] = []
  private let limit: Int

  /// - Parameter limit: with more bytes than these no further element is begun: what a stranger sent can grow much
  ///   when it is written, for a namespace that was said once is said wherever it is used.
  package init(capacity: Int = 0, limit: Int = .max) {
    bytes = []
    bytes.reserveCapacity(capacity)
    self.limit = limit
  }

  /// Adds an element.
  ///
  /// - Parameter parent: the default namespace where it will stand; nil if that is not known, which
  ///   makes it say its own in any case, so that the bytes mean the same everywhere.
  package mutating func write(_ element: Element, inNamespace parent: String? = "") {
    guard bytes.count <= limit else { return }
    bytes.append(UInt8(ascii: "<"))
    append(raw: element.name.name)
    if parent != element.name.namespace { append(attribute: "xmlns", element.name.namespace) }
    let outer = scope.count
    // Through a buffer, for a loop over the array itself copies, and so counts references to, each
    // member's strings.
    element.attributes.withUnsafeBufferPointer { attributes in
      for index in attributes.indices {
        if attributes[index].name.namespace.isEmpty {
          append(attribute: attributes[index].name.name, attributes[index].value)
        } else {
          append(prefixed: attributes[index], of: element, declaredBefore: outer)
        }
      }
    }
    if element.children.isEmpty {
      append("/>")
    } else {
      bytes.append(UInt8(ascii: ">"))
      element.children.withUnsafeBufferPointer { children in
        for index in children.indices {
          switch children[index] {
          case .element(let child): write(child, inNamespace: element.name.namespace)
          case .text(let text): append(text, escaping: Escapes.inText)
          case .written(let markup): append(raw: markup)
          }
        }
      }
      append("</")
      append(raw: element.name.name)
      bytes.append(UInt8(ascii: ">"))
    }
    if scope.count > outer { scope.removeLast(scope.count - outer) }
  }

  /// Adds markup that is already written.
  package mutating func append(raw: [UInt8]) {
    bytes.append(contentsOf: raw)
  }

  /// Adds markup that is already written.
  package mutating func append(raw: String) {
    let stored: Void? = raw.utf8.withContiguousStorageIfAvailable {
      bytes.append(contentsOf: $0)
    }
    if stored == nil { bytes.append(contentsOf: raw.utf8) }
  }

  /// Adds the value of an attribute, escaped, without the (single) quotes: what differs from one copy
  /// of a stanza to the next.
  package mutating func append(value: String) {
    append(value, escaping: Escapes.inValue)
  }

  // MARK: Attributes

  private mutating func append(attribute name: String, _ value: String) {
    bytes.append(UInt8(ascii: " "))
    append(raw: name)
    append("='")
    append(value, escaping: Escapes.inValue)
    bytes.append(UInt8(ascii: "'"))
  }

  private mutating func append(
    prefixed attribute: Element.Attribute, of element: Element, declaredBefore outer: Int
  ) {
    let namespace = attribute.name.namespace
    var prefix = "xml"
    if namespace != QName.xmlNamespace {
      prefix = usable(attribute, of: element, declaredBefore: outer)
      if scope.last(where: { $0.prefix == prefix })?.namespace != namespace {
        append(attribute: "xmlns:\(prefix)", namespace)
        scope.append((prefix, namespace))
      }
    }
    append(attribute: "\(prefix):\(attribute.name.name)", attribute.value)
  }

  /// The attribute's own prefix, or, if it has none that can be declared on this element, one that
  /// neither this element nor what is open uses. Parsed elements always have their own.
  private func usable(
    _ attribute: Element.Attribute, of element: Element, declaredBefore outer: Int
  ) -> String {
    let (prefix, namespace) = (attribute.prefix, attribute.name.namespace)
    let isTaken = scope[outer...].contains { $0.prefix == prefix && $0.namespace != namespace }
    if !prefix.isEmpty, prefix != "xml", prefix != "xmlns", !isTaken { return prefix }
    var number = 1
    while scope.contains(where: { $0.prefix == "a\(number)" })
      || element.attributes.contains(where: { $0.prefix == "a\(number)" })
    {
      number += 1
    }
    return "a\(number)"
  }

  // MARK: Text

  private mutating func append(_ literal: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  private mutating func append(_ text: String, escaping escapes: Escapes) {
    let stored: Void? = text.utf8.withContiguousStorageIfAvailable {
      append($0, escaping: escapes)
    }
    if stored == nil {
      Array(text.utf8).withUnsafeBufferPointer { append($0, escaping: escapes) }
    }
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>, escaping escapes: Escapes) {
    var start = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      guard escapes.mayNeedOne(byte) else {
        index &+= 1
        continue
      }
      var length = 1
      if byte == 0xEF {
        guard Escapes.isForbidden(text[index...]) else {
          index &+= 1
          continue
        }
        length = 3
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
      append(Escapes.escape(byte))
      index &+= length
      start = index
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }
}

/// Which bytes cannot stand as they are.
private struct Escapes {
  /// Bit n for byte n, of the first 64.
  let mask: UInt64

  private static let controls: UInt64 = 0xFFFF_FFFF
  private static let markup: UInt64 = 1 << 0x26 | 1 << 0x3C | 1 << 0x3E

  /// Tab and line feed stand in text as they are; a carriage return would be read as a line feed.
  static let inText = Escapes(mask: (controls & ~(1 << 0x09 | 1 << 0x0A)) | markup)
  /// In a value all white space but the blank would be read as a blank.
  static let inValue = Escapes(mask: controls | markup | 1 << 0x22 | 1 << 0x27)

  @inline(__always)
  func mayNeedOne(_ byte: UInt8) -> Bool {
    (byte < 64 && mask &>> UInt64(byte) & 1 != 0) || byte == 0xEF
  }

  /// U+FFFE and U+FFFF.
  static func isForbidden(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    text.count >= 3 && text[text.startIndex + 1] == 0xBF && text[text.startIndex + 2] >= 0xBE
  }

  static func escape(_ byte: UInt8) -> StaticString {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "'"): "&apos;"
    case UInt8(ascii: "\""): "&quot;"
    case 0x09: "&#9;"
    case 0x0A: "&#10;"
    case 0x0D: "&#13;"
    default: "\u{FFFD}"
    }
  }
}

extension Element {
  /// The element's markup; see `Writer.write`.
  package func xml(inNamespace parent: String? = "") -> [UInt8] {
    var writer = Writer(capacity: 256)
    writer.write(self, inNamespace: parent)
    return writer.bytes
  }
}
