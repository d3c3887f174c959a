package import XML

/// XEP-0131, Stanza Headers and Internet Metadata. A name may come more than once:
/// ```xml
/// <headers xmlns='http://jabber.org/protocol/shim'>
///   <header name='SubID'>123-abc</header>
///   <header name='SubID'>004-yyy</header>
/// </headers>
/// ```
package struct StanzaHeaders: Hashable, Sendable {
  package struct Header: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// In their order.
  package var headers: [Header]

  package init(_ headers: [Header] = []) { self.headers = headers }

  /// All values of a name.
  package func values(of name: String) -> [String] {
    headers.filter { $0.name == name }.map(\.value)
  }
}

extension StanzaHeaders {
  /// Headers without a name are left out.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("headers", Namespace.shim)
    self.init()
    for child in element.all("header", Namespace.shim) {
      if let name = child["name"] { headers.append(Header(name, child.text)) }
    }
  }

  package var element: Element {
    var element = Element("headers", Namespace.shim)
    for header in headers {
      var child = Element("header", Namespace.shim, text: header.value)
      child["name"] = header.name
      element.append(child)
    }
    return element
  }
}
