import PubSub
import Store
import XML
import XMPP

/// The archive of a node (XEP-0313, XEP-0442): its items as the notifications that told of them, in the order of
/// the last publish, or of creation where XEP-0413 asks for that. What was retracted or replaced is not in it.
extension Context {
  func archiveForm(_ iq: IQ) throws(StanzaError) -> Work { .answer(ArchiveQuery.formAnswer) }

  func archive(_ iq: IQ) throws(StanzaError) -> Work {
    let query = try ArchiveQuery(try iq.request)
    let id = try NodeID(query.node ?? "")
    let page = try ArchivePage(query, cipher, limit: policy.maximumItemsPerAnswer)
    let known = known
    return .read { snapshot in
      let node = try node(id, for: iq, snapshot, known, Retrieve.authorize)
      var (items, isLast) = try read(page, of: node, snapshot)
      let set = ResultSet.Response(
        first: items.first.map { page.uid($0, cipher) },
        last: items.last.map { page.uid($0, cipher) },
        count: page.isWhole ? node.facts.items : nil)
      if query.isFlipped { items.reverse() }
      var reply = Reply(ArchiveEnd(page: set, isComplete: isLast).element)
      reply.messages = items.map { item in
        message(item, node.facts, query.queryID, page.uid(item, cipher), to: iq.from)
      }
      return reply
    }
  }

  private func read(_ page: ArchivePage, of node: NodeRecord, _ snapshot: Snapshot) throws -> (
    [StoredItem], isLast: Bool
  ) {
    guard page.limit > 0 || page.ids != nil else { return ([], node.facts.items == 0) }
    let bytes = policy.maximumBytesPerAnswer
    var (items, isLast) =
      try page.ids.map {
        try snapshot.items(at: $0, of: node, page.range, limit: page.limit, bytes: bytes)
      } ?? snapshot.items(of: node, page.range, limit: page.limit, bytes: bytes)
    if page.isBackwards { items.reverse() }
    return (items, isLast)
  }

  /// An item as the message that told of it.
  private func message(
    _ item: StoredItem, _ node: NodeFacts, _ queryID: String?, _ uid: String, to jid: JID
  ) -> Element {
    let told = Message(
      node.configuration.notificationType.messageKind, from: JID(self.jid), to: JID(jid.bare),
      children: [Retrieve.event(item, node)])
    let result = ArchiveResult(
      queryID: queryID, id: uid,
      Forwarded(stanza: told.element, delay: DelayedDelivery(item.published)))
    return Message(from: JID(self.jid), to: jid, children: [result.element]).element
  }

  func archiveMetadata(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ArchiveMetadata.Request(try iq.request)
    let id = try NodeID(request.node ?? "")
    let known = known
    return .read { snapshot in
      let node = try node(id, for: iq, snapshot, known, Retrieve.authorize)
      func edge(_ range: ItemRange) throws -> ArchiveMetadata.Edge? {
        let item = try snapshot.items(of: node, range, limit: 1, bytes: .max).page.first
        return item.map {
          ArchiveMetadata.Edge(id: cipher.name($0.sequence), time: $0.published)
        }
      }
      return Reply(
        ArchiveMetadata(start: try edge(ItemRange()), end: try edge(.newestFirst)).element)
    }
  }
}

/// What a query of an archive means for the items of a node. Its UIDs are enciphered places.
private struct ArchivePage {
  var range: ItemRange
  let limit: Int
  /// The page that ends at a place, or at the end.
  let isBackwards: Bool
  let ids: [Int64]?
  /// All items are meant.
  let isWhole: Bool

  init(_ query: ArchiveQuery, _ cipher: Cipher, limit: Int) throws(StanzaError) {
    func place(_ uid: String?) throws(StanzaError) -> Int64? {
      guard let uid, !uid.isEmpty else { return nil }
      return try cipher.place(uid)
    }
    guard query.page?.index == nil else {
      throw StanzaError(.featureNotImplemented, "Pages are found by their items, not by number.")
    }
    isBackwards = query.page?.before != nil
    let isDescending = query.order?.isDescending ?? false
    range = ItemRange(
      query.order?.by == .creation ? .creation : .modification,
      isDescending: isBackwards != isDescending,
      beyond: try place(isBackwards ? query.page?.before : query.page?.after))
    range.after = try place(query.afterID)
    range.before = try place(query.beforeID)
    // XEP-0059 says nothing of both together: what lies between is meant.
    if isBackwards, let edge = try place(query.page?.after) {
      if isDescending {
        range.before = min(range.before ?? edge, edge)
      } else {
        range.after = max(range.after ?? edge, edge)
      }
    }
    range.start = query.start
    range.end = query.end
    range.publisher = query.with?.bare
    self.limit = min(query.page?.max ?? limit, limit)
    if let named = query.ids {
      guard named.count <= limit else {
        throw StanzaError(.policyViolation, "Ask for at most \(limit) ids at a time.")
      }
      var places: [Int64] = []
      for id in named { places.append(try cipher.place(id)) }
      ids = places
    } else {
      ids = nil
    }
    isWhole =
      query.with == nil && query.start == nil && query.end == nil && query.afterID == nil
      && query.beforeID == nil && query.ids == nil
  }

  func uid(_ item: StoredItem, _ cipher: Cipher) -> String {
    cipher.name(range.order.cursor(of: item))
  }
}
