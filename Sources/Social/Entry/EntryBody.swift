package import XML
import XMPP

/// What an entry says: its title and its content (RFC 4287, sections 3.1 and 4.1.3).
struct EntryBody {
  private(set) var title = ""
  private(set) var html = SafeHTML.empty
  private(set) var text = ""
  private(set) var language: String?

  init(_ entry: Element, limits: EntryLimits) {
    let base = entry.base(within: nil)
    let titleElement = entry.first("title", Namespace.atom)
    let titleConstruct = titleElement.map { TextConstruct($0, base: base) }
    let cleanedTitle = titleConstruct?.cleaned(limits: limits.content)
    title = cleanedTitle?.text.oneLine(limit: limits.titleLength) ?? ""

    let content =
      Self.best(entry.all("content", Namespace.atom), base: base, limits: limits)
      ?? Self.best(entry.all("summary", Namespace.atom), base: base, limits: limits)
    language =
      (content?.element.lang ?? titleElement?.lang ?? entry.lang)
      .flatMap(LanguageTag.init)?.text
    if let content {
      html = content.cleaned.html
      text = content.cleaned.text
      // Compared as it would be shown, so that only a whole repetition counts.
      if !text.isLonger(than: limits.titleLength),
        text.oneLine(limit: limits.titleLength) == title
      {
        title = ""
      }
    } else if let cleanedTitle {
      html = cleanedTitle.html
      text = cleanedTitle.text
      title = ""
    }
  }

  /// The content that says most about its looks and is not empty; the first of equal ones.
  private static func best(
    _ candidates: [Element], base: BaseAddress?, limits: EntryLimits
  ) -> (element: Element, cleaned: Sanitizer.Cleaned)? {
    let constructs = candidates.prefix(limits.contents).map { ($0, TextConstruct($0, base: base)) }
    for kind in [TextConstruct.Kind.xhtml, .html, .text] {
      for (element, construct) in constructs where construct.kind == kind {
        let cleaned = construct.cleaned(limits: limits.content)
        if !cleaned.html.markup.isEmpty { return (element, cleaned) }
      }
    }
    return nil
  }
}

extension Entry {
  /// The markup of an entry alone, as `html` has it.
  package static func html(of payload: Element) -> SafeHTML {
    EntryBody(payload, limits: EntryLimits()).html
  }
}

/// `title`, `summary` or `content` of an entry, its type guessed where it is missing or wrong.
struct TextConstruct {
  enum Kind { case xhtml, html, text, other }

  private let element: Element
  private let base: BaseAddress?
  let kind: Kind

  init(_ element: Element, base: BaseAddress?) {
    self.element = element
    self.base = element.base(within: base)
    kind = Self.kind(of: element)
  }

  private static func kind(of element: Element) -> Kind {
    let hasMarkup = element.elements.contains { _ in true }
    let type = (element["type"] ?? "text").prefix { $0 != ";" }.lowercased()
    switch String(type).trimmed {
    case "xhtml", "application/xhtml+xml": return hasMarkup ? .xhtml : .text
    // Some write elements where escaped markup was announced, or forget the type.
    case "html", "text/html": return hasMarkup ? .xhtml : .html
    case "text", "": return hasMarkup ? .xhtml : .text
    // `text/markdown` and its like are written to be read as they are.
    case let other: return other.hasPrefix("text/") && !hasMarkup ? .text : .other
    }
  }

  func cleaned(limits: SanitizerLimits) -> Sanitizer.Cleaned {
    switch kind {
    case .xhtml: Sanitizer.clean(xhtml: container, base: base, limits: limits)
    case .html: Sanitizer.clean(html: element.text, base: base, limits: limits)
    case .text: Sanitizer.clean(text: element.text, limits: limits)
    case .other: Sanitizer.Cleaned.nothing
    }
  }

  /// The one `div` of an xhtml construct, which is not part of the content (section 3.1.1.3); else
  /// the element itself.
  private var container: Element {
    var only: Element?
    for node in element.children {
      switch node {
      case .element(let child):
        guard only == nil, child.is("div", Namespace.xhtml) else { return element }
        only = child
      case .text(let text): if !text.trimmed.isEmpty { return element }
      // Only what goes out holds markup that is written already.
      case .written: return element
      }
    }
    return only ?? element
  }
}
