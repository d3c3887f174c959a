import PubSub
import Social
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
    let known = known
    let words = try query.text.map { text throws(StanzaError) in try PostQuery(forArchive: text) }
    let body: @Sendable (Snapshot) throws -> Reply = { snapshot in
      let node = try node(id, for: iq, snapshot, known, Retrieve.authorize)
      let uids = ArchiveUIDs(node, cipher)
      var page = try ArchivePage(query, uids, snapshot, limit: policy.maximumItemsPerAnswer)
      if let words { page.keep(try snapshot.matches(words, in: node, page.range)) }
      // Where nobody is told who published an item, nobody finds that out.
      if query.with != nil, node.facts.configuration.itemReply == .none { page.keep([]) }
      var slice = try read(page, of: node, snapshot)
      let set = uids.response(slice, page, count: try count(page, of: node, snapshot))
      if query.isFlipped { slice.page.reverse() }
      var reply = Reply(
        ArchiveEnd(page: set, isComplete: slice.isLast && !page.isCut).element)
      reply.messages = try delivered(slice.page, of: node, snapshot).map {
        message($0, node.facts, query.queryID, uids.uid(of: $0), to: iq.from)
      }
      return reply
    }
    return words == nil ? .read(body) : .search(body)
  }

  private func read(_ page: ArchivePage, of node: NodeRecord, _ snapshot: Snapshot) throws
    -> ItemSlice
  {
    guard page.limit > 0 || page.ids != nil else {
      return ItemSlice(isLast: node.facts.items == 0)
    }
    let bytes = policy.maximumBytesPerAnswer
    var slice =
      try page.ids.map {
        try snapshot.items(at: $0, of: node, page.range, limit: page.limit, bytes: bytes)
      } ?? snapshot.items(of: node, page.range, limit: page.limit, bytes: bytes)
    if page.isBackwards { slice.page.reverse() }
    return slice
  }

  /// How many items match, about: see `Snapshot.count`.
  private func count(_ page: ArchivePage, of node: NodeRecord, _ snapshot: Snapshot) throws -> Int?
  {
    if page.isWhole { return node.facts.items }
    guard page.isFirst, !page.isCut else { return nil }
    return try page.ids.map { Set($0).count } ?? snapshot.count(page.range, of: node)
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
      let uids = ArchiveUIDs(node, cipher)
      func edge(_ range: ItemRange) throws -> ArchiveMetadata.Edge? {
        let item = try snapshot.items(of: node, range, limit: 1, bytes: .max).page.first
        return item.map { ArchiveMetadata.Edge(id: uids.uid(of: $0), time: $0.published) }
      }
      return Reply(
        ArchiveMetadata(start: try edge(ItemRange()), end: try edge(.newestFirst)).element)
    }
  }
}

/// The UIDs of a node's archive: an item has one, its enciphered place in the order of the last publish, whatever
/// the order in which it is met. The marks of a page in the order of creation are enciphered places in that one, with
/// the letter `c` before them: an edit in between leaves them where they are.
private struct ArchiveUIDs {
  private let node: NodeRecord
  private let cipher: Cipher

  init(_ node: NodeRecord, _ cipher: Cipher) {
    self.node = node
    self.cipher = cipher.list(.archive, of: node.number)
  }

  func uid(of item: StoredItem) -> String { cipher.name(item.sequence) }

  func sequence(of uid: String) throws(StanzaError) -> Int64 { try cipher.place(uid) }

  /// Where a UID stands in an order; nil if none is given.
  func place(of uid: String?, in order: ItemOrder, _ snapshot: Snapshot) throws -> Int64? {
    guard let uid, !uid.isEmpty else { return nil }
    let sequence = try sequence(of: uid)
    return order == .modification
      ? sequence : try snapshot.creationPlace(of: sequence, in: node)
  }

  /// Likewise, of a mark or a UID.
  func place(ofMark uid: String?, in order: ItemOrder, _ snapshot: Snapshot) throws -> Int64? {
    if order == .creation, let uid, uid.first == "c", let place = try? cipher.place(uid.dropFirst())
    {
      return place
    }
    return try place(of: uid, in: order, snapshot)
  }

  func response(_ slice: ItemSlice, _ page: ArchivePage, count: Int?) -> ResultSet.Response {
    let letter = page.range.order == .creation ? "c" : ""
    func mark(_ place: Int64) -> String { letter + cipher.name(place) }
    func place(_ item: StoredItem) -> Int64 { page.range.order.cursor(of: item) }
    var set = ResultSet.Response(
      first: slice.page.first.map { mark(place($0)) },
      last: slice.page.last.map { mark(place($0)) }, count: count)
    set.goOn(from: slice.reached.map(mark), isBackwards: page.isBackwards)
    return set
  }
}

/// What a query of an archive means for the items of a node.
private struct ArchivePage {
  var range: ItemRange
  let limit: Int
  /// The page that ends at a place, or at the end.
  let isBackwards: Bool
  /// The items that are named, by their sequence numbers.
  private(set) var ids: [Int64]?
  /// Whether there may be more behind the last of these.
  private(set) var isCut = false
  /// No page was read before this one.
  let isFirst: Bool
  /// All items are meant.
  let isWhole: Bool

  init(
    _ query: ArchiveQuery, _ uids: ArchiveUIDs, _ snapshot: Snapshot, limit: Int
  ) throws {
    try query.page?.requireNoIndex()
    let order: ItemOrder = query.order?.by == .creation ? .creation : .modification
    let isDescending = query.order?.isDescending ?? false
    let after = try uids.place(ofMark: query.page?.after, in: order, snapshot)
    let before = try uids.place(ofMark: query.page?.before, in: order, snapshot)
    isBackwards = query.page?.before != nil
    isFirst = after == nil && before == nil
    range = ItemRange(
      order, isDescending: isBackwards != isDescending, beyond: isBackwards ? before : after)
    range.after = try uids.place(of: query.afterID, in: order, snapshot)
    range.before = try uids.place(of: query.beforeID, in: order, snapshot)
    // XEP-0059 says nothing of both together: what lies between is meant.
    if isBackwards, let after {
      if isDescending {
        range.before = min(range.before ?? after, after)
      } else {
        range.after = max(range.after ?? after, after)
      }
    }
    range.start = query.start
    range.end = query.end
    range.publisher = query.with?.bare
    self.limit = min(query.page?.max ?? limit, limit)
    guard query.ids?.count ?? 0 <= limit else {
      throw StanzaError(.policyViolation, "Ask for at most \(limit) ids at a time.")
    }
    ids = try query.ids?.map(uids.sequence)
    isWhole =
      query.with == nil && query.start == nil && query.end == nil && query.afterID == nil
      && query.beforeID == nil && query.ids == nil && query.text == nil
  }

  /// Leaves out what a search has not found.
  mutating func keep(_ found: [Int64]) {
    isCut = found.count >= Snapshot.maximumMatches
    ids = ids.map { ids in ids.filter(Set(found).contains) } ?? found
  }
}

extension PostQuery {
  /// The words of a query of the archive (XEP-0431).
  fileprivate init(forArchive text: String) throws(StanzaError) {
    do throws(Problem) { self = try PostQuery(text) } catch { throw error.refusal }
  }
}
