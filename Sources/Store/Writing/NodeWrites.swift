import GRDB
import PubSub
import Social
import XMPP

extension Transaction {
  func create(
    _ id: NodeID, _ configuration: NodeConfiguration, _ owner: BareJID, _ service: ServiceID,
    _ now: Timestamp
  ) throws {
    // The name may be held by one that is about to go with another node.
    if let orphan = try snapshot.orphan(id, in: service) { try bury(orphan, service, now) }
    // Or by one that was made by hand before the service kept nodes of such names.
    if configuration.kept != nil, let other = try snapshot.node(id, in: service) {
      try bury(other, service, now)
    }
    let creator = try intern(owner)
    let (parent, link) = try numbers(configuration, service)
    let names = [
      "service", "name", "creator", "created", "changed", "latest", "parent", "link", "keeping",
      "kept_for",
    ]
    let columns = NodeColumns(id, configuration, above: try visibility(parent))
    let row: StatementArguments = [
      service.number, id.name, creator, now.milliseconds, now.milliseconds, nextSequence(),
      parent, link, configuration.kept?.keeping.rawValue,
      try configuration.kept.flatMap { try snapshot.node($0.target, in: service)?.number },
    ]
    try run(NodeColumns.insert(names), row + columns.arguments)
    let number = db.lastInsertedRowID
    if configuration.kept == nil {
      try run(
        "INSERT INTO affiliation (node, jid, affiliation, quiet) VALUES (?, ?, 'owner', ?)",
        [number, creator, columns.isQuiet])
    }
    if NodeProfile.isComments(id.name) { try bindToPost(number, id, creator, service, now) }
    try forgetMoved(id.name, service.number)
    if columns.isInLists { try count(shown: 1, service) }
    use(owner, Usage(nodes: 1))
  }

  func configure(
    _ node: NodeRecord, _ configuration: NodeConfiguration, _ service: ServiceID,
    _ now: Timestamp
  ) throws {
    let (parent, link) = try numbers(configuration, service)
    let columns = NodeColumns(node.facts.id, configuration, above: try visibility(parent))
    let before = try visibility(node.number)
    let wasInLists = try isInLists(node.number)
    try run(NodeColumns.update, columns.arguments + [parent, link, node.number])
    try touch(node, now, sequence: nextSequence())
    try count(shown: (columns.isInLists ? 1 : 0) - (wasInLists ? 1 : 0), service)
    if parent != node.parent { try moveLinking(node.number, below: parent, service) }
    if try visibility(node.number) != before { try changeBelow(node.number, service) }
    if configuration.itemExpiry != node.facts.configuration.itemExpiry {
      try setExpiry(node, after: configuration.itemExpiry)
      try setHiddenExpiry(node, after: configuration.itemExpiry)
    }
  }

  /// The name is free at once; subscribers are still told, and the `Sweeper` removes the rows.
  func delete(
    _ node: NodeRecord, _ service: ServiceID, _ now: Timestamp, redirect: String? = nil
  ) throws {
    if !node.isFollowed, try isInLists(node.number) { try count(shown: -1, service) }
    try changed(node)
    try run(
      """
      UPDATE node SET deleted = ?2, review = NULL, expires = NULL, digest_due = NULL,
        parting = EXISTS (SELECT 1 FROM node AS other WHERE other.parent = ?1)
          OR EXISTS (SELECT 1 FROM node AS other WHERE other.link = ?1)
          OR EXISTS (SELECT 1 FROM node AS other WHERE other.kept_for = ?1)
      WHERE id = ?1
      """, [node.number, now.milliseconds])
    guard !node.isFollowed else { return }
    // An address in its place goes on to count.
    guard let redirect else { return use(node.facts.creator, Usage(nodes: -1)) }
    try run(
      "INSERT INTO moved (service, name, uri, since, payer) VALUES (?, ?, ?, ?, ?)",
      [
        service.number, node.facts.id.name, redirect, now.milliseconds,
        try intern(node.facts.creator),
      ])
  }

  /// Forgets what stands in the place of a node.
  private func forgetMoved(_ name: String, _ service: Int64) throws {
    let payer: String? = try snapshot.first(
      """
      SELECT jid.jid FROM moved JOIN jid ON jid.id = moved.payer
      WHERE moved.service = ? AND moved.name = ?
      """, [service, name]
    ) { $0[0] }
    guard let payer else { return }
    try run("DELETE FROM moved WHERE service = ? AND name = ?", [service, name])
    use(try storedJID(payer).bare, Usage(nodes: -1))
  }

  /// Forgets some of those that are old; false if there are none.
  func forgetMoved(before moment: Int64, limit: Int) throws -> Bool {
    let found = try snapshot.rows(
      "SELECT name, service FROM moved WHERE since < ? ORDER BY since LIMIT ?", [moment, limit])
    var stale: [(name: String, service: Int64)] = []
    while let row = try found.next() { stale.append((row[0], row[1])) }
    for (name, service) in stale { try forgetMoved(name, service) }
    return !stale.isEmpty
  }

  /// Deletes a node because one is deleted that it depends on, and announces that.
  func bury(_ node: NodeRecord, _ service: ServiceID, _ now: Timestamp) throws {
    try delete(node, service, now)
    if node.keeping == nil, let post = node.post { try leave(node, toNodeOf: post) }
    for event in Delete.events(node.facts) { try announce(event, node, service) }
  }

  /// Remembers the node's last real change.
  func touch(_ node: NodeRecord, _ now: Timestamp, sequence: Int64) throws {
    try run(
      "UPDATE node SET changed = max(changed, ?), latest = ? WHERE id = ?",
      [now.milliseconds, sequence, node.number])
  }

  func affiliate(_ jid: BareJID, _ affiliation: Affiliation, _ node: NodeRecord) throws {
    let number = try intern(jid)
    guard affiliation != .none else {
      return try run(
        "DELETE FROM affiliation WHERE node = ? AND jid = ?", [node.number, number])
    }
    try run(
      """
      INSERT INTO affiliation (node, jid, affiliation, quiet)
      VALUES (?1, ?2, ?3, (SELECT quiet FROM node WHERE id = ?1))
      ON CONFLICT (node, jid) DO UPDATE SET affiliation = excluded.affiliation
      """, [node.number, number, affiliation.rawValue])
  }

  /// Has the subscriptions looked through from the first one on, those too that are pending, and those of what is
  /// kept for the node.
  func review(_ node: NodeRecord) throws {
    // Few of very many have subscribers.
    try run(
      """
      UPDATE node INDEXED BY node_kept_followed SET review = 0
      WHERE kept_for = ? AND subscribers > 0 AND deleted IS NULL
      """, [node.number])
    try run(
      """
      UPDATE node SET review = 0
      WHERE id = ?1 AND EXISTS (SELECT 1 FROM subscription WHERE node = ?1)
      """, [node.number])
  }
}

// MARK: - The hierarchy

extension Transaction {
  /// The numbers of the parent and the link; the engine has seen that they are there.
  private func numbers(_ configuration: NodeConfiguration, _ service: ServiceID) throws -> (
    parent: Int64?, link: Int64?
  ) {
    func number(_ id: NodeID?) throws -> Int64? {
      try id.flatMap { try snapshot.node($0, in: service)?.number }
    }
    return (try number(configuration.parent), try number(configuration.link))
  }

  private func visibility(_ node: Int64?) throws -> Visibility {
    guard let node else { return .full }
    return try snapshot.first("SELECT readable, shown FROM node WHERE id = ?", [node]) {
      Visibility(isReadable: $0[0], isShown: $0[1])
    } ?? Visibility(isReadable: false, isShown: false)
  }

  private func isInLists(_ node: Int64) throws -> Bool {
    try snapshot.number("SELECT shown AND NOT quiet FROM node WHERE id = ?", [node]) == 1
  }

  private func count(shown change: Int, _ service: ServiceID) throws {
    guard change != 0 else { return }
    try run("UPDATE service SET shown = shown + ? WHERE id = ?", [change, service.number])
  }

  /// Nodes that belong to one that moves, and those that belong to them, have the same parent (XEP-0496,
  /// section 4.2).
  private func moveLinking(_ node: Int64, below parent: Int64?, _ service: ServiceID) throws {
    let linking = try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          WITH RECURSIVE linking (id) AS (
            SELECT id FROM node WHERE link = ? AND deleted IS NULL
            UNION SELECT node.id FROM linking JOIN node ON node.link = linking.id
              WHERE node.deleted IS NULL)
          SELECT id FROM linking
          """), arguments: [node])
    for number in linking {
      try run("UPDATE node SET parent = ? WHERE id = ?", [parent, number])
      try changeBelow(node, service, startingWith: number)
    }
  }

  /// What everybody sees of the nodes below one follows it.
  private func changeBelow(
    _ node: Int64, _ service: ServiceID, startingWith child: Int64? = nil
  ) throws {
    let has = try snapshot.number("SELECT 1 FROM node WHERE parent = ? LIMIT 1", [node])
    guard has != nil || child != nil else { return }
    let before = try shownCount(below: child ?? node)
    try run(
      """
      WITH RECURSIVE below (id, readable, shown) AS (
        SELECT node.id,
          node.own_readable AND (node.parent IS NULL OR up.readable),
          node.own_shown AND (node.parent IS NULL OR up.shown)
        FROM node LEFT JOIN node AS up ON up.id = node.parent WHERE node.id = ?
        UNION ALL
        SELECT node.id, node.own_readable AND below.readable,
          node.own_shown AND below.shown
        FROM below JOIN node ON node.parent = below.id WHERE node.deleted IS NULL)
      UPDATE node SET readable = below.readable, shown = below.shown,
        listed = below.readable AND node.listable
      FROM below WHERE node.id = below.id
      """, [child ?? node])
    try count(shown: try shownCount(below: child ?? node) - before, service)
  }

  /// Of a node and all below it.
  private func shownCount(below node: Int64) throws -> Int {
    let count = try snapshot.number(
      """
      WITH RECURSIVE below (id) AS (
        SELECT ?
        UNION ALL SELECT node.id FROM below JOIN node ON node.parent = below.id
          WHERE node.deleted IS NULL)
      SELECT count(*) FROM below JOIN node ON node.id = below.id
      WHERE node.shown = 1 AND node.quiet = 0 AND node.deleted IS NULL
      """, [node])
    return Int(count ?? 0)
  }
}
