/// An XML element as a value: what the parser delivers and the writer writes.
///
/// Element prefixes are not kept (the writer declares `xmlns` instead); attribute prefixes are, since
/// an attribute cannot be in a namespace without one.
package struct Element: Hashable, Sendable {
  package struct Attribute: Hashable, Sendable {
    package var name: QName
    /// As it was written; empty for an attribute in no namespace, `xml` for `xml:lang`.
    package var prefix: String
    package var value: String

    package init(_ name: QName, prefix: String, value: String) {
      self.name = name
      self.prefix = prefix
      self.value = value
    }

    package init(_ name: String, _ value: String) {
      self.init(QName(name), prefix: "", value: value)
    }
  }

  package enum Node: Hashable, Sendable {
    case element(Element)
    case text(String)
    /// Markup that is written already, such as a stored payload: it goes out as it is. The parser never
    /// delivers one, and who looks for elements or text does not see into it.
    case written([UInt8])

    fileprivate func isElement(_ name: String, _ namespace: String) -> Bool {
      if case .element(let element) = self { element.is(name, namespace) } else { false }
    }
  }

  package var name: QName
  package var attributes: [Attribute]
  package var children: [Node]

  package init(_ name: QName, attributes: [Attribute] = [], children: [Node] = []) {
    self.name = name
    self.attributes = attributes
    self.children = children
  }

  /// The usual way to build one: `Element("item", ns, ["id": "x"], [child])`; attributes whose value
  /// is nil are left out.
  package init(
    _ name: String, _ namespace: String, _ attributes: KeyValuePairs<String, String?> = [:],
    _ elements: [Element] = []
  ) {
    self.init(QName(name, namespace))
    for (name, value) in attributes {
      if let value { self.attributes.append(Attribute(name, value)) }
    }
    children = elements.map(Node.element)
  }

  /// An element that holds text alone.
  package init(_ name: String, _ namespace: String, text: String) {
    self.init(QName(name, namespace))
    if !text.isEmpty { children = [.text(text)] }
  }

  package func `is`(_ name: String, _ namespace: String) -> Bool {
    self.name.name == name && self.name.namespace == namespace
  }

  /// The value of an attribute in no namespace.
  package subscript(name: String) -> String? {
    get {
      attributes.first { $0.name.name == name && $0.name.namespace.isEmpty }?.value
    }
    set {
      attributes.removeAll { $0.name.name == name && $0.name.namespace.isEmpty }
      if let newValue { attributes.append(Attribute(name, newValue)) }
    }
  }

  /// `xml:lang` of this element alone.
  package var lang: String? {
    get {
      attributes.first { $0.name.name == "lang" && $0.name.namespace == QName.xmlNamespace }?.value
    }
    set {
      let name = QName("lang", QName.xmlNamespace)
      attributes.removeAll { $0.name == name }
      if let newValue { attributes.append(Attribute(name, prefix: "xml", value: newValue)) }
    }
  }

  /// The child elements, text left out.
  package var elements: some Sequence<Element> {
    children.lazy.compactMap {
      if case .element(let element) = $0 { element } else { nil }
    }
  }

  // Children are looked at where they are: copying one is dear.

  package func first(_ name: String, _ namespace: String) -> Element? {
    let index = children.firstIndex { $0.isElement(name, namespace) }
    guard let index, case .element(let element) = children[index] else { return nil }
    return element
  }

  package func all(_ name: String, _ namespace: String) -> [Element] {
    var found: [Element] = []
    for index in children.indices where children[index].isElement(name, namespace) {
      if case .element(let element) = children[index] { found.append(element) }
    }
    return found
  }

  /// The element's own character data; that of its children is not part of it.
  package var text: String {
    var only: String?
    var joined = ""
    for case .text(let part) in children {
      if only == nil, joined.isEmpty {
        only = part
      } else {
        if let first = only { joined = first }
        only = nil
        joined += part
      }
    }
    return only ?? joined
  }

  /// Canonical bytes that mean the same wherever they are put.
  package var canonical: [UInt8] { canonical(upTo: .max) }

  /// As `canonical`; if that has more bytes than the limit, a beginning of it that has more, too.
  package func canonical(upTo limit: Int) -> [UInt8] {
    var writer = Writer(capacity: 256, limit: limit)
    writer.write(self, inNamespace: nil)
    return writer.bytes
  }

  package mutating func append(_ element: Element) {
    children.append(.element(element))
  }
}
