import PubSub
import XMPP

/// What a node has, beside what we have of it: what is to be fetched, and what is to go.
struct Comparison: Hashable, Sendable {
  /// Items that came after all that we know, the oldest first.
  private(set) var news: [ItemID] = []
  /// Items of before, the newest first.
  private(set) var history: [ItemID] = []
  /// What we have and the node has no more.
  private(set) var stale: [ItemID] = []
  /// What is more than is kept.
  private(set) var surplus: [ItemID] = []
  /// How many there are to be, when all is done.
  private(set) var expected = 0

  /// The ids that a service has, the newest first.
  struct Listing: Hashable, Sendable {
    let ids: [ItemID]
    /// Whether it has no others.
    let isWhole: Bool

    /// - Parameters:
    ///   - ids: from one end to the other, whichever it is.
    ///   - newest: some of the newest items, with their dates.
    init(_ ids: [ItemID], newest: [(id: ItemID, date: Timestamp?)], isWhole: Bool) {
      self.init(newestFirst: Comparison.newestFirst(ids, newest: newest), isWhole: isWhole)
    }

    private init(newestFirst ids: [ItemID], isWhole: Bool) {
      (self.ids, self.isWhole) = (ids, isWhole)
    }

    /// As if it had no others.
    func filter(_ isWanted: (ItemID) -> Bool) -> Listing {
      Listing(newestFirst: ids.filter(isWanted), isWhole: isWhole)
    }
  }

  /// - Parameters:
  ///   - known: ours, the newest first.
  ///   - limit: how many of a node are kept.
  init(_ listing: Listing, known: [ItemID], limit: Int) {
    let wanted = listing.ids.prefix(limit)
    let (have, want) = (Set(known), Set(wanted))
    // What has nothing to do with what we have is all of before, or, if it is but the newest, all of since then.
    let start =
      wanted.firstIndex(where: have.contains)
      ?? (listing.isWhole || known.isEmpty ? 0 : wanted.count)
    news = wanted[..<start].reversed()
    history = wanted[start...].filter { !have.contains($0) }
    // Of what is older than all that is listed, nothing is known.
    let end =
      listing.isWhole ? known.count : known.lastIndex(where: want.contains).map { $0 + 1 } ?? 0
    let left = known[..<end].filter { !want.contains($0) }
    let listed = Set(listing.ids)
    stale = left.filter { !listed.contains($0) }
    let older = max(0, wanted.count + known.count - end - limit)
    surplus = left.filter(listed.contains) + (listing.isWhole ? [] : known.suffix(older))
    expected = listing.isWhole ? wanted.count : max(wanted.count, known.count - left.count)
  }

  /// A list of ids with the newest first: services list them either way, and do not say which.
  ///
  /// - Parameter newest: some of the newest items, with their dates.
  static func newestFirst(_ listed: [ItemID], newest: [(id: ItemID, date: Timestamp?)]) -> [ItemID]
  {
    let places = Dictionary(zip(listed, listed.indices), uniquingKeysWith: { first, _ in first })
    let found = newest.compactMap { item in
      places[item.id].map { (place: $0, date: item.date) }
    }.sorted { $0.place < $1.place }
    // Dates tell, as far as there are any.
    let dates = found.compactMap(\.date)
    let rises = zip(dates, dates.dropFirst()).reduce(0) { $0 + ($1.0 < $1.1 ? 1 : 0) }
    let falls = zip(dates, dates.dropFirst()).reduce(0) { $0 + ($1.0 > $1.1 ? 1 : 0) }
    if rises != falls { return rises > falls ? listed.reversed() : listed }
    // Else the end at which the newest ones stand.
    let middle = found.map(\.place).reduce(0, +) * 2
    return middle > found.count * (listed.count - 1) ? listed.reversed() : listed
  }
}
