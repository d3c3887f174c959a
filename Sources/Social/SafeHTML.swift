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
      body(
        String(decoding: rest.prefix { $0 != quotationMark }, as: UTF8.self)
          .replacing("&#39;", with: "'").replacing("&amp;", with: "&"))
    }
  }
}
