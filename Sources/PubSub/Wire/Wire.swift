import XML
import XMPP

/// How many subscriptions or affiliations one request may name.
enum EntityLimit {
  static let entries = 1000

  static func check(_ count: Int) throws(StanzaError) {
    guard count < entries else {
      throw StanzaError(.policyViolation, "Change at most \(entries) at a time.")
    }
  }
}

/// What the requests of XEP-0060 share on the wire.
extension Element {
  static func pubsub(_ children: Element...) -> Element {
    Element("pubsub", Namespace.pubsub, [:], children)
  }

  static func owner(_ children: Element...) -> Element {
    Element("pubsub", Namespace.pubsubOwner, [:], children)
  }

  /// The child that names the operation. The router has seen it; a request that is read without a
  /// router may lack it.
  func operation(_ name: String) throws(StanzaError) -> Element {
    guard let child = first(name, self.name.namespace) else {
      throw StanzaError(.badRequest, "The <\(name)/> element is missing.")
    }
    return child
  }

  /// The mandatory attribute `node`.
  func node() throws(StanzaError) -> NodeID { try NodeID(self["node"] ?? "") }

  /// The optional attribute `node`.
  func nodeIfAny() throws(StanzaError) -> NodeID? {
    guard let name = self["node"] else { return nil }
    return try NodeID(name)
  }

  /// The mandatory attribute `jid`.
  func jid() throws(StanzaError) -> JID {
    guard let text = self["jid"], !text.isEmpty else {
      throw .pubsub(.badRequest, .jidRequired)
    }
    do {
      return try JID(text)
    } catch {
      throw .pubsub(.badRequest, .invalidJID)
    }
  }

  /// A number of things; more than fits into an integer is as good as all of them.
  static func count(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text) ?? .max
  }

  /// A boolean attribute in either spelling of XML Schema.
  func flag(_ name: String) -> Bool { ["1", "true"].contains(self[name]) }

  /// The data form that a `<configure/>`, `<publish-options/>` or `<options/>` holds.
  func form() throws(StanzaError) -> DataForm? {
    guard let x = first("x", Namespace.dataForms) else { return nil }
    return try DataForm(x)
  }
}
