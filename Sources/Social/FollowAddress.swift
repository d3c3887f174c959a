package import PubSub
package import XMPP

/// What somebody wants to follow: a node, or all that an account or a service has to offer.
///
/// Read as people write it: an `xmpp:` address (XEP-0060, section 12.22; XEP-0147), with or without a node; a
/// JID; or either of them without a node, and the name of the node behind a blank. An address of an item
/// stands for its node.
package struct FollowAddress: Hashable, Sendable {
  package var service: BareJID
  package var node: NodeID?

  package init(service: BareJID, node: NodeID? = nil) {
    self.service = service
    self.node = node
  }

  package init(_ text: String) throws(FollowAddressError) {
    guard text.utf8.count <= XMPPURI.limit else { throw .tooLong }
    let words = text.split(whereSeparator: \.isWhitespace)
    guard let address = words.first else { throw .empty }
    try self.init(address: String(address))
    guard let name = words.dropFirst().first else { return }
    guard words.count == 2, node == nil else { throw .tooManyWords }
    node = try Self.node(String(name))
  }

  private init(address: String) throws(FollowAddressError) {
    guard let (scheme, rest) = SafeAddress.split(address) else {
      service = try Self.service(address)
      return
    }
    guard scheme == "xmpp" else { throw .otherScheme }
    guard !rest.hasPrefix("//"), let parts = XMPPURI.Parts(rest) else { throw .unreadable }
    guard Self.queries.contains(parts.query), Self.actions.contains(parts["action"]) else {
      throw .otherAction
    }
    service = try Self.service(parts.path)
    node = try parts["node"].map(Self.node)
  }

  /// What an address may want done.
  private static let queries: Set<String> = ["", "pubsub"]
  private static let actions: Set<String?> = [nil, "subscribe", "retrieve"]

  private static func service(_ text: String) throws(FollowAddressError) -> BareJID {
    do {
      return try JID(text).bare
    } catch {
      throw .invalidJID(error)
    }
  }

  private static func node(_ name: String) throws(FollowAddressError) -> NodeID {
    do {
      return try NodeID(name)
    } catch {
      throw .invalidNode
    }
  }
}

extension FollowAddress {
  /// An account alone stands for its blog (XEP-0277).
  package var orBlog: FollowAddress {
    guard node == nil, service.local != nil else { return self }
    return FollowAddress(service: service, node: NodeProfile.blog)
  }
}

extension FollowAddress: CustomStringConvertible {
  /// As an `xmpp:` address, the same for all ways to write it.
  package var description: String {
    node.map { XMPPURI.node(service: service, node: $0.name) } ?? XMPPURI.account(service)
  }
}

/// Why a text is nothing to follow. `description` is plain enough for whoever wrote the text.
package enum FollowAddressError: Error, Hashable, Sendable {
  case empty
  /// More than `XMPPURI.limit` bytes; it was not read.
  case tooLong
  case tooManyWords
  case otherScheme
  /// Another one than to follow or to read, such as to join a room or to unsubscribe.
  case otherAction
  case unreadable
  case invalidJID(JIDError)
  case invalidNode
}

extension FollowAddressError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty: "an address is missing, such as \(Self.example)"
    case .tooLong: "the address is longer than \(XMPPURI.limit) bytes"
    case .tooManyWords:
      "it takes one address, such as \(Self.example), or an account or service and the name of a node"
    case .otherScheme: "the address is not of XMPP; it looks like \(Self.example)"
    case .otherAction: "the address is for something else than to follow"
    case .unreadable: "the address is not written as \(Self.example) is"
    case .invalidJID(let error): "that is no account or service: \(error)"
    case .invalidNode:
      "the name of the node is empty, or longer than \(NodeID.maximumBytes) bytes"
    }
  }

  private static let example = "xmpp:romeo@montague.lit?;node=urn:xmpp:microblog:0"
}
