import PubSub
import Store
import XMPP

/// What a comparison has found: items that were not here, that were here in another version, that are there no more.
struct Difference: Hashable, Sendable {
  var missing = 0
  var differing = 0
  var stale = 0

  mutating func add(_ other: Difference) {
    missing += other.missing
    differing += other.differing
    stale += other.stale
  }
}

extension Visit {
  /// So many bytes that nobody knew of are held until it is clear how they stand to the others.
  private static let maximumNewsBytes = 4_194_304
  private static let maximumPages = 10_000

  /// Goes through a node's items page by page, from the newest one back: each page is stored before the next one is asked
  /// for. It ends with the last page, with what is more than is kept, or where all is as we have it. When its turn is over
  /// it goes on from there in the next one, and looks at last for what has come since it began.
  ///
  /// - Parameters:
  ///   - newest: what was given without pages.
  ///   - known: the items that are here.
  ///   - last: the last sequence number of now.
  mutating func comparePages(_ newest: ItemsAnswer, _ known: [ItemID], _ last: Int64)
    async throws -> Difference
  {
    var (walk, mark) = (begin(known, last, depth), "")
    (walk.leftOut, walk.absent) = (try await leftOut(), try await absent())
    let halt = underway.resume(source)
    if case .pages(let halted, let last) = halt { (walk, mark) = (halted, last) }
    do {
      // Where all of them came at once, they need not be asked for again.
      let first = newest.isWhole && halt == nil ? newest : nil
      try await go(&walk, from: &mark, first) { [task = source.task] in
        task != .audit && $0.isSettled
      }
    } catch End.turn {
      // What has come before all that is known is found again at the end, by the news.
      walk.dropNews()
      throw underway.halt(.pages(walk, mark: mark), of: source) ? End.turn : End.crowded
    }
    try await takeNews(&walk)
    if halt != nil { walk.add(try await news()) }
    if walk.isAtEnd { underway.keepRefused(walk.seen, of: source.number) }
    walk.found.stale = try await drop(
      walk.stale, upTo: walk.last, areRetracted: !walk.isFull)
    underway.leave(out: walk.total.map { $0 - walk.here + walk.found.stale }, of: source.number)
    return walk.found
  }

  private func begin(_ known: [ItemID], _ last: Int64, _ depth: Int) -> PageWalk {
    let size = AnswerSize(most: 100, of: source, portions)
    return PageWalk(known: known, last, limit: limit, depth: depth, size)
  }

  /// What has come since a walk began that has taken several turns.
  private mutating func news() async throws -> PageWalk {
    let (known, last) = try await store.read { [source] in
      (try $0.itemNames(of: source), try $0.lastSequence)
    }
    var (walk, mark) = (begin(known, last, AnswerSize.first), "")
    do {
      try await go(&walk, from: &mark) { $0.isFamiliar }
    } catch End.turn {
      // The next comparison is so much shorter.
      try await takeNews(&walk)
      throw End.turn
    }
    try await takeNews(&walk)
    return walk
  }

  /// Whenever its turn ends, it has come a page further.
  ///
  /// - Parameters:
  ///   - mark: the page before this one comes next.
  ///   - first: that page, where it is here already.
  private mutating func go(
    _ walk: inout PageWalk, from mark: inout String, _ first: ItemsAnswer? = nil,
    until isDone: (PageWalk) -> Bool
  ) async throws {
    var first = first
    for _ in 0..<Self.maximumPages {
      let answer =
        if let first { first } else { try await page(before: mark, &walk.size) }
      first = nil
      let page = Comparison.Listing(
        answer.items.reversed().map(\.id),
        newest: answer.items.map { ($0.id, $0.date) }, isWhole: false)
      let isOldestFirst = page.ids.first == answer.items.last?.id
      let items = walk.fresh(answer.items, in: page.ids)
      if walk.isDoubted(answer.set?.count) || items.isEmpty && !answer.items.isEmpty {
        source.note(.endless)
      }
      guard !items.isEmpty else {
        walk.isAtEnd = walk.count >= walk.total ?? answer.set?.count ?? .max
        return
      }
      // The last page may come without a set: ejabberd's does.
      walk.total = answer.set?.count ?? walk.total
      source.expected = min(walk.total ?? walk.count, limit)
      let young = items.filter { !settings.isTooOld($0) }
      try await take(young.filter { summedUp?.contains($0.id) != false }, &walk)
      try await save()
      if walk.isFull || isDone(walk) { return }
      // All that is older is too old, or has no room.
      if walk.hasSeenKnown {
        if young.isEmpty { return }
        if try await room() == 0 { return }
      }
      guard let edge = isOldestFirst ? answer.set?.first : answer.set?.last else {
        walk.isAtEnd = walk.count >= walk.total ?? .max
        return
      }
      mark = edge
      try goOn()
    }
  }

  /// An item before which there was to be a page may be gone: that says nothing of the node.
  private func page(before mark: String, _ size: inout AnswerSize)
    async throws(RemoteService.Failure) -> ItemsAnswer
  {
    while true {
      do throws(RemoteService.Failure) {
        return try await remote.page(source.node, before: mark, size.count)
      } catch {
        portions.note(error, size.count, of: source.number)
        if error.isTooMuch, size.halve() { continue }
        throw error == .refused(.notThere) && !mark.isEmpty ? .unusable : error
      }
    }
  }

  /// How many items were left out when the node was compared last, since they were too old, were about nothing that is here or
  /// there was no room; nil: there may be room for them, or nobody knows.
  private func leftOut() async throws -> Int? {
    guard source.compared != nil, let count = underway.leftOut(of: source.number) else {
      return nil
    }
    if settings.longestAge != nil || summedUp != nil { return count }
    return try await room() == 0 ? count : nil
  }

  private func take(_ items: [RemoteItem], _ walk: inout PageWalk) async throws {
    let all = prepared(items)
    let items = try await wanted(all)
    if items.count < all.count {
      walk.absent.formUnion(Set(all.map(\.item.id)).subtracting(items.map(\.item.id)))
    }
    let history = walk.note(items, try await differing(items))
    if walk.isAmongKnown || walk.newsBytes > Self.maximumNewsBytes { try await takeNews(&walk) }
    _ = try await store(history, .history)
  }

  /// What nobody knew of when it came, the oldest first.
  private func takeNews(_ walk: inout PageWalk) async throws {
    _ = try await store(walk.takeNews().reversed(), .now)
  }
}

/// How far a walk through the pages of a node has come.
struct PageWalk {
  /// The last sequence number when it began: what has a later one has moved, and need not be where the walk comes by.
  let last: Int64
  private let known: Set<ItemID>
  private let order: [ItemID]
  private let limit: Int
  private let depth: Int
  private(set) var seen: Set<ItemID> = []
  private var news: [PreparedItem] = []
  private(set) var newsBytes = 0
  /// Whether an item has come that was here in that very version.
  private(set) var isAmongKnown = false
  /// Items that came in a row as they are here.
  private var unchanged = 0
  var found = Difference()
  var isAtEnd = false
  /// How many there are, as far as the service says so.
  var total: Int?
  /// How many of them are not to be here; nil: none.
  var leftOut: Int?
  /// Those whose authors do not want them to be here.
  var absent: Set<ItemID> = []
  var size: AnswerSize

  init(known: [ItemID], _ last: Int64, limit: Int, depth: Int, _ size: AnswerSize) {
    (self.known, order, self.limit, self.depth) = (Set(known), known, limit, depth)
    (self.last, self.size) = (last, size)
  }

  var count: Int { seen.count }
  var hasSeenKnown: Bool { known.isSubset(of: seen) }
  var isFull: Bool { seen.count >= limit }

  /// Whether a service says that there are far more or fewer items than it said a page ago.
  func isDoubted(_ count: Int?) -> Bool {
    guard let total, let count else { return false }
    return abs(total - count) > 100
  }

  /// Those of a page that did not come before, in its order and as many as are kept.
  mutating func fresh(_ items: [RemoteItem], in order: [ItemID]) -> [RemoteItem] {
    let named = Dictionary(items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let fresh = order.filter { !seen.contains($0) }.prefix(limit - seen.count)
    seen.formUnion(fresh)
    return fresh.compactMap { named[$0] }
  }

  /// - Parameter differing: those of them that are not here in that very version.
  /// - Returns: what is to be stored where it stands; news are held.
  mutating func note(_ items: [PreparedItem], _ differing: Set<ItemID>) -> [PreparedItem] {
    var history: [PreparedItem] = []
    for item in items {
      let id = item.item.id
      let isKnown = known.contains(id)
      if isKnown, !differing.contains(id) {
        isAmongKnown = true
        unchanged += 1
        continue
      }
      unchanged = 0
      if isKnown { found.differing += 1 } else { found.missing += 1 }
      // Before anything that is as we have it, it is news; but where nothing was here, all is of before.
      guard !isAmongKnown, !known.isEmpty else {
        history.append(item)
        continue
      }
      news.append(item)
      newsBytes += 1_024 + (item.item.payload?.count ?? 0)
    }
    size.learn(
      items: items.count, bytes: items.reduce(0) { $0 + ($1.item.payload?.count ?? 0) })
    return history
  }

  /// As if they had not come.
  mutating func dropNews() {
    let ids = Set(takeNews().map(\.item.id))
    seen.subtract(ids)
    let differing = ids.count(where: known.contains)
    found.differing -= differing
    found.missing -= ids.count - differing
  }

  /// Another one has found this too.
  mutating func add(_ other: PageWalk) {
    seen.formUnion(other.seen)
    absent.formUnion(other.absent)
    found.add(other.found)
  }

  mutating func takeNews() -> [PreparedItem] {
    defer { (news, newsBytes) = ([], 0) }
    return news
  }

  /// How many are here, with those that are about to be.
  var here: Int { known.count + found.missing }

  /// Whether so many came as they are here that nothing older is news.
  var isFamiliar: Bool { unchanged >= min(depth, known.count) }

  /// Of the ids that it holds.
  var heldBytes: Int { known.heldBytes + seen.heldBytes + absent.heldBytes }

  /// Whether so many came as they are here that the others will be so too: there are as many of them here as there, but for
  /// those that were left out. Fewer of those than before are a sign that what is here is gone there.
  var isSettled: Bool {
    guard let total, isFamiliar else { return false }
    if min(total, limit) == here || total == here + absent.count { return true }
    return !known.isEmpty && total > here && leftOut.map { total - here >= $0 } ?? false
  }

  /// What is here and there no more, as far as that is known; and what is more than is kept.
  var stale: [ItemID] {
    if isAtEnd || isFull { return order.filter { !seen.contains($0) } }
    return []
  }
}

extension ItemsAnswer {
  /// Whether the node has no others, as its service counts them.
  fileprivate var isWhole: Bool { !items.isEmpty && set?.count == items.count }
}
