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

/// How many items one request may publish or retract.
enum BatchLimit {
  static let items = 100

  static func check(_ count: Int) throws(StanzaError) {
    guard count < items else {
      throw StanzaError(.policyViolation, "Publish or retract at most \(items) items at a time.")
    }
  }
}

/// How much is read of what another service says; the rest is left out.
package enum AnswerLimit {
  /// Items of an answer, or of an event.
  package static let items = 1000
  /// Entries of a list. Servers exist that give it all at once.
  package static let entries = 10_000
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
  /// router may lack it. A second one is refused: one of them would be passed over in silence.
  ///
  /// - Parameter companion: what may stand beside it, once.
  func operation(_ name: String, with companion: String? = nil) throws(StanzaError) -> Element {
    guard let child = first(name, self.name.namespace) else {
      throw StanzaError(.badRequest, "The <\(name)/> element is missing.")
    }
    let others = operations.filter { $0 != name }
    guard operations.count - others.count == 1, others.isEmpty || others == [companion] else {
      throw StanzaError(.badRequest, "A request is for one thing; send the others apart.")
    }
    return child
  }

  /// The child that an answer is for. A service may leave it out.
  func answer(_ name: String) throws(StanzaError) -> Element {
    guard self.is("pubsub", Namespace.pubsub), let child = first(name, Namespace.pubsub) else {
      throw StanzaError(.badRequest, "The answer holds no <\(name)/>.")
    }
    return child
  }

  /// Whether that child is the first of them, which some requests must have in order.
  func begins(with name: String) -> Bool { operations.first == name }

  /// The children that ask for something, or say how.
  private var operations: [String] {
    elements.filter {
      $0.name.namespace == self.name.namespace && Self.operationNames.contains($0.name.name)
    }.map(\.name.name)
  }

  private static let operationNames: Set<String> = [
    "affiliations", "configure", "create", "default", "delete", "items", "options", "publish",
    "publish-options", "purge", "retract", "subscribe", "subscriptions", "unsubscribe",
  ]

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
      throw .pubsub(.badRequest, .jidRequired, "The attribute jid is missing.")
    }
    do {
      return try JID(text)
    } catch {
      throw .pubsub(.badRequest, .invalidJID, "The attribute jid is not a valid address.")
    }
  }

  /// The attribute `subid`; an empty one is as good as none.
  var subscriptionID: SubscriptionID? {
    self["subid"].flatMap { $0.isEmpty ? nil : SubscriptionID($0) }
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
    let forms = all("x", Namespace.dataForms)
    guard forms.count < 2 else {
      throw StanzaError(.badRequest, "There are two forms where one is read.")
    }
    guard let x = forms.first else { return nil }
    return try DataForm(x)
  }
}

extension DataForm {
  /// Refuses a form that is meant for something else, and one with a field twice (XEP-0004, section 3.2);
  /// one without a type is taken for what it stands in.
  ///
  /// - Parameter condition: beside bad-request, of a form that is meant for something else.
  func require(type: String, else condition: PubSubCondition? = nil) throws(StanzaError) {
    guard formType == nil || formType == type else {
      let text = "The form's FORM_TYPE is not \(type)."
      throw condition.map { .pubsub(.badRequest, $0, text) } ?? StanzaError(.badRequest, text)
    }
    guard let name = repeatedField else { return }
    throw .pubsub(.badRequest, .invalidOptions, "The field \(name.prefix(64)) is there twice.")
  }
}
