import GRDB
package import PubSub
package import Social
package import XMPP

// Nodes of other services that are followed. What we know of them is a copy: it counts against nobody's quota, no earlier
// versions are kept, and what is gone there is gone here.
extension Transaction {
  /// Items of before we followed have sequence numbers below zero: by their date, so that among those of all nodes they
  /// stand where they belong, and before everything that was published here.
  static let historyStart: Int64 = -1 << 50
  private static let nothingIsGone: Int64 = -1 << 62
  /// So many numbers are left free where all items of a node are gone, which may come back.
  private static let gap: Int64 = 1 << 24

  /// Begins to follow a node, if that was not begun; see `Follow` for who wants it.
  package func begin(_ node: NodeID, of service: BareJID, isPublic: Bool, _ now: Timestamp) throws {
    guard try snapshot.source(node, of: service) == nil else { return }
    let home = try foreignService(service)
    var configuration = NodeConfiguration()
    configuration.accessModel = .whitelist
    let columns = NodeColumns(node, configuration, above: .none)
    let row: StatementArguments = [
      home.number, node.name, try intern(service), now.milliseconds, 0, nextSequence(),
      Self.nothingIsGone, 0,
    ]
    try run(
      NodeColumns.insert([
        "service", "name", "creator", "created", "changed", "latest", "floor", "followed",
      ]), row + columns.arguments)
    try run(
      "INSERT INTO source (node, stage, public, due) VALUES (?, 'new', ?, ?)",
      [db.lastInsertedRowID, isPublic, now.milliseconds])
  }

  private func foreignService(_ jid: BareJID) throws -> ServiceID {
    let number = try intern(jid)
    try run("INSERT OR IGNORE INTO service (jid, hosted) VALUES (?, 0)", [number])
    guard let id = try snapshot.service(jid) else {
      throw StoreError.internalFailure("a service that was stored is not there")
    }
    return id
  }

  /// Remembers how following a node goes, and shows the node to those who may see it then.
  ///
  /// - Parameter facts: what its service says of it; nil: nothing new.
  package func update(_ source: Source, _ facts: NodeConfiguration? = nil) throws {
    guard let node = try snapshot.node(number: source.number) else { return }
    // What has come up meanwhile is still to be looked at.
    try run(
      """
      UPDATE source SET stage = ?, way = ?, access = ?, public = ?, failures = ?, problem = ?, expected = ?,
        looked = ?, compared = ?, surprised = ?, audited = ?, missing = ?, differing = ?, stale = ?,
        due = CASE WHEN wakes = ? THEN ? ELSE due END, task = CASE WHEN wakes = ? THEN ? ELSE task END
      WHERE node = ?
      """,
      [
        source.stage.rawValue, source.way?.rawValue, source.access?.rawValue, source.isPublic,
        source.failures, source.problem?.rawValue, source.expected,
        source.looked?.milliseconds, source.compared?.milliseconds, source.surprised?.milliseconds,
        source.audit?.at.milliseconds,
        source.audit?.missing,
        source.audit?.differing, source.audit?.stale, source.wakes, source.due.milliseconds,
        source.wakes, source.task.rawValue, source.number,
      ])
    try show(node, source, facts ?? node.facts.configuration)
    changed()
  }

  private func show(_ node: NodeRecord, _ source: Source, _ facts: NodeConfiguration) throws {
    var configuration = facts
    // Nobody is let in by the rules of a service that is not ours.
    configuration.accessModel = source.isOpen ? .open : .whitelist
    let isForAll = source.isOpen && source.isPublic
    let columns = NodeColumns(node.facts.id, configuration, above: isForAll ? .full : .none)
    try run(NodeColumns.update, columns.arguments + [nil, nil, node.number])
    try run("UPDATE node SET followed = ? WHERE id = ?", [source.isOpen, node.number])
  }

  /// An event has come.
  package func heard(_ source: Source, _ now: Timestamp) throws {
    try run(
      "UPDATE source SET heard = ? WHERE node = ?", [now.milliseconds, source.number])
  }

  /// Something is to be done about it at a moment, if nothing is before that. One that had ended is tried again.
  package func wake(_ source: Source, for task: Source.Task, at moment: Timestamp) throws {
    try run(
      """
      UPDATE source SET due = min(due, ?), task = max(task, ?), wakes = wakes + 1,
        stage = CASE stage WHEN 'ended' THEN 'new' ELSE stage END
      WHERE node = ?
      """, [moment.milliseconds, task.rawValue, source.number])
  }

  /// What a service has told of its nodes was not read: they are compared.
  package func wakeSources(of service: BareJID, at moment: Timestamp) throws {
    guard let service = try snapshot.service(service) else { return }
    try run(
      """
      UPDATE source SET due = min(due, ?), task = max(task, 1), wakes = wakes + 1
      WHERE stage <> 'ended' AND node IN (
        SELECT id FROM node WHERE service = ? AND deleted IS NULL)
      """, [moment.milliseconds, service.number])
  }

  /// The link was away, and what was published meanwhile was told to nobody: all are compared.
  package func wakeAllSources(at moment: Timestamp) throws {
    try run(
      """
      UPDATE source SET due = min(due, ?), task = max(task, 1), wakes = wakes + 1
      WHERE stage <> 'ended'
      """, [moment.milliseconds])
  }

  /// Nothing is left of a node that is followed no more.
  package func forget(_ source: Source, _ now: Timestamp) throws {
    guard let node = try snapshot.node(number: source.number),
      let service = try snapshot.service(ofNode: source.number)
    else { return }
    try run("DELETE FROM source WHERE node = ?", [source.number])
    try delete(node, service, now)
    changed()
  }
}

// MARK: - Items

extension Transaction {
  /// Where items stand among those of their node.
  package enum Era: Sendable {
    /// After all others: they were published just now, in this order.
    case now
    /// Before all others, the newest first; each by its date. One that is here keeps its place.
    case history
  }

  /// Takes items of a node that is followed; those that are here in that very version stay where they are.
  ///
  /// - Returns: how many were new, or in another version.
  @discardableResult
  package func take(
    _ items: [ForeignItem], of source: Source, _ era: Era, _ now: Timestamp,
    _ projections: [ItemID: Projection]
  ) throws -> Int {
    guard let node = try snapshot.node(number: source.number) else { return 0 }
    var taken = 0
    for item in try snapshot.differing(items, in: source) {
      if let publisher = item.publisher, try snapshot.hasOptedOut(publisher) { continue }
      let projection = projections[item.id]
      let replaced = try present(item.id, node, now)
      let place = try place(of: item.id, era, in: node, projection, now)
      try put(
        PublishedItem(
          id: item.id, publisher: item.publisher ?? source.service, payload: item.payload), node,
        place, replacing: replaced, projection, now)
      taken += 1
    }
    if taken > 0 { changed() }
    return taken
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
    while try snapshot.number("SELECT 1 FROM item WHERE id = ?", [sequence]) != nil {
      sequence -= 1
    }
    guard sequence > node.floor else {
      return ItemPlace(sequence: nextSequence(), published: now.milliseconds)
    }
    return ItemPlace(sequence: sequence, published: min(date, oldest?.published ?? .max))
  }

  /// Items are gone from a node that is followed.
  ///
  /// - Returns: how many were here.
  @discardableResult
  package func drop(_ items: [ItemID], of source: Source, _ now: Timestamp) throws -> Int {
    guard let node = try snapshot.node(number: source.number) else { return 0 }
    var dropped = 0
    for item in items {
      guard let (number, sequence, _) = try snapshot.itemPlace(item, in: node),
        sequence > node.floor
      else { continue }
      if node.isReadable { try leaveTombstone(number, now) }
      try removeItem(number, node, isAlive: true, now)
      dropped += 1
    }
    guard dropped > 0 else { return 0 }
    try touch(node, now, sequence: nextSequence())
    changed()
    return dropped
  }

  /// All items of a node that is followed are gone.
  package func dropAll(of source: Source, _ now: Timestamp) throws {
    guard let node = try snapshot.node(number: source.number), node.facts.items > 0 else { return }
    try purge(node, now)
    skipSequences(Self.gap)
    changed()
  }
}
