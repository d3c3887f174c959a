import PubSub
import XML

/// Fetches items by their ids, so many at a time that an answer stays well below what servers pass on in one stanza.
struct Fetch {
  private let node: NodeID
  private let remote: RemoteService
  /// Items that came already.
  private var cache: [ItemID: RemoteItem]
  private var cachedBytes = 0
  private var size = AnswerSize(most: 50)

  /// So many bytes of payloads are kept for once more; others are fetched again.
  private static let maximumBytes = 8_388_608

  init(_ node: NodeID, from remote: RemoteService, cache: [RemoteItem]) {
    (self.node, self.remote) = (node, remote)
    self.cache = Dictionary(cache.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes some ids off a list, and gives the items that are there, in the order of the list.
  ///
  /// - Parameter isKept: they are needed once more.
  mutating func next(_ ids: inout ArraySlice<ItemID>, keeping isKept: Bool = false)
    async throws(RemoteService.Failure) -> [RemoteItem]
  {
    let batch = ids.prefix(size.count)
    ids = ids.dropFirst(size.count)
    let wanted = batch.filter { cache[$0] == nil }
    if !wanted.isEmpty {
      let items = try await remote.items(Array(wanted), of: node)
      for item in items { keep(item) }
      size.learn(items: items.count, bytes: items.payloadBytes)
    }
    let isKept = isKept && cachedBytes < Self.maximumBytes
    return batch.compactMap { isKept ? cache[$0] : cache.removeValue(forKey: $0) }
  }

  /// As many of the newest items as one answer is to hold, where these are so many of them; and whether that is all.
  mutating func newest(_ asked: Int, _ some: [RemoteItem]) async throws(RemoteService.Failure) -> (
    items: [RemoteItem], isAll: Bool
  ) {
    let fitting = AnswerSize.fitting(items: some.count, bytes: some.payloadBytes)
    let count = max(2 * asked, min(fitting, AnswerLimit.items))
    let items = try await remote.newest(node, count).items
    for item in items { keep(item) }
    // Some give fewer than they have, whatever is asked for: then it is the same number twice.
    return (items, items.count < asked && items.count == some.count)
  }

  private mutating func keep(_ item: RemoteItem) {
    if cache.updateValue(item, forKey: item.id) == nil {
      cachedBytes += [item].payloadBytes
    }
  }
}

extension [RemoteItem] {
  /// As canonical bytes.
  fileprivate var payloadBytes: Int { reduce(0) { $0 + ($1.payload?.canonical.count ?? 0) } }
}
