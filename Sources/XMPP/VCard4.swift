package import XML

/// XEP-0292, vCard4, as far as it names somebody. An account publishes it in the PEP node `urn:xmpp:vcard4`.
/// ```xml
/// <vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0">
///   <fn><text>Samantha Mizzi</text></fn>
///   <nickname><text>Sam</text></nickname>
/// </vcard>
/// ```
package struct VCard4: Hashable, Sendable {
  package static let node = "urn:xmpp:vcard4"

  package var fullName: String?
  package var nicknames: [String]

  package init(fullName: String? = nil, nicknames: [String] = []) {
    self.fullName = fullName
    self.nicknames = nicknames
  }

  package init(_ element: Element) throws(StanzaError) {
    try element.expect("vcard", Namespace.vCard4)
    func texts(_ name: String) -> [String] {
      element.all(name, Namespace.vCard4).compactMap { $0.text(of: "text") }
    }
    self.init(fullName: texts("fn").first, nicknames: texts("nickname"))
  }

  package var element: Element {
    func property(_ name: String, _ text: String) -> Element {
      Element(
        name, Namespace.vCard4, [:], [Element("text", Namespace.vCard4, text: text)])
    }
    return Element(
      "vcard", Namespace.vCard4, [:],
      (fullName.map { [property("fn", $0)] } ?? []) + nicknames.map { property("nickname", $0) })
  }
}
