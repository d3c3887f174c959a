import XML
import XMPP

/// Feeds the builder from parsed XHTML. Names count in the XHTML namespace and in lower case alone;
/// what is in another namespace is dropped, and its children are kept unless it is SVG, MathML or
/// has the name of an element that is dropped whole.
enum XHTMLSource {
  private struct Frame {
    var children: ArraySlice<Element.Node>
    var base: BaseAddress?
    var tag: Tag?
  }

  private static let foreign: Set<String> = [
    "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML",
  ]

  static func feed(_ container: Element, base: BaseAddress?, to builder: inout TreeBuilder) {
    // Not recursive: the depth of the input is not this room's to trust.
    var frames = [Frame(children: container.children[...], base: container.base(within: base))]
    while !builder.isFull, !frames.isEmpty {
      let innermost = frames.count - 1
      guard let node = frames[innermost].children.popFirst() else {
        if let tag = frames[innermost].tag { builder.end(tag) }
        frames.removeLast()
        continue
      }
      switch node {
      case .text(let text): builder.text(text)
      case .written: break  // never of a parser: nothing is known of it
      case .element(let element):
        if let frame = open(element, base: frames[innermost].base, &builder) {
          frames.append(frame)
        }
      }
    }
  }

  /// Starts an element; nil if it is dropped with its content.
  private static func open(
    _ element: Element, base: BaseAddress?, _ builder: inout TreeBuilder
  ) -> Frame? {
    let name = element.name
    if foreign.contains(name.namespace) || Tag.droppedWhole.contains(name.name.lowercased()) {
      return nil
    }
    let inner = element.base(within: base)
    var frame = Frame(children: element.children[...], base: inner)
    guard name.namespace == Namespace.xhtml else { return frame }
    if name.name == "source" {
      builder.mediaSource(attributes(of: element, &builder), base: inner)
    } else if let tag = Tag.named[name.name] {
      builder.start(tag, attributes(of: element, &builder), base: inner)
      frame.tag = tag
    }
    return frame
  }

  private static func attributes(
    of element: Element, _ builder: inout TreeBuilder
  ) -> [MarkupAttribute] {
    let limit = builder.limits.attributes
    if element.attributes.count > limit { builder.exceeded.insert(.attributes) }
    var out: [MarkupAttribute] = []
    for attribute in element.attributes.prefix(limit) where attribute.name.namespace.isEmpty {
      out.append(MarkupAttribute(attribute.name.name, attribute.value))
    }
    if let lang = element.lang, !out.contains(where: { $0.name == "lang" }) {
      out.append(MarkupAttribute("lang", lang))
    }
    return out
  }
}

extension Element {
  /// The address that relative references inside this element start from (XML Base).
  func base(within outer: BaseAddress?) -> BaseAddress? {
    let name = QName("base", QName.xmlNamespace)
    guard let value = attributes.first(where: { $0.name == name })?.value else { return outer }
    return outer?.following(value) ?? BaseAddress(value)
  }
}
