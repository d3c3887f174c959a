import PubSub
import Store
import XMPP

extension Context {
  func items(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ItemsRequest(try iq.pubsub)
    return .read { snapshot in
      let node = try snapshot.node(request.node, in: service)
      let actor = try snapshot.actor(iq.from.bare, of: node, policy)
      let facts = try Retrieve.authorize(node?.facts, by: actor)
      guard let node else { return nil }
      let (items, set) = try page(of: node, request, snapshot)
      return ItemsReply(
        node: facts.id, items: items, reply: facts.configuration.itemReply, set: set
      ).element
    }
  }

  private func page(of node: NodeRecord, _ request: ItemsRequest, _ snapshot: Snapshot) throws
    -> ([StoredItem], ResultSet.Response?)
  {
    if !request.ids.isEmpty { return (try named(request.ids, node, snapshot), nil) }
    if let page = request.page { return try resultSet(page, of: node, snapshot) }
    let items = try snapshot.items(
      of: node, .newestFirst, beyond: nil,
      limit: min(request.maxItems ?? .max, policy.maximumItemsPerAnswer),
      bytes: policy.maximumBytesPerAnswer)
    return (items, response(items, of: node))
  }

  /// Items by their names, as many as fit into an answer; those that are not there are left out.
  private func named(_ ids: [ItemID], _ node: NodeRecord, _ snapshot: Snapshot) throws
    -> [StoredItem]
  {
    var items: [StoredItem] = []
    var bytes = 0
    for id in ids.prefix(policy.maximumItemsPerAnswer) {
      guard let item = try snapshot.item(id, in: node) else { continue }
      bytes += item.payload?.count ?? 0
      guard items.isEmpty || bytes <= policy.maximumBytesPerAnswer else { break }
      items.append(item)
    }
    return items
  }

  /// A page of the result set, which is in the order of the last publish (XEP-0059, sections 2.2 to
  /// 2.6). The UID of an item is its sequence number.
  private func resultSet(
    _ page: ResultSet.Request, of node: NodeRecord, _ snapshot: Snapshot
  ) throws -> ([StoredItem], ResultSet.Response?) {
    let limit = min(page.max ?? .max, policy.maximumItemsPerAnswer)
    guard page.index == nil else {
      throw StanzaError(.featureNotImplemented, "Pages are found by their items, not by number.")
    }
    guard limit > 0 else {
      return ([], ResultSet.Response(count: node.facts.items))
    }
    if let before = page.before {
      let edge = before.isEmpty ? nil : try sequence(before)
      let items = try snapshot.items(
        of: node, .newestFirst, beyond: edge, limit: limit, bytes: policy.maximumBytesPerAnswer)
      return (items.reversed(), response(items.reversed(), of: node))
    }
    let items = try snapshot.items(
      of: node, .oldestFirst, beyond: try page.after.map(sequence), limit: limit,
      bytes: policy.maximumBytesPerAnswer)
    return (items, response(items, of: node))
  }

  private func sequence(_ uid: String) throws -> Int64 {
    guard let sequence = Int64(uid), sequence > 0 else {
      throw StanzaError(.itemNotFound, "That is not a page of this node.")
    }
    return sequence
  }

  private func response(_ items: [StoredItem], of node: NodeRecord) -> ResultSet.Response {
    ResultSet.Response(
      first: items.first.map { String($0.sequence) }, last: items.last.map { String($0.sequence) },
      count: node.facts.items)
  }
}
