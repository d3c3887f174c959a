import PubSub
import Social
import Store
import XMPP

extension Context {
  func items(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ItemsRequest(try iq.request)
    if request.node == TagNode.id { return try tags(request) }
    let known = known
    return .read { snapshot in
      let (found, actor) = try asked(request.node, by: iq.from, snapshot, known)
      _ = try Retrieve.authorize(found?.facts, by: actor)
      guard let node = found else { throw StanzaError.noSuchNode }
      try Retrieve.check(
        request, node.facts, from: iq.from,
        present: try snapshot.subscriptions(of: iq.from.bare, to: node))
      let (items, set) = try page(of: node, request, actor, snapshot)
      return Reply(
        ItemsReply(
          node: node.facts.id,
          items: try delivered(
            items, of: node, bytes: policy.maximumBytesPerAnswer, snapshot),
          versions: items.map(version),
          reply: node.facts.configuration.itemReply, set: set
        ).element)
    }
  }

  private func page(
    of node: NodeRecord, _ request: ItemsRequest, _ actor: Actor, _ snapshot: Snapshot
  ) throws -> ([StoredItem], ResultSet.Response?) {
    if !request.ids.isEmpty { return (try named(request.ids, node, actor, snapshot), nil) }
    let limit = min(
      request.page?.max ?? request.maxItems ?? .max, policy.maximumItemsPerAnswer)
    let count = node.facts.items
    try request.page?.requireNoIndex()
    guard limit > 0 else { return ([], ResultSet.Response(count: count)) }
    let pages = ItemPages(request.order, cipher.list(.items, of: node.number))
    let wanted =
      try request.page.map { page in
        try pages.wanted(page) { try snapshot.item(ItemID(stored: $0), in: node) }
      } ?? pages.wanted(maxItems: request.maxItems)
    var slice = try snapshot.items(
      of: node, wanted.range, limit: limit, bytes: policy.maximumBytesPerAnswer)
    if wanted.isReversed { slice.page.reverse() }
    var response = pages.response(slice, wanted, count: count)
    if let page = request.page, page.after == nil, page.before == nil {
      response.index = response.first.map { _ in 0 }
    }
    return (slice.page, response)
  }

  /// Items by their names, as many as fit into an answer; those that are not there are left out. Hidden ones are there
  /// for some.
  private func named(
    _ ids: [ItemID], _ node: NodeRecord, _ actor: Actor, _ snapshot: Snapshot
  ) throws -> [StoredItem] {
    try checkNumber(of: ids)
    var items: [StoredItem] = []
    var bytes = 0
    for id in ids {
      guard
        let item = try snapshot.item(id, in: node) ?? hidden(id, in: node, from: actor, snapshot)
      else { continue }
      bytes += item.wireBytes
      guard items.isEmpty || bytes <= policy.maximumBytesPerAnswer else { break }
      items.append(item)
    }
    return items
  }

  func checkNumber(of ids: [ItemID]) throws(StanzaError) {
    guard ids.count <= policy.maximumItemsPerAnswer else {
      throw StanzaError(
        .policyViolation, "Ask for at most \(policy.maximumItemsPerAnswer) items at a time.")
    }
  }

  private func hidden(
    _ id: ItemID, in node: NodeRecord, from actor: Actor, _ snapshot: Snapshot
  ) throws -> StoredItem? {
    guard let hidden = try snapshot.hiddenItem(id, in: node),
      Hide.maySee(hidden.publisher, node.facts, actor)
    else { return nil }
    return hidden.item
  }
}
