package import XML

/// Makes safe HTML out of anything.
///
/// Nothing of the input reaches the output but by name: a fresh tree is built from allow-listed
/// elements and attributes, in the nesting that an HTML parser would give it back in, and that tree
/// is written. So the three inputs share one builder and one writer:
/// ```
/// xhtml (Element) ─┐
/// html (tokenizer) ├─> TreeBuilder -> [CleanNode] -> HTMLWriter -> SafeHTML
/// plain text ──────┘
/// ```
/// What holds for every output: an HTML parser reads back the tree that was written, and cleaning
/// it again changes nothing. `h1` becomes `h2`, since the page has an `h1` of its own; sectioning
/// elements become `div`.
package enum Sanitizer {
  /// What cleaning gives: never an error, since there is always something safe to show.
  package struct Cleaned: Hashable, Sendable {
    package let html: SafeHTML
    /// The same content without markup; blocks are lines.
    package let text: String
    /// The bounds that cut something off; empty as a rule.
    package let exceeded: Set<SanitizerLimit>

    static let nothing = Cleaned(html: .empty, text: "", exceeded: [])
  }

  /// Cleans the children of an element, as of the `div` of an Atom text construct (RFC 4287,
  /// section 3.1.1.3). `base` is the address that relative references start from; `xml:base` inside
  /// the element is followed, and without either they are dropped.
  package static func clean(
    xhtml container: Element, base: String? = nil, limits: SanitizerLimits = SanitizerLimits()
  ) -> Cleaned {
    clean(xhtml: container, base: base.flatMap(BaseAddress.init), limits: limits)
  }

  /// Cleans markup as `type='html'` carries it (RFC 4287, section 3.1.1.2), or a whole HTML page.
  package static func clean(
    html: String, base: String? = nil, limits: SanitizerLimits = SanitizerLimits()
  ) -> Cleaned {
    clean(html: html, base: base.flatMap(BaseAddress.init), limits: limits)
  }

  /// Makes paragraphs (cut at blank lines), line breaks and links out of plain text, which is never
  /// decoded: `&lt;` stays the four characters that somebody wrote.
  package static func clean(
    text: String, limits: SanitizerLimits = SanitizerLimits()
  ) -> Cleaned {
    var builder = TreeBuilder(limits: limits)
    PlainTextSource.feed(String(decoding: bounded(text, &builder), as: UTF8.self), to: &builder)
    return cleaned(&builder)
  }

  static func clean(
    xhtml container: Element, base: BaseAddress?, limits: SanitizerLimits
  ) -> Cleaned {
    var builder = TreeBuilder(limits: limits)
    XHTMLSource.feed(container, base: base, to: &builder)
    return cleaned(&builder)
  }

  static func clean(html: String, base: BaseAddress?, limits: SanitizerLimits) -> Cleaned {
    var builder = TreeBuilder(limits: limits)
    HTMLSource.feed(bounded(html, &builder), base: base, to: &builder)
    return cleaned(&builder)
  }

  private static func bounded(_ input: String, _ builder: inout TreeBuilder) -> [UInt8] {
    let limit = builder.limits.inputBytes
    guard input.utf8.count > limit else { return Array(input.utf8) }
    builder.exceeded.insert(.inputBytes)
    return Array(input.prefix(utf8Count: limit).utf8)
  }

  private static func cleaned(_ builder: inout TreeBuilder) -> Cleaned {
    let nodes = builder.finish()
    return Cleaned(
      html: SafeHTML(sanitized: HTMLWriter.markup(of: nodes)), text: TextWriter.text(of: nodes),
      exceeded: builder.exceeded)
  }
}
