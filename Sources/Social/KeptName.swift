package import XMPP

/// The names of nodes that the service makes and keeps by itself, for other nodes: nobody else gives them to one.
package enum KeptName: Equatable, Sendable {
  /// What is attached to an item (XEP-0470): `urn:xmpp:pubsub-attachments:1/` and the address of the item.
  case attachments(to: XMPPURI.Place)
  /// What is attached to the items of a node, summed up: `urn:xmpp:pubsub-attachments:summary:1/` and its name.
  case summary(of: String)

  private static let attachments = Namespace.attachments + "/"
  private static let summary = Namespace.attachmentSummary + "/"

  /// How they begin, whatever follows.
  package static let prefixes: Set<String> = [attachments, summary]

  package static func isKept(_ name: String) -> Bool {
    prefixes.contains { name.utf8.starts(with: $0.utf8) }
  }

  /// Nil if it is none of them, or if nothing can bear it: attachments without an item, a summary of no node.
  package init?(_ name: String) {
    if let address = name.after(Self.attachments) {
      guard let place = XMPPURI.Place(address), place.item != nil else { return nil }
      self = .attachments(to: place)
    } else {
      guard let node = name.after(Self.summary), !node.isEmpty else { return nil }
      self = .summary(of: node)
    }
  }

  /// As XEP-0470's examples spell it: all but letters, digits and `-._~` percent-encoded in the address.
  package var name: String {
    switch self {
    case .attachments(let place): Self.attachments + place.uri
    case .summary(let node): Self.summary + node
    }
  }

  /// The one spelling of a name, which clients write with other percent-encoding too; other names stay as they are.
  package static func canonical(_ name: String) -> String {
    isKept(name) ? KeptName(name)?.name ?? name : name
  }
}

extension String {
  fileprivate func after(_ prefix: String) -> String? {
    utf8.starts(with: prefix.utf8)
      ? String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : nil
  }
}
