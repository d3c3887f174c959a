import PubSub
import Store
import XMPP

extension Context {
  func items(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ItemsRequest(try iq.request)
    return .read { snapshot in
      let node = try node(request.node, for: iq, snapshot, Retrieve.authorize)
      let (items, set) = try page(of: node, request, snapshot)
      return ItemsReply(
        node: node.facts.id, items: items, reply: node.facts.configuration.itemReply, set: set
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
    return (items, response(items, of: node, isNewestFirst: true))
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

  /// A page of the result set, which is in the order of the last publish (XEP-0059, sections 2.2 to
  /// 2.6). The UID of an item is its sequence number; see `Mark`.
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
      let edge = before.isEmpty ? nil : try Mark(before)
      let isNewestFirst = edge?.isNewestFirst ?? false
      var items = try snapshot.items(
        of: node, .newestFirst, beyond: edge?.sequence, limit: limit,
        bytes: policy.maximumBytesPerAnswer)
      if !isNewestFirst { items.reverse() }
      return (items, response(items, of: node, isNewestFirst: isNewestFirst))
    }
    let edge = try page.after.map { try Mark($0) }
    let items = try snapshot.items(
      of: node, .oldestFirst, beyond: edge?.sequence, limit: limit,
      bytes: policy.maximumBytesPerAnswer)
    return (items, response(items, of: node, isNewestFirst: edge?.isNewestFirst ?? false))
  }

  private func response(
    _ items: [StoredItem], of node: NodeRecord, isNewestFirst: Bool
  ) -> ResultSet.Response {
    func mark(_ item: StoredItem) -> String {
      Mark(sequence: item.sequence, isNewestFirst: isNewestFirst).text
    }
    return ResultSet.Response(
      first: items.first.map(mark), last: items.last.map(mark), count: node.facts.items)
  }
}

/// A place among the items of a node, as `<first/>` and `<last/>` name it: `17` or `n17`.
///
/// A request without a result set is answered newest first, and clients exist that go on from its
/// `<last/>` with `<before/>` and expect the next page newest first too, which XEP-0059 would turn
/// round. The `n` says that a mark comes from there.
private struct Mark {
  let sequence: Int64
  let isNewestFirst: Bool

  init(sequence: Int64, isNewestFirst: Bool) {
    self.sequence = sequence
    self.isNewestFirst = isNewestFirst
  }

  init(_ uid: String) throws(StanzaError) {
    isNewestFirst = uid.hasPrefix("n")
    guard let sequence = Int64(uid.dropFirst(isNewestFirst ? 1 : 0)), sequence > 0 else {
      throw StanzaError(.itemNotFound, "That is not a page of this node.")
    }
    self.sequence = sequence
  }

  var text: String { isNewestFirst ? "n\(sequence)" : "\(sequence)" }
}
