import XML
package import XMPP

/// Notifications that were gathered for a subscriber (XEP-0060, section 6.3; registered field `pubsub#digest`): one
/// message with one `<items/>` for each node, in which each item is as it was last.
package enum Digest {
  /// - Parameter bodies: the bytes of the `<event/>` elements, oldest first.
  package static func event(_ bodies: [[UInt8]], _ node: NodeFacts, to jid: JID) -> Event? {
    var lists: [Element] = []
    for body in bodies {
      guard let event = try? Element(parsing: body),
        let items = event.first("items", Namespace.pubsubEvent)
      else { continue }
      merge(items, into: &lists)
    }
    guard !lists.isEmpty else { return nil }
    return Event(
      node: node.id, audience: .reader(jid), matter: .item,
      type: node.configuration.notificationType.messageKind,
      content: [Element("event", Namespace.pubsubEvent, [:], lists)])
  }

  private static func merge(_ items: Element, into lists: inout [Element]) {
    guard let index = lists.firstIndex(where: { $0["node"] == items["node"] }) else {
      return lists.append(items)
    }
    for child in items.elements {
      lists[index].children.removeAll {
        if case .element(let earlier) = $0 { earlier["id"] == child["id"] } else { false }
      }
      lists[index].append(child)
    }
  }
}
