import GRDB
package import PubSub
package import Social
package import XMPP

// Nodes of other services that are followed. What we know of them is a copy: it counts against nobody's quota, no earlier
// versions are kept, and what is gone there is gone here.
extension Transaction {
  /// Begins to follow a node, if that was not begun; see `Follow` for who wants it.
  ///
  /// - Returns: false if it is a node of our own, which is here anyway.
  @discardableResult
  package func begin(_ node: NodeID, of service: BareJID, isPublic: Bool, _ now: Timestamp) throws
    -> Bool
  {
    guard try snapshot.source(node, of: service) == nil else { return true }
    guard try !snapshot.isHosted(service) else { return false }
    let home = try foreignService(service)
    var configuration = NodeConfiguration()
    configuration.accessModel = .whitelist
    configuration.robots = try snapshot.robots(service)
    let columns = NodeColumns(node, configuration, above: .none)
    let row: StatementArguments = [
      home.number, node.name, try intern(service), now.milliseconds, 0, Self.nothingIsGone,
      Self.nothingIsGone, 0,
    ]
    try run(
      NodeColumns.insert([
        "service", "name", "creator", "created", "changed", "latest", "floor", "followed",
      ]), row + columns.arguments)
    try run(
      "INSERT INTO source (node, stage, public, due) VALUES (?, 'new', ?, ?)",
      [db.lastInsertedRowID, isPublic, now.milliseconds])
    return true
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
  /// - Returns: false, and nothing is remembered, if it is followed no more, or not as it was when this was looked at.
  @discardableResult
  package func update(_ source: Source, _ facts: NodeConfiguration? = nil) throws -> Bool {
    guard let node = try snapshot.node(number: source.number),
      let old = try snapshot.source(source.number), old.epoch == source.epoch
    else { return false }
    var source = source
    source.keepNote(of: old)
    // What has come up meanwhile is still to be looked at, after what others have waited for; but an audit that is done is not
    // done again for that.
    try run(
      """
      UPDATE source SET stage = ?, way = ?, access = ?, public = ?, failures = ?, problem = ?, expected = ?,
        looked = ?, compared = ?, surprised = ?, audited = ?, missing = ?, differing = ?, stale = ?,
        note = ?, noted = ?, tried = ?,
        due = CASE WHEN wakes = ? THEN ? ELSE max(due, ?) END,
        task = CASE WHEN wakes = ? THEN ? WHEN audits = ? THEN min(task, ?) ELSE task END
      WHERE node = ?
      """,
      [
        source.stage.rawValue, source.way?.rawValue, source.access?.rawValue, source.isPublic,
        source.failures, source.problem?.rawValue, source.expected,
        source.looked?.milliseconds, source.compared?.milliseconds, source.surprised?.milliseconds,
        source.audit?.at.milliseconds, source.audit?.missing, source.audit?.differing,
        source.audit?.stale, source.note?.rawValue, source.noted?.milliseconds,
        source.tried?.milliseconds, source.wakes, source.due.milliseconds,
        source.tried?.milliseconds ?? 0, source.wakes,
        source.task.rawValue, source.audits, max(source.task, .compare).rawValue, source.number,
      ])
    let isSeenAlike =
      (source.isOpen, source.isForContacts, source.isPublic)
      == (old.isOpen, old.isForContacts, old.isPublic)
    let facts = facts.flatMap { $0.isShownLike(node.facts.configuration) ? nil : $0 }
    guard facts != nil || !isSeenAlike else { return true }
    try show(node, source, facts ?? node.facts.configuration)
    if !source.isOpen || !source.isPublic { try releaseSummary(of: source) }
    changed()
    return true
  }

  /// Whether what we may have of it is still what it was when it was looked at.
  func isCurrent(_ source: Source) throws -> Bool {
    try snapshot.number("SELECT epoch FROM source WHERE node = ?", [source.number]) == source.epoch
  }

  /// What we may have of it changes now: whoever is at it has to begin again.
  ///
  /// - Returns: as it is from now on.
  package func changeEpoch(_ source: Source) throws -> Source? {
    try run("UPDATE source SET epoch = epoch + 1 WHERE node = ?", [source.number])
    return try snapshot.source(source.number)
  }

  /// Nobody sees a node from now on, whatever its service said of it before.
  package func close(_ source: Source) throws {
    guard var source = try changeEpoch(source) else { return }
    source.access = nil
    try update(source)
  }

  /// What the public may read is decided by its owners, and where they have not said by a policy: from now on by this one.
  ///
  /// - Parameter isPublished: whether the public may read the open nodes of a service here.
  /// - Returns: the last one that was looked at; nil: all were.
  package func publish(
    after number: Int64, limit: Int, _ isPublished: (BareJID) -> Bool
  ) throws -> Int64? {
    let sources = try snapshot.sources(after: number, limit: limit)
    for var source in sources {
      let isPublic = try snapshot.mayBePublic(source, isPublished)
      guard source.isPublic != isPublic else { continue }
      source.isPublic = isPublic
      try update(source)
    }
    return sources.count == limit ? sources.last?.number : nil
  }

  private func show(_ node: NodeRecord, _ source: Source, _ facts: NodeConfiguration) throws {
    var configuration = facts
    configuration.robots = node.facts.configuration.robots
    // Nobody is let in by the rules of a service that is not ours.
    configuration.accessModel =
      source.isOpen ? .open : source.isForContacts ? .presence : .whitelist
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

  /// Something is to be done about it at a moment, if nothing is before that.
  package func wake(_ source: Source, for task: Source.Task, at moment: Timestamp) throws {
    try wake("node = ?", [source.number], for: task, at: moment)
  }

  /// What a service has told of its nodes was not read: they are compared.
  package func wakeSources(
    of service: BareJID, for task: Source.Task = .compare, at moment: Timestamp
  ) throws {
    guard let service = try snapshot.service(service) else { return }
    try wake(Self.liveOfService, [service.number], for: task, at: moment)
  }

  /// The link was away, and what was published meanwhile was told to nobody: all are compared. Those that perhaps have ended
  /// it wait for their time.
  package func wakeAllSources(at moment: Timestamp) throws {
    try wake(
      "stage <> 'ended' AND problem IS NOT ?", [Source.Problem.cutOff.rawValue], for: .compare,
      at: moment)
  }

  private func wake(
    _ condition: String, _ arguments: StatementArguments, for task: Source.Task,
    at moment: Timestamp
  ) throws {
    try run(
      """
      UPDATE source SET due = min(due, ?), task = max(task, ?), wakes = wakes + 1,
        audits = audits + ?
      WHERE \(condition)
      """, [moment.milliseconds, task.rawValue, task == .audit ? 1 : 0] + arguments)
  }

  static let liveOfService =
    "stage <> 'ended' AND node IN (SELECT id FROM node WHERE service = ? AND deleted IS NULL)"

  /// It is tried again at once, as if nothing had ever been wrong.
  package func retry(_ source: Source, for task: Source.Task, _ now: Timestamp) throws {
    try run(
      """
      UPDATE source SET failures = 0, problem = NULL,
        stage = CASE stage WHEN 'ended' THEN 'new' ELSE stage END
      WHERE node = ?
      """, [source.number])
    try wake(source, for: task, at: now)
  }

  /// Nothing is left of a node that nobody wants to be followed any more.
  ///
  /// - Returns: false, and it is looked at again at once, if somebody wants it after all.
  package func forgetUnwanted(_ source: Source, _ now: Timestamp) throws -> Bool {
    guard try snapshot.isWanted(source.number) else { return try forget(source, now) }
    try retry(source, for: .compare, now)
    return false
  }

  /// Nothing is left of a node, whoever wants it; true.
  @discardableResult
  package func forget(_ source: Source, _ now: Timestamp) throws -> Bool {
    guard let node = try snapshot.nodeAlone(number: source.number),
      let service = try snapshot.service(ofNode: source.number)
    else { return true }
    try forgetMove(of: source, now)
    try releaseThreads(of: source, now)
    try releaseSummary(of: source)
    try forgetOwners(of: source.node, at: source.service)
    try run("DELETE FROM source WHERE node = ?", [source.number])
    try delete(node, service, now)
    changed()
    return true
  }
}

extension NodeConfiguration {
  /// Whether a node of this configuration looks the same, whoever may see it.
  fileprivate func isShownLike(_ other: NodeConfiguration) -> Bool {
    (title, description, language, type)
      == (other.title, other.description, other.language, other.type)
  }
}
