import GRDB
import PubSub
import Social
import XMPP

extension Transaction {
  private static let columns = "id, node, name, sequence, publisher, created, published, payload"

  /// Moves an item to where nobody finds it by chance, and with it what waits to be told of it. It keeps its places in
  /// both orders, the nodes that belong to it, and goes on to count against its publisher's quota. Its reports have
  /// done what they could.
  func hide(_ item: ItemID, _ node: NodeRecord, _ now: Timestamp) throws {
    guard let place = try snapshot.itemPlace(item, in: node), place.sequence > node.floor else {
      return
    }
    try run(
      """
      INSERT INTO hidden (\(Self.columns), expires)
      SELECT \(Self.columns), published + ? * 1000 FROM item WHERE id = ?
      """, [node.facts.configuration.itemExpiry, place.number])
    try dropSummary(ofPost: place.number, node, now)
    try takeOut(place.number, node, isAlive: true, now)
    try run("DELETE FROM outbox WHERE node = ? AND item = ?", [node.number, item.name])
    try run("DELETE FROM gathered WHERE origin = ? AND item = ?", [node.number, item.name])
    try touch(node, now, sequence: nextSequence())
  }

  /// What is left of a hidden item of a name that went with a purge, and what belongs to it.
  func removeLeftHidden(_ item: ItemID, _ node: NodeRecord, _ now: Timestamp) throws {
    guard node.floor > 0 else { return }
    let left = try snapshot.number(
      "SELECT id FROM hidden WHERE node = ? AND name = ? AND sequence <= ?",
      [node.number, item.name, node.floor])
    if let left { try removeHidden(left, node, isAlive: false, now) }
  }

  /// Moves it back.
  func show(_ item: ItemID, _ node: NodeRecord, _ now: Timestamp, _ projection: Projection?)
    throws
  {
    guard let found = try snapshot.hiddenItem(item, in: node) else { return }
    let hidden = found.item
    try run(
      "INSERT INTO item (\(Self.columns)) SELECT \(Self.columns) FROM hidden WHERE id = ?",
      [hidden.number])
    try run("DELETE FROM hidden WHERE id = ?", [hidden.number])
    let publisher = try intern(found.publisher)
    let counts = try derive(
      projection,
      DerivedItem(
        number: hidden.number, sequence: hidden.sequence, publisher: publisher,
        received: hidden.published, firstSeen: found.created, payload: hidden.payload), node, now)
    writeSummaryAgain(ofPost: hidden.number, now)
    // Whom the service has written it for may have taken back what it stands for.
    if Heart.isWritten(item), let post = node.post {
      review(Noticer(post: post, jid: publisher), isTakenBack: true, now)
    }
    try run(
      "UPDATE node SET items = items + 1, posts = posts + ?, hearts = hearts + ? WHERE id = ?",
      [counts.posts, counts.hearts, node.number])
    try setExpiry(node, after: node.facts.configuration.itemExpiry)
    try touch(node, now, sequence: nextSequence())
  }

  /// A hidden item goes for good.
  func removeHidden(_ item: ItemID, _ node: NodeRecord, _ now: Timestamp) throws {
    guard let hidden = try snapshot.hiddenItem(item, in: node)?.item else { return }
    try removeHidden(hidden.number, node, isAlive: true, now)
  }

  private func removeHidden(_ number: Int64, _ node: NodeRecord, isAlive: Bool, _ now: Timestamp)
    throws
  {
    try buryCompanions(of: number, now)
    let had = try snapshot.first(
      """
      SELECT jid.jid, coalesce(length(hidden.payload), 0) FROM hidden
      JOIN jid ON jid.id = hidden.publisher WHERE hidden.id = ?
      """, [number]
    ) { (publisher: $0[0] as String, bytes: $0[1] as Int) }
    if let had {
      use(try storedJID(had.publisher).bare, Usage(items: -1, bytes: -had.bytes))
    }
    try removeRevisions(of: number)
    try run("DELETE FROM hidden WHERE id = ?", [number])
    guard !isAlive else { return }
    try run("UPDATE node SET dead = max(dead - 1, 0) WHERE id = ?", [node.number])
  }

  /// Removes some of the hidden items of a node up to a sequence number; false if there are none.
  func sweepHidden(_ node: NodeRecord, upTo sequence: Int64, limit: Int, _ now: Timestamp) throws
    -> Bool
  {
    let numbers = try Int64.fetchAll(
      db.cachedStatement(
        sql: "SELECT id FROM hidden WHERE node = ? AND sequence <= ? ORDER BY sequence LIMIT ?"),
      arguments: [node.number, sequence, limit])
    for number in numbers { try removeHidden(number, node, isAlive: sequence == .max, now) }
    return !numbers.isEmpty
  }

  /// When the hidden items of a node expire.
  func setHiddenExpiry(_ node: NodeRecord, after seconds: Int?) throws {
    try run(
      "UPDATE hidden SET expires = published + ? * 1000 WHERE node = ?", [seconds, node.number])
  }

  /// Removes some whose time has come; false if there are none.
  func expireHidden(_ now: Timestamp, limit: Int) throws -> Bool {
    let found = try snapshot.rows(Snapshot.expiredHidden, [now.milliseconds, limit])
    var list: [(number: Int64, node: Int64, sequence: Int64)] = []
    while let row = try found.next() { list.append((row[0], row[1], row[2])) }
    for one in list {
      guard let node = try snapshot.nodeAlone(number: one.node) else { continue }
      try removeHidden(one.number, node, isAlive: one.sequence > node.floor, now)
      changed()
    }
    return !list.isEmpty
  }
}

extension Snapshot {
  static let expiredHidden =
    "SELECT id, node, sequence FROM hidden WHERE expires <= ? ORDER BY expires LIMIT ?"
}

extension Sweeper {
  /// Removes a portion of what time alone makes superfluous.
  func tidy(_ now: Timestamp, _ store: Store) async throws -> Bool {
    let limit = store.limits.rowsPerSweep
    let hasExpired = try await store.read { snapshot in
      try snapshot.number(Snapshot.expiredHidden, [now.milliseconds, 1]) != nil
    }
    if hasExpired { return try await store.write { try $0.expireHidden(now, limit: limit) } }
    guard try await store.read({ try !$0.staleActs(now, limit: 1).isEmpty }) else { return false }
    return try await store.write { try $0.forgetActs(now, limit: limit) }
  }
}
