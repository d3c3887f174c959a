import PubSub
import XMPP

/// What a node has, beside what we have of it: what is to be fetched, and what is to go.
struct Comparison: Hashable, Sendable {
  /// Items that came after all that we know, the oldest first.
  private(set) var news: [ItemID] = []
  /// Items of before, the newest first.
  private(set) var history: [ItemID] = []
  /// What we have and the node has no more, or what is more than is kept.
  private(set) var stale: [ItemID] = []
  /// How many there are to be, when all is done.
  private(set) var expected = 0

  /// - Parameters:
  ///   - listed: the node's items, the newest first.
  ///   - known: ours.
  ///   - limit: how many of a node are kept.
  init(listed: [ItemID], known: [ItemID], limit: Int) {
    let wanted = listed.prefix(limit)
    let (have, want) = (Set(known), Set(wanted))
    let firstKnown = wanted.firstIndex(where: have.contains)
    news = wanted[..<(firstKnown ?? 0)].reversed()
    history = wanted[(firstKnown ?? 0)...].filter { !have.contains($0) }
    stale = known.filter { !want.contains($0) }
    expected = wanted.count
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
