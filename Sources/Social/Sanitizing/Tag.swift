/// The elements that may be shown. A name that is not here is dropped and its children are kept,
/// unless it is one of `Tag.droppedWhole`.
enum Tag: String, CaseIterable, Sendable {
  case a, abbr, audio, b, bdi, bdo, blockquote, br, caption, cite, code, dd, del, details, dfn, div
  case dl, dt, em, figcaption, figure, h2, h3, h4, h5, h6, hr, i, img, ins, kbd, li, mark, ol, p,
    pre
  case q, rp, rt, ruby, s, samp, small, span, strong, sub, summary, sup, table, tbody, td, tfoot, th
  case thead, time, tr, u, ul, `var`, video, wbr

  /// Lower-case names to elements: their own, and those that stand for another one here.
  static let named: [String: Tag] = {
    var table = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
    for name in [
      "address", "article", "aside", "center", "fieldset", "footer", "header", "main", "nav",
      "section",
    ] { table[name] = .div }
    table["h1"] = .h2
    table["acronym"] = .abbr
    table["dir"] = .ul
    table["menu"] = .ul
    table["image"] = .img
    table["listing"] = .pre
    table["strike"] = .s
    table["tt"] = .code
    return table
  }()

  /// Dropped with everything inside: scripts, styles, frames, plug-ins, other vocabularies, form
  /// controls, and what an HTML parser reads as raw text.
  static let droppedWhole: Set<String> = rawText.union([
    "applet", "button", "canvas", "datalist", "frameset", "math", "meter", "object", "output",
    "progress", "select", "svg", "template",
  ])

  /// Elements whose content an HTML parser reads without looking for tags (HTML standard, sections
  /// 13.2.5.2 to 13.2.5.5 and 13.2.6.4).
  static let rawText: Set<String> = [
    "iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea",
    "title",
    "xmp",
  ]

  /// Has no content and no end tag.
  var isVoid: Bool {
    switch self {
    case .br, .hr, .img, .wbr: true
    default: false
    }
  }

  /// Opened again in the next block when a block cuts it off (HTML standard, "formatting").
  var isFormatting: Bool {
    switch self {
    case .a, .b, .code, .em, .i, .s, .small, .strong, .u: true
    default: false
    }
  }

  var isHeading: Bool {
    switch self {
    case .h2, .h3, .h4, .h5, .h6: true
    default: false
    }
  }

  var isList: Bool { self == .ul || self == .ol }

  var isMedia: Bool { self == .audio || self == .video }

  var isTableSection: Bool { self == .thead || self == .tbody || self == .tfoot }

  /// Holds nothing but other parts of the table.
  var isTableStructure: Bool { self == .table || isTableSection || self == .tr }

  /// A fresh start: what is open outside is not seen from inside.
  var isScope: Bool { self == .td || self == .th || self == .caption || isTableStructure }

  /// Stands on lines of its own; a paragraph ends before it.
  var isBlock: Bool {
    switch self {
    case .blockquote, .caption, .dd, .details, .div, .dl, .dt, .figcaption, .figure, .h2, .h3, .h4,
      .h5, .h6, .hr, .li, .ol, .p, .pre, .summary, .table, .tbody, .td, .tfoot, .th, .thead, .tr,
      .ul:
      true
    default: false
    }
  }

  /// Levels that must be left below it for its content to have a place.
  var headroom: Int {
    switch self {
    case .table: 3
    case .ul, .ol, .dl: 1
    default: 0
    }
  }
}
