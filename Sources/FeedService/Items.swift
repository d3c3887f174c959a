import PubSub
import Store
import XMPP

extension Context {
  func items(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ItemsRequest(try iq.request)
    let known = known
    return .read { snapshot in
      let node = try node(request.node, for: iq, snapshot, known, Retrieve.authorize)
      try Retrieve.check(
        request, node.facts, from: iq.from,
        present: try snapshot.subscriptions(of: iq.from.bare, to: node))
      let (items, set) = try page(of: node, request, snapshot)
      return Reply(
        ItemsReply(
          node: node.facts.id, items: items, versions: items.map(version),
          reply: node.facts.configuration.itemReply, set: set
        ).element)
    }
  }

  private func page(of node: NodeRecord, _ request: ItemsRequest, _ snapshot: Snapshot) throws
    -> ([StoredItem], ResultSet.Response?)
  {
    if !request.ids.isEmpty { return (try named(request.ids, node, snapshot), nil) }
    let limit = min(
      request.page?.max ?? request.maxItems ?? .max, policy.maximumItemsPerAnswer)
    let pages = ItemPages(request.order, cipher)
    guard let page = request.page else {
      // The newest, in the order that was asked for.
      let isPlain = request.order == nil
      var range = ItemRange(pages.order, isDescending: true)
      if let order = request.order, !order.isDescending, request.maxItems == nil {
        range.isDescending = false
      }
      var items = try read(node, range, limit, snapshot)
      if let order = request.order, order.isDescending != range.isDescending { items.reverse() }
      return (items, pages.response(items, isMarked: isPlain, count: node.facts.items))
    }
    guard page.index == nil else {
      throw StanzaError(.featureNotImplemented, "Pages are found by their items, not by number.")
    }
    guard limit > 0 else { return ([], ResultSet.Response(count: node.facts.items)) }
    let wanted = try pages.wanted(page) { name in
      try snapshot.item(ItemID(stored: name), in: node)
    }
    var items = try read(node, wanted.range, limit, snapshot)
    if wanted.isReversed { items.reverse() }
    var response = pages.response(items, isMarked: wanted.isMarked, count: node.facts.items)
    if page.after == nil, page.before == nil { response.index = response.first.map { _ in 0 } }
    return (items, response)
  }

  private func read(_ node: NodeRecord, _ range: ItemRange, _ limit: Int, _ snapshot: Snapshot)
    throws -> [StoredItem]
  {
    try snapshot.items(
      of: node, range, limit: limit, bytes: policy.maximumBytesPerAnswer
    ).page
  }

  /// Items by their names, as many as fit into an answer; those that are not there are left out.
  private func named(_ ids: [ItemID], _ node: NodeRecord, _ snapshot: Snapshot) throws
    -> [StoredItem]
  {
    guard ids.count <= policy.maximumItemsPerAnswer else {
      throw StanzaError(
        .policyViolation, "Ask for at most \(policy.maximumItemsPerAnswer) items at a time.")
    }
    var items: [StoredItem] = []
    var bytes = 0
    for id in ids {
      guard let item = try snapshot.item(id, in: node) else { continue }
      bytes += item.wireBytes
      guard items.isEmpty || bytes <= policy.maximumBytesPerAnswer else { break }
      items.append(item)
    }
    return items
  }
}
