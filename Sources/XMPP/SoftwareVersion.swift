package import XML

/// XEP-0092, Software Version:
/// ```xml
/// <query xmlns='jabber:iq:version'><name>Martlet</name><version>1.0</version></query>
/// ```
package struct SoftwareVersion: Hashable, Sendable {
  package static let name = QName("query", Namespace.version)
  /// What asks for it: the empty query.
  package static var request: Element { Element(name) }

  package var name: String
  package var version: String
  package var os: String?

  package init(name: String, version: String, os: String? = nil) {
    self.name = name
    self.version = version
    self.os = os
  }

  /// Reads an answer; a name or version left out is empty.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("query", Namespace.version)
    self.init(
      name: element.text(of: "name") ?? "", version: element.text(of: "version") ?? "",
      os: element.text(of: "os"))
  }

  package var element: Element {
    var query = SoftwareVersion.request
    query.append(Element("name", Namespace.version, text: name))
    query.append(Element("version", Namespace.version, text: version))
    if let os { query.append(Element("os", Namespace.version, text: os)) }
    return query
  }
}
