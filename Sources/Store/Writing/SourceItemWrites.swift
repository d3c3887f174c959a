import GRDB
package import PubSub
package import Social
package import XMPP

// The items of nodes that are followed. Who took a look at a node before what we may have of it changed stores nothing.
extension Transaction {
  /// Items of before we followed have sequence numbers below zero: by their date, so that among those of all nodes they
  /// stand where they belong, and before everything that was published here.
  static let historyStart: Int64 = -1 << 50
  static let nothingIsGone: Int64 = -1 << 62
  /// So many numbers are left free where all items of a node are gone, which may come back.
  private static let gap: Int64 = 1 << 24

  /// Where items stand among those of their node.
  package enum Era: Sendable {
    /// After all others: they were published just now, in this order.
    case now
    /// Before all others, the newest first; each by its date. One that is here keeps its place.
    case history
  }

  /// Takes items of a node that is followed; those that are here in that very version stay where they are.
  ///
  /// - Parameter threads: how many of the posts have their comments followed too.
  /// - Returns: how many were new, in another version, or another one's.
  @discardableResult
  package func take(
    _ items: [ForeignItem], of source: Source, _ era: Era, _ now: Timestamp,
    _ projections: [ItemID: Projection], threads: ThreadPolicy = .none
  ) throws -> Int {
    guard let node = try snapshot.node(number: source.number), try isCurrent(source) else {
      return 0
    }
    let wanted = try dropOptedOut(items, of: source, now)
    var taken = 0
    for item in try snapshot.fitting(wanted, in: source) {
      guard let difference = try snapshot.difference(of: item, in: source) else { continue }
      taken += 1
      if case .claim(let number) = difference {
        try setClaimed(item.claimed, of: number, isNew: false)
        continue
      }
      let projection = projections[item.id]
      // Another author is no news.
      let number = try put(
        item, of: source, in: node, difference == .publisher ? .history : era, projection, now)
      let discussion = projection?.discussion
      try followThread(
        of: number, in: source,
        discussion?.isShare == false ? discussion?.replies : nil, threads, now)
    }
    if taken > 0 { try changed(node) }
    return taken
  }

  /// - Returns: the number of the item.
  private func put(
    _ item: ForeignItem, of source: Source, in node: NodeRecord, _ era: Era,
    _ projection: Projection?, _ now: Timestamp
  ) throws -> Int64 {
    let replaced = try present(item.id, node, now)
    let place = try place(of: item.id, era, in: node, projection, now)
    try hold(
      (item.payload?.count ?? 0) + item.id.name.utf8.count,
      replacing: try replaced.map { try snapshot.size(of: $0.number) } ?? 0, of: node)
    try run(
      "DELETE FROM tombstone WHERE node = ? AND name = ?", [node.number, item.id.name])
    try put(
      PublishedItem(
        id: item.id, publisher: item.publisher ?? source.service, payload: item.payload), node,
      place, replacing: replaced, projection, now)
    let number = replaced?.number ?? place.sequence
    try setClaimed(item.claimed, of: number, isNew: replaced == nil)
    return number
  }

  /// Nothing stays of what somebody has written who does not want it to be here.
  ///
  /// - Returns: the others.
  private func dropOptedOut(_ items: [ForeignItem], of source: Source, _ now: Timestamp) throws
    -> [ForeignItem]
  {
    let optedOut = try Set(items.compactMap(\.named)).filter { try snapshot.hasOptedOut($0) }
    guard !optedOut.isEmpty else { return items }
    func isWanted(_ item: ForeignItem) -> Bool { item.named.map(optedOut.contains) != true }
    try drop(items.filter { !isWanted($0) }.map(\.id), of: source, now)
    return items.filter(isWanted)
  }

  private func setClaimed(_ jid: BareJID?, of item: Int64, isNew: Bool) throws {
    guard jid != nil || !isNew else { return }
    try run("UPDATE item SET claimed = ? WHERE id = ?", [try jid.map(intern), item])
  }

  private func place(
    of item: ItemID, _ era: Era, in node: NodeRecord, _ projection: Projection?, _ now: Timestamp
  ) throws -> ItemPlace {
    guard case .history = era else {
      return ItemPlace(sequence: nextSequence(), published: now.milliseconds)
    }
    let present = try snapshot.first(
      "SELECT sequence, published FROM item WHERE node = ? AND name = ?", [node.number, item.name]
    ) { ItemPlace(sequence: $0[0], published: $0[1]) }
    return try present ?? placeInHistory(node, projection, now)
  }

  private func placeInHistory(_ node: NodeRecord, _ projection: Projection?, _ now: Timestamp)
    throws -> ItemPlace
  {
    let oldest = try snapshot.first(
      """
      SELECT sequence, published FROM item WHERE node = ? AND sequence > ? ORDER BY sequence LIMIT 1
      """, [node.number, node.floor]
    ) { ItemPlace(sequence: $0[0], published: $0[1]) }
    let date = min(projection?.date ?? now, now).milliseconds
    // Once all was gone, what comes back stands in the gap that was left for it.
    let newest = node.floor < 0 ? Self.historyStart + date : node.floor + Self.gap
    var sequence = min(newest, (oldest?.sequence ?? .max) - 1)
    // Many posts may have one date: their numbers are passed over in ever longer steps.
    var step: Int64 = 1
    while try snapshot.number("SELECT 1 FROM item WHERE id = ?", [sequence]) != nil {
      sequence -= step
      step *= 2
    }
    guard sequence > node.floor else {
      return ItemPlace(sequence: nextSequence(), published: date)
    }
    return ItemPlace(sequence: sequence, published: date)
  }

  /// So many posts of a node that is followed say that they were retracted.
  private static let maximumTombstones = 1_000

  /// How many more posts of a node may say so: of our own, as many as there were.
  func tombstonesLeft(_ node: NodeRecord) throws -> Int {
    guard node.isReadable else { return 0 }
    guard node.isFollowed else { return .max }
    let count = try snapshot.number(
      "SELECT count(*) FROM tombstone WHERE node = ?", [node.number])
    return max(0, Self.maximumTombstones - Int(count ?? 0))
  }

  /// Items are gone from a node that is followed.
  ///
  /// - Parameters:
  ///   - last: what has got a later sequence number is not; whoever says so does not know of it.
  ///   - areRetracted: their pages say so.
  /// - Returns: how many were here.
  @discardableResult
  package func drop(
    _ items: [ItemID], of source: Source, upTo last: Int64 = .max, areRetracted: Bool = false,
    _ now: Timestamp
  ) throws -> Int {
    guard let node = try snapshot.node(number: source.number), try isCurrent(source) else {
      return 0
    }
    let traces = areRetracted ? try tombstonesLeft(node) : 0
    var dropped = 0
    for item in items {
      guard let (number, sequence, _) = try snapshot.itemPlace(item, in: node),
        sequence > node.floor, sequence <= last
      else { continue }
      if dropped < traces { try leaveTombstone(number, now) }
      try removeItem(number, node, isAlive: true, now)
      dropped += 1
    }
    if dropped > 0 { try changed(node) }
    return dropped
  }

  /// All items of a node that is followed are gone.
  package func dropAll(of source: Source, _ now: Timestamp) throws {
    guard let node = try snapshot.node(number: source.number), node.facts.items > 0 else { return }
    try purge(node, now)
    try releaseThreads(of: source, now)
    try dropSummaries(of: source, now)
    try releaseAll(of: source)
    // What comes back is all of it, however far that gets at a time.
    try run("UPDATE source SET compared = NULL WHERE node = ?", [source.number])
    skipSequences(Self.gap)
    changed()
  }
}
