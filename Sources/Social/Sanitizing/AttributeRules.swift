/// Which attributes an element may have, and what in them. The output is the same whatever the
/// order of the input, and cleaning it again changes nothing.
struct AttributeRules {
  let limits: SanitizerLimits
  let base: BaseAddress?
  private(set) var exceeded: Set<SanitizerLimit> = []

  init(limits: SanitizerLimits, base: BaseAddress?) {
    self.limits = limits
    self.base = base
  }

  /// The attributes that stay; nil if the element is nothing without those that it was given (a
  /// link without an address, a picture without a source).
  mutating func clean(_ tag: Tag, _ given: [MarkupAttribute]) -> [MarkupAttribute]? {
    var out: [MarkupAttribute] = []
    switch tag {
    case .a:
      guard let href = address(given, "href", SafeAddress.link) else { return nil }
      out = [
        MarkupAttribute("href", href), MarkupAttribute("rel", "nofollow ugc noopener noreferrer"),
      ]
    case .img:
      guard let source = address(given, "src", SafeAddress.media) else { return nil }
      out = [
        MarkupAttribute("src", source), MarkupAttribute("alt", text(given, "alt") ?? ""),
        MarkupAttribute("loading", "lazy"),
      ]
      out += [number(given, "width", 1...10_000), number(given, "height", 1...10_000)]
        .compactMap { $0 }
    case .audio, .video:
      // Without `src` it waits for a `<source>` inside (see `TreeBuilder.mediaSource`).
      out = [MarkupAttribute("controls", ""), MarkupAttribute("preload", "none")]
      if tag == .video {
        out += [number(given, "width", 1...10_000), number(given, "height", 1...10_000)]
          .compactMap { $0 }
      }
      if let source = mediaSource(given) { out.append(source) }
    case .blockquote, .q: out += cite(given)
    case .del, .ins: out += cite(given) + moment(given)
    case .time: out += moment(given)
    case .ol:
      if given.contains(where: { $0.name == "reversed" }) {
        out.append(MarkupAttribute("reversed", ""))
      }
      out += [number(given, "start", -99_999...99_999)].compactMap { $0 }
    case .li: out += [number(given, "value", -99_999...99_999)].compactMap { $0 }
    case .td, .th: out += cell(given, header: tag == .th)
    // Where they are wider than the page, they are scrolled, by keyboard too.
    case .pre, .table: out.append(MarkupAttribute("tabindex", "0"))
    default: break
    }
    return out + global(given)
  }

  /// `src` of a sound, a film or a `<source>`.
  mutating func mediaSource(_ given: [MarkupAttribute]) -> MarkupAttribute? {
    address(given, "src", SafeAddress.media).map { MarkupAttribute("src", $0) }
  }

  /// `alt` of a picture that cannot be shown.
  mutating func text(_ given: [MarkupAttribute], _ name: String) -> String? {
    guard let value = Self.value(given, name)?.cleanedText else { return nil }
    if value.utf8.count > limits.attributeBytes { exceeded.insert(.attributeBytes) }
    return String(value.prefix(utf8Count: limits.attributeBytes))
  }

  private mutating func global(_ given: [MarkupAttribute]) -> [MarkupAttribute] {
    guard !given.isEmpty else { return [] }
    var out: [MarkupAttribute] = []
    if let title = text(given, "title") { out.append(MarkupAttribute("title", title)) }
    if let tag = Self.value(given, "lang").flatMap(LanguageTag.init) {
      out.append(MarkupAttribute("lang", tag.text))
    }
    if let dir = word(given, "dir", ["ltr", "rtl", "auto"]) { out.append(dir) }
    return out
  }

  private mutating func cite(_ given: [MarkupAttribute]) -> [MarkupAttribute] {
    address(given, "cite", SafeAddress.link).map { [MarkupAttribute("cite", $0)] } ?? []
  }

  /// `datetime`: digits and the few signs that dates, times and durations are written with.
  private func moment(_ given: [MarkupAttribute]) -> [MarkupAttribute] {
    guard let value = Self.value(given, "datetime"), !value.isEmpty, value.utf8.count <= 40,
      value.utf8.allSatisfy({
        $0.isASCIIDigit || $0.isASCIILetter || "-+:. ".utf8.contains($0)
      })
    else { return [] }
    return [MarkupAttribute("datetime", value)]
  }

  private func cell(_ given: [MarkupAttribute], header: Bool) -> [MarkupAttribute] {
    [
      number(given, "colspan", 1...1_000), number(given, "rowspan", 0...1_000),
      header ? word(given, "scope", ["row", "col", "rowgroup", "colgroup"]) : nil,
    ].compactMap { $0 }
  }

  private mutating func address(
    _ given: [MarkupAttribute], _ name: String, _ rule: (String, BaseAddress?) -> String?
  ) -> String? {
    guard let value = Self.value(given, name) else { return nil }
    guard value.utf8.count <= limits.addressBytes else {
      exceeded.insert(.addressBytes)
      return nil
    }
    // Encoding can make it longer, and what is written must pass again.
    guard let safe = rule(value, base), safe.utf8.count <= limits.addressBytes else { return nil }
    return safe
  }

  private func number(
    _ given: [MarkupAttribute], _ name: String, _ range: ClosedRange<Int>
  ) -> MarkupAttribute? {
    guard let number = Self.value(given, name).flatMap({ Int($0) }), range.contains(number) else {
      return nil
    }
    return MarkupAttribute(name, String(number))
  }

  private func word(
    _ given: [MarkupAttribute], _ name: String, _ allowed: [String]
  ) -> MarkupAttribute? {
    guard let value = Self.value(given, name)?.lowercased(), allowed.contains(value) else {
      return nil
    }
    return MarkupAttribute(name, value)
  }

  private static func value(_ given: [MarkupAttribute], _ name: String) -> String? {
    given.first { $0.name == name }?.value
  }
}
