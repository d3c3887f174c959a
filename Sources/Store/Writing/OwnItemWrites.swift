import PubSub
import XMPP

// Items that the service writes itself, and takes back, and tells of.
extension Transaction {
  func put(
    _ payload: [UInt8], as id: ItemID, in node: NodeRecord, _ service: ServiceID, _ now: Timestamp
  ) throws {
    let publisher = try snapshot.address(of: service)
    try store(PublishedItem(id: id, publisher: publisher, payload: payload), node, now, nil)
    let item = StoredItem(id: id, publisher: publisher, payload: payload)
    for event in Attach.events(item, node.facts) { try announce(event, node, service) }
    try changed(node)
  }

  func takeBack(
    _ id: ItemID, from node: NodeRecord, _ service: ServiceID, _ now: Timestamp
  ) throws {
    try retract(id, node, now)
    for event in Retract.told(id, node.facts) { try announce(event, node, service) }
    try changed(node)
  }
}
