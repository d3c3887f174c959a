import PubSub
import Store
import XMPP

/// The items of a followed node: what is missing, old or gone.
extension Visit {
  private static let checkedAtOnce = 20
  private static let endsAtOnce = 3
  /// So many items go in one transaction.
  private static let droppedAtOnce = 200

  /// Makes up the difference between there and here.
  mutating func compare() async throws -> Difference {
    try await dropOld()
    let (known, last): ([ItemID], Int64)
    (known, last, summedUp) = try await store.read { [source] in
      (try $0.itemNames(of: source), try $0.lastSequence, try $0.summedUpItems(of: source))
    }
    limit = try await limit(known: known.count)
    source.forgetNote()
    let found = try await compare(with: newest(), known, last)
    // What came while the link was away, we could not be told of.
    if source.compared != nil, found != Difference() { source.surprised = .now }
    source.compared = .now
    portions.relax(source.number)
    try await trim()
    if source.task == .audit {
      source.audit = Source.Audit(
        at: .now, missing: found.missing, differing: found.differing, stale: found.stale)
    }
    return found
  }

  private mutating func compare(with newest: ItemsAnswer, _ known: [ItemID], _ last: Int64)
    async throws -> Difference
  {
    guard newest.set != nil, !underway.isHaltedByIDs(source) else {
      return try await compareByIDs(newest.items, known)
    }
    do {
      return try await comparePages(newest, known, last)
    } catch RemoteService.Failure.tooLarge {
      // One item fills a page, and whatever is behind it is reached by its id alone.
      let known = try await store.read { [source] in try $0.itemNames(of: source) }
      return try await compareByIDs(newest.items, known)
    }
  }

  /// As many of the newest items as one answer holds; none where one alone is too large.
  private mutating func newest() async throws(RemoteService.Failure) -> ItemsAnswer {
    var count = portions.count(of: source.number)
    while true {
      do throws(RemoteService.Failure) {
        let answer = try await remote.newest(source.node, count)
        portions.learn(
          max(count, answer.items.count), bytes: answer.items.payloadBytes, of: source.number)
        return answer
      } catch {
        portions.note(error, count, of: source.number)
        guard error.isTooMuch else { throw error }
        if count == 1, error == .tooLarge {
          portions.set(1, of: source.number)
          source.note(.largeItem)
          return ItemsAnswer(node: source.node, items: [])
        }
        guard count > 1 else { throw error }
        count /= 2
      }
    }
  }

  private mutating func compareByIDs(_ newest: [RemoteItem], _ known: [ItemID]) async throws
    -> Difference
  {
    var walk = IDWalk()
    if case .ids(let halted) = underway.resume(source) { walk = halted }
    do {
      return try await compareByIDs(newest, known, &walk)
    } catch End.turn {
      throw underway.halt(.ids(walk), of: source) ? End.turn : End.crowded
    }
  }

  private mutating func compareByIDs(
    _ newest: [RemoteItem], _ known: [ItemID], _ walk: inout IDWalk
  ) async throws -> Difference {
    var fetch = Fetch(source, from: remote, cache: newest, portions)
    let all = try await listing(newest, &fetch)
    if all.isWhole { underway.keepRefused(Set(all.ids), of: source.number) }
    let absent = try await absent()
    let listing = all.filter { [summedUp] in
      summedUp?.contains($0) != false && !absent.contains($0)
    }
    walk.edits.formIntersection(listing.ids)
    try await findEdits(among: listing.ids, known, &walk, &fetch)
    let plan = Comparison(
      listing, known: known.filter { !walk.edits.contains($0) }, limit: limit)
    source.expected = plan.expected
    try await save()
    try await take(plan.news, .now, &walk, &fetch)
    try await take(plan.history, .history, &walk, &fetch)
    if fetch.passedOver > 0 { source.note(.largeItem) }
    return Difference(
      missing: max(0, walk.taken - walk.edited), differing: walk.edited,
      stale: try await drop(checked(plan.stale), areRetracted: true) + drop(plan.surplus))
  }

  /// What a service does not list is asked for by its ids before it is taken for gone: some list or give fewer items than
  /// they have.
  private func checked(_ missing: [ItemID]) async throws(RemoteService.Failure) -> [ItemID] {
    guard !missing.isEmpty else { return [] }
    do throws(RemoteService.Failure) {
      let some = Array(missing.prefix(Self.checkedAtOnce))
      return try await remote.items(some, of: source.node).isEmpty ? missing : []
    } catch .refused(.notThere) {
      return missing
    }
  }

  /// The ids of all items; where a service does not list them, those of as many of the newest as one answer holds.
  private mutating func listing(
    _ newest: [RemoteItem], _ fetch: inout Fetch
  ) async throws(RemoteService.Failure) -> Comparison.Listing {
    do throws(RemoteService.Failure) {
      let list = try await remote.itemIDs(source.node)
      let (ids, listed) = (list.names, Set(list.names))
      if list.isOdd { source.note(.endless) }
      // A list without the newest items is none.
      if newest.allSatisfy({ listed.contains($0.id) }) {
        let known = newest.isEmpty ? try await ends(of: ids, &fetch) : newest
        return Comparison.Listing(ids, newest: dated(known), isWhole: list.isWhole)
      }
    } catch {
      if error.isTooMuch { source.note(.longList) }
      if case .refused = error {} else if error != .tooLarge { throw error }
    }
    let asked = portions.count(of: source.number)
    let (items, isAll) = try await fetch.newest(asked, newest)
    // As they are given: those in the world give the newest last.
    return Comparison.Listing(
      items.reversed().map(\.id), newest: dated(items), isWhole: isAll)
  }

  /// Some items from both ends of a list, whose dates say which of these is the newer one.
  private func ends(
    of ids: [ItemID], _ fetch: inout Fetch
  ) async throws(RemoteService.Failure) -> [RemoteItem] {
    var (rest, items): (ArraySlice<ItemID>, [RemoteItem]) = (ids[...], [])
    if ids.count > 2 * Self.endsAtOnce {
      rest = ids.prefix(Self.endsAtOnce) + ids.suffix(Self.endsAtOnce)
    }
    while !rest.isEmpty { items += try await fetch.next(&rest, keeping: true) }
    return items
  }

  /// So many of the newest items are as we have them before the search for edits ends: there are services where an edit
  /// leaves an item in its place. Where we look every minute, it is not that deep each time.
  var depth: Int {
    guard !isTold, let compared = source.compared else { return 200 }
    return compared.advanced(by: .seconds(3_600)) < .now ? 200 : Self.newestAtOnce
  }

  private func dated(_ items: [RemoteItem]) -> [(id: ItemID, date: Timestamp?)] {
    items.map { ($0.id, $0.date) }
  }

  /// What we have in another version. An edit moves an item to the front, so that the first batch without one ends the
  /// search, unless all are to be looked at.
  private func findEdits(
    among listed: [ItemID], _ known: [ItemID], _ walk: inout IDWalk, _ fetch: inout Fetch
  ) async throws {
    let here = Set(known)
    let isAudit = source.task == .audit
    var rest = listed.prefix(limit).filter { [walk] in
      here.contains($0) && !walk.checked.contains($0)
    }[...]
    var compared = 0
    while !rest.isEmpty {
      let fetched = prepared(try await fetch.next(&rest, keeping: !isAudit))
      let items = try await wanted(fetched)
      compared += fetched.count
      let found = try await differing(items)
      walk.edits.formUnion(found)
      walk.edited += found.count
      walk.checked.formUnion(fetched.map(\.item.id))
      if found.isEmpty, !isAudit, compared >= depth { break }
      try goOn()
    }
  }

  /// Fetches items and stores them, batch after batch; of what was published before as far as there is room.
  private func take(
    _ ids: [ItemID], _ era: Transaction.Era, _ walk: inout IDWalk, _ fetch: inout Fetch
  ) async throws {
    var rest = ids[...]
    while !rest.isEmpty {
      let before = rest
      let fetched = try await fetch.next(&rest)
      let items = fetched.filter { !settings.isTooOld($0) }
      walk.taken += try await store(wanted(prepared(items)), era)
      walk.edits.subtract(before.prefix(before.count - rest.count))
      if era == .history {
        if items.isEmpty, !fetched.isEmpty { break }
        if try await room() == 0 { break }
      }
      if !rest.isEmpty { try goOn() }
    }
  }

  /// Those whose authors want them to be here; the others are remembered, so that they are not missed each time.
  func wanted(_ items: [PreparedItem]) async throws -> [PreparedItem] {
    let authors = Set(items.compactMap(\.item.named))
    let absent = try await optedOut(authors)
    guard !absent.isEmpty else { return items }
    var (wanted, refused): ([PreparedItem], [ItemID: BareJID]) = ([], [:])
    for item in items {
      if let author = item.item.named, absent.contains(author) {
        refused[item.item.id] = author
      } else {
        wanted.append(item)
      }
    }
    underway.refuse(refused, of: source.number)
    _ = try await drop(Array(refused.keys))
    return wanted
  }

  /// What is known not to be wanted here by those who have written it.
  func absent() async throws -> Set<ItemID> {
    let refused = underway.refused(of: source.number)
    let authors = try await optedOut(Set(refused.values))
    return Set(refused.filter { authors.contains($0.value) }.keys)
  }

  private func optedOut(_ authors: Set<BareJID>) async throws -> Set<BareJID> {
    guard !authors.isEmpty else { return [] }
    return try await store.read { snapshot in try authors.filter { try snapshot.hasOptedOut($0) } }
  }

  /// Those that are not here in that very version. Of those that are, and are said to be another one's now, that is kept: it
  /// is neither news nor an edit.
  func differing(_ items: [PreparedItem]) async throws -> Set<ItemID> {
    let (versions, authors) = try await store.read { [source] in
      try $0.differing(items.map(\.item), in: source)
    }
    if !authors.isEmpty {
      _ = try await store(items.filter { authors.contains($0.item.id) }, .history)
    }
    return versions
  }

  func store(_ items: [PreparedItem], _ era: Transaction.Era) async throws -> Int {
    guard !items.isEmpty else { return 0 }
    let projections = items.projections(of: source.service)
    let items = items.map(\.item)
    let threads = settings.threadPolicy
    return try await store.write(bytes: items.heldBytes) { [source, underway] tx in
      // What events have told since it was fetched is newer.
      let items = items.filter { !underway.isTouched($0.id, of: source.number) }
      return try tx.take(
        items, of: source, era, .now, projections, threads: threads)
    }
  }

  /// - Parameter last: see `Transaction.drop`.
  func drop(_ ids: [ItemID], upTo last: Int64 = .max, areRetracted: Bool = false) async throws
    -> Int
  {
    var (rest, dropped) = (ids[...], 0)
    while !rest.isEmpty {
      let some = Array(rest.prefix(Self.droppedAtOnce))
      rest = rest.dropFirst(Self.droppedAtOnce)
      dropped += try await store.write { [source, underway] tx in
        let gone = some.filter { !underway.isTouched($0, of: source.number) }
        return try tx.drop(gone, of: source, upTo: last, areRetracted: areRetracted, .now)
      }
    }
    return dropped
  }

  func prepared(_ items: [RemoteItem]) -> [PreparedItem] {
    items.map { PreparedItem($0, in: source.node, of: source.service, settings) }
  }
}

/// How far a comparison by ids has come.
struct IDWalk: Sendable {
  /// Those that were looked at.
  var checked: Set<ItemID> = []
  /// What is to be fetched again.
  var edits: Set<ItemID> = []
  var edited = 0
  /// How many were new here, or in another version.
  var taken = 0
}

extension [ForeignItem] {
  /// About what a write of these holds while it waits: the bytes, and what was understood of them.
  var heldBytes: Int { 2 * reduce(0) { $0 + ($1.payload?.count ?? 0) } }
}
