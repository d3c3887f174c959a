/// Markup that may go into a page unescaped, because the sanitiser made it.
///
/// It is HTML, not XML (`<br>`). A feed carries these very bytes as `type='html'`, so that a reader
/// shows what the page shows.
package struct SafeHTML: Hashable, Sendable {
  package let markup: String

  /// Of this room alone: see `Sanitizer`.
  init(sanitized markup: String) { self.markup = markup }

  package static let empty = SafeHTML(sanitized: "")

  /// Calls `body` with the address of each link of a scheme, as it was before it was escaped.
  func forEachLink(scheme: String, _ body: (String) -> Void) {
    // Only the writer puts quotation marks there: one in text is escaped.
    let quotationMark = UInt8(ascii: "\"")
    let (before, after) = (Array(" href=".utf8), Array("\(scheme):".utf8))
    let bytes = Array(markup.utf8)
    var rest = bytes[...]
    while let mark = rest.firstIndex(of: quotationMark) {
      rest = bytes[(mark + 1)...]
      guard rest.starts(with: after), bytes[..<mark].suffix(before.count).elementsEqual(before)
      else { continue }
      body(HTMLWriter.unescaped(rest.prefix { $0 != quotationMark }))
    }
  }

  /// The same content with the pictures at other addresses.
  ///
  /// It reads what the writer has written, and a writer's `<` stands nowhere but where a tag begins; the address of a picture
  /// is its first attribute (see `AttributeRules`).
  ///
  /// - Parameter address: is given each picture's address, as it was before it was escaped.
  package func movingPictures(to address: (String) -> String) -> SafeHTML {
    guard markup.utf8.contains(Self.pictureTag) else { return self }
    let bytes = Array(markup.utf8)
    var (out, rest): ([UInt8], ArraySlice<UInt8>) = ([], bytes[...])
    out.reserveCapacity(bytes.count + 512)
    while let tag = rest.firstIndex(of: UInt8(ascii: "<")) {
      let start = tag + Self.pictureTag.count
      guard rest[tag...].starts(with: Self.pictureTag),
        let end = rest[start...].firstIndex(of: UInt8(ascii: "\""))
      else {
        out += rest[...tag]
        rest = rest[(tag + 1)...]
        continue
      }
      out += rest[..<start]
      HTMLWriter.escape(address(HTMLWriter.unescaped(rest[start..<end])), &out)
      rest = rest[end...]
    }
    return SafeHTML(sanitized: String(decoding: out + rest, as: UTF8.self))
  }

  private static let pictureTag = Array("<img src=\"".utf8)
}
