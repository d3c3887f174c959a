package import PubSub
package import XMPP

/// The names of nodes that the service makes and keeps by itself, for other nodes: nobody else gives them to one.
package enum KeptName: Equatable, Sendable {
  /// What is attached to an item (XEP-0470): `urn:xmpp:pubsub-attachments:1/` and the address of the item.
  case attachments(to: XMPPURI.Place)
  /// What is attached to the items of a node, summed up: `urn:xmpp:pubsub-attachments:summary:1/` and its name.
  case summary(of: String)
  /// Who is publicly subscribed to a node (XEP-0465): `urn:xmpp:pps:subscribers:0/` and its name.
  case subscribers(of: String)

  private static let attachments = Namespace.attachments + "/"
  private static let summary = Namespace.attachmentSummary + "/"
  private static let subscribers = "urn:xmpp:pps:subscribers:0/"
  /// What somebody is publicly subscribed to. The service of that account alone has such a node: here there is none,
  /// and nobody feigns one.
  private static let subscriptions = "urn:xmpp:pps:subscriptions:0"
  /// What no specification knows: see `TagNode`.
  static let own = "x-martlet/"

  /// How they begin, whatever follows, and what whoever makes or manages one is told: XEP-0470, section 4.4; XEP-0465,
  /// "Business Rules".
  package static let prefixes: [String: StanzaError.Condition] = [
    attachments: .notAllowed, summary: .notAllowed, subscribers: .forbidden,
    subscriptions: .forbidden, own: .notAllowed,
  ]

  package static func isKept(_ name: String) -> Bool { refusal(of: name) != nil }

  /// What whoever makes or manages a node of that name is told; nil if anybody may.
  package static func refusal(of name: String) -> StanzaError.Condition? {
    prefixes.first { name.utf8.starts(with: $0.key.utf8) }?.value
  }

  /// Whether a name stands for what is attached to something, be there such a thing or not.
  package static func isAttachments(_ name: String) -> Bool {
    name.utf8.starts(with: attachments.utf8)
  }

  /// Nil if it is none of them, or if nothing can bear it: attachments without an item, a summary or the subscribers
  /// of no node.
  package init?(_ name: String) {
    if let address = name.after(Self.attachments) {
      guard let place = XMPPURI.Place(address), place.item != nil else { return nil }
      self = .attachments(to: place)
    } else if let node = name.after(Self.summary), !node.isEmpty {
      self = .summary(of: node)
    } else if let node = name.after(Self.subscribers), !node.isEmpty {
      self = .subscribers(of: node)
    } else {
      return nil
    }
  }

  /// As XEP-0470's examples spell it: all but letters, digits and `-._~` percent-encoded in the address.
  package var name: String {
    switch self {
    case .attachments(let place): Self.attachments + place.uri
    case .summary(let node): Self.summary + node
    case .subscribers(let node): Self.subscribers + node
    }
  }

  /// The one spelling of a name, which clients write with other percent-encoding too; other names stay as they are.
  package static func canonical(_ name: String) -> String {
    isKept(name) ? KeptName(name)?.name ?? name : name
  }
}

extension NodeID {
  /// The name of the node where what is attached to the items of this one is summed up, at the same service (XEP-0470,
  /// section 4.6); nil: none can have it.
  package var summary: NodeID? {
    KeptName.isKept(name) ? nil : try? NodeID(KeptName.summary(of: name).name)
  }

  /// The node whose items one of this name sums up; nil: it is no summary node.
  package var summedUp: NodeID? {
    guard case .summary(let node)? = KeptName(name) else { return nil }
    return NodeID(stored: node)
  }
}

extension String {
  fileprivate func after(_ prefix: String) -> String? {
    utf8.starts(with: prefix.utf8)
      ? String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : nil
  }
}
