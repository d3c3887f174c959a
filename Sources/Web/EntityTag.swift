/// A strong entity tag (RFC 9110 section 8.8.3).
package struct EntityTag: Hashable, Sendable {
  /// With the quotes.
  package let text: String

  /// FNV-1a of 128 bits: enough against chance, none against intent. Who can choose a part of two
  /// versions of a page can give them one tag; whoever has the first version is then not sent the
  /// second until the page changes again.
  package init(of bytes: some Sequence<UInt8>) {
    var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for byte in bytes {
      hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
    }
    text = "\"" + String(hash, radix: 36) + "\""
  }

  private init(text: String) { self.text = text }

  /// - Parameter mark: the text without the quotes: letters, digits, full stops.
  init(mark: String) { text = "\"\(mark)\"" }

  /// Of the same content, compressed: other bytes have another tag.
  var gzipped: EntityTag { EntityTag(text: "\"\(mark)-gz\"") }

  /// Without the quotes: for an address that changes with the content.
  var mark: String { String(text.dropFirst().dropLast()) }

  /// Whether an `If-None-Match` names this tag: `*` alone, or a list in which the weak mark does not
  /// count (RFC 9110 section 13.1.2). A tag may hold a comma (section 8.8.3); what comes after an
  /// error in the list is not read.
  package func matches(_ ifNoneMatch: String) -> Bool {
    var rest = ifNoneMatch.utf8[...]
    rest.dropBlanks()
    if rest.first == UInt8(ascii: "*") {
      rest.removeFirst()
      rest.dropBlanks()
      return rest.isEmpty
    }
    while !rest.isEmpty {
      if rest.first == UInt8(ascii: ",") {
        rest.removeFirst()
      } else {
        guard let tag = Self.tag(&rest) else { return false }
        if tag.elementsEqual(text.utf8) { return true }
      }
      rest.dropBlanks()
    }
    return false
  }

  /// Takes a tag off the list and the blanks behind it, up to a comma or the end; the weak mark is
  /// left out. nil if there is none.
  private static func tag(_ list: inout Substring.UTF8View) -> Substring.UTF8View? {
    if list.starts(with: "W/".utf8) { list.removeFirst(2) }
    let start = list
    guard list.popFirst() == UInt8(ascii: "\""),
      let end = list.firstIndex(of: UInt8(ascii: "\"")),
      list[..<end].allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return nil }
    list = list[list.index(after: end)...]
    let tag = start[..<list.startIndex]
    list.dropBlanks()
    guard list.isEmpty || list.first == UInt8(ascii: ",") else { return nil }
    return tag
  }
}

extension Substring.UTF8View {
  fileprivate mutating func dropBlanks() {
    self = drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }
}
