import PubSub
import Store
import XML

/// Fetches items by their ids, so many at a time that an answer stays well below what servers pass on in one stanza.
struct Fetch {
  private let source: Source
  private let portions: Portions
  private let remote: RemoteService
  /// Items that came already.
  private var cache: [ItemID: RemoteItem]
  private var cachedBytes = 0
  private var size: AnswerSize
  /// How many items were too large to be read.
  private(set) var passedOver = 0

  /// So many bytes of payloads are kept for once more; others are fetched again.
  private static let maximumBytes = 8_388_608

  /// - Parameter cache: items that came already.
  init(
    _ source: Source, from remote: RemoteService, cache: [RemoteItem], _ portions: Portions
  ) {
    (self.source, self.remote, self.portions) = (source, remote, portions)
    size = AnswerSize(most: 50, of: source, portions)
    self.cache = Dictionary(cache.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes some ids off a list, and gives the items that are there, in the order of the list.
  ///
  /// - Parameter isKept: they are needed once more.
  mutating func next(_ ids: inout ArraySlice<ItemID>, keeping isKept: Bool = false)
    async throws(RemoteService.Failure) -> [RemoteItem]
  {
    var batch = ids.prefix(size.count)
    while true {
      let wanted = batch.filter { cache[$0] == nil }
      do throws(RemoteService.Failure) {
        try await fetch(wanted)
        break
      } catch {
        portions.note(error, wanted.count, of: source.number)
        guard error.isTooMuch else { throw error }
        if size.halve() {
          batch = ids.prefix(size.count)
        } else if error == .tooLarge {
          for id in wanted { passOver(id) }
        } else {
          throw error
        }
      }
    }
    ids = ids.dropFirst(batch.count)
    let isKept = isKept && cachedBytes < Self.maximumBytes
    return batch.compactMap { isKept ? cache[$0] : cache.removeValue(forKey: $0) }
  }

  private mutating func fetch(_ ids: [ItemID]) async throws(RemoteService.Failure) {
    guard !ids.isEmpty else { return }
    let items = try await remote.items(ids, of: source.node)
    for item in items { keep(item) }
    size.learn(items: items.count, bytes: items.payloadBytes)
  }

  /// It alone is too large: as of any item that is larger than one may be, nothing is kept of it but its id.
  private mutating func passOver(_ id: ItemID) {
    keep(RemoteItem(id: id, payload: nil))
    passedOver += 1
  }

  /// As many of the newest items as one answer is to hold, where these are so many of them; and whether that is all.
  mutating func newest(_ asked: Int, _ some: [RemoteItem]) async throws(RemoteService.Failure) -> (
    items: [RemoteItem], isAll: Bool
  ) {
    let fitting = AnswerSize.fitting(items: some.count, bytes: some.payloadBytes)
    let count = min(
      max(2 * asked, min(fitting, AnswerLimit.items)), portions.most(of: source.number))
    guard let items = try await newest(upTo: count, moreThan: some.count) else {
      return (some, false)
    }
    for item in items { keep(item) }
    // Some give fewer than they have, whatever is asked for: then it is the same number twice.
    return (items, items.count < asked && items.count == some.count)
  }

  /// Nil: no more come than so many.
  private func newest(upTo count: Int, moreThan least: Int) async throws(RemoteService.Failure)
    -> [RemoteItem]?
  {
    var count = count
    while count > least {
      do throws(RemoteService.Failure) {
        return try await remote.newest(source.node, count).items
      } catch {
        portions.note(error, count, of: source.number)
        guard error.isTooMuch else { throw error }
        count /= 2
      }
    }
    return nil
  }

  private mutating func keep(_ item: RemoteItem) {
    if cache.updateValue(item, forKey: item.id) == nil {
      cachedBytes += [item].payloadBytes
    }
  }
}

extension [RemoteItem] {
  /// As canonical bytes.
  var payloadBytes: Int { reduce(0) { $0 + ($1.payload?.canonical.count ?? 0) } }
}
