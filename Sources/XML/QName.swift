/// An expanded XML name: a namespace and a local name. `namespace` is empty for "no namespace".
package struct QName: Hashable, Sendable, CustomStringConvertible {
  package let namespace: String
  package let name: String

  package init(_ name: String, _ namespace: String = "") {
    self.namespace = namespace
    self.name = name
  }

  package var description: String { namespace.isEmpty ? name : "{\(namespace)}\(name)" }

  /// The namespace of `xml:lang` and `xml:base`.
  package static let xmlNamespace = "http://www.w3.org/XML/1998/namespace"
}
