/// Markup that may go into a page unescaped, because the sanitiser made it.
///
/// It is HTML, not XML (`<br>`). A feed carries these very bytes as `type='html'`, so that a reader
/// shows what the page shows.
package struct SafeHTML: Hashable, Sendable {
  package let markup: String

  /// Of this room alone: see `Sanitizer`.
  init(sanitized markup: String) { self.markup = markup }

  package static let empty = SafeHTML(sanitized: "")

  /// Takes back what was stored, if today's sanitiser made it; nil means: sanitise the payload
  /// again.
  package init?(stored markup: String, version: Int) {
    guard version == Sanitizer.version else { return nil }
    self.init(sanitized: markup)
  }

  /// Calls `body` with the address of each link of a scheme, as it was before it was escaped.
  func forEachLink(scheme: String, _ body: (String) -> Void) {
    // Only the writer puts these bytes there: a quotation mark in text is escaped.
    let start = " href=\"\(scheme):"
    guard markup.utf8.count > start.utf8.count, markup.hasByte({ $0 == UInt8(ascii: "\"") }) else {
      return
    }
    for part in markup.split(separator: start, omittingEmptySubsequences: false).dropFirst() {
      let address = part.prefix { $0 != "\"" }
      body("\(scheme):" + address.replacing("&#39;", with: "'").replacing("&amp;", with: "&"))
    }
  }
}
