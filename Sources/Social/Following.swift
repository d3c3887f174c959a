package import PubSub
package import XML
package import XMPP

/// A node that somebody lets everybody see them follow: an item of the list that they publish themselves (XEP-0330), or
/// of the one that their server keeps for them (XEP-0465, "Retrieving Public Subscriptions"). Both are read with leave:
/// what names no node that there could be is passed over.
/// ```xml
/// <subscription xmlns='urn:xmpp:pubsub:subscription:0' server='pubsub.shakespeare.lit' node='party'>
///   <title>Party at the Capulets</title>
/// </subscription>
/// <subscription xmlns='urn:xmpp:pps:0' jid='benvolio@montague.lit' node='urn:xmpp:microblog:0'/>
/// ```
package struct Following: Hashable, Sendable {
  package var service: BareJID
  package var node: NodeID
  /// What the list calls the node, which is its owner's word and not the node's; on one line.
  package var title: String?

  /// The longest title, in code points.
  package static let titleLength = 200
  /// How many entries of a list are read.
  package static let maximumEntries = 1000

  /// XEP-0330 has asked the registrar for the second one, and its examples have the first.
  private static let shared = [Namespace.sharedSubscription, "urn:xmpp:pubsub:subscription"]

  package init(service: BareJID, node: NodeID, title: String? = nil) {
    self.service = service
    self.node = node
    self.title = title
  }

  /// Nil if it is something else, or if no node is named.
  package init?(_ payload: Element) {
    let isShared = Self.shared.contains { payload.is("subscription", $0) }
    guard isShared || payload.is("subscription", Namespace.publicSubscriptions),
      let service = payload[isShared ? "server" : "jid"].flatMap({ try? JID($0) }),
      let node = payload["node"].flatMap({ try? NodeID($0) })
    else { return nil }
    self.init(service: service.bare, node: node)
    let title = payload.first("title", payload.name.namespace)?.text.oneLine(
      limit: Self.titleLength)
    self.title = title.flatMap { isShared && !$0.isEmpty ? $0 : nil }
  }

  /// The nodes of a list, each once, in its order. Nothing is made of the ids of its items.
  package static func list(_ payloads: some Sequence<Element>) -> [Following] {
    var places: Set<Following> = []
    var list: [Following] = []
    for payload in payloads.prefix(maximumEntries) {
      guard let entry = Following(payload),
        places.insert(Following(service: entry.service, node: entry.node)).inserted
      else { continue }
      list.append(entry)
    }
    return list
  }
}
