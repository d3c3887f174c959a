import GRDB
package import PubSub
import Social
import XMPP

extension Snapshot {
  static let nodeColumns =
    "node.id, node.name, creator.jid, node.created, node.items, node.subscribers, node.floor, "
    + "node.optioned, node.expires, node.parent, node.link, node.changed, node.readable, "
    + "node.post, node.kept_for, node.keeping, node.followed, "
    + NodeColumns.names.map { "node." + $0 }.joined(separator: ", ")

  private static let nodeByName = """
    SELECT \(nodeColumns) FROM node JOIN jid AS creator ON creator.id = node.creator
    WHERE node.service = ? AND node.name = ? AND node.deleted IS NULL
    """

  /// Also one that is deleted and not removed yet.
  private static let nodeByNumber = """
    SELECT \(nodeColumns) FROM node JOIN jid AS creator ON creator.id = node.creator
    WHERE node.id = ?
    """

  /// Nil if there is none, or if a node that it depends on is deleted: then it goes with that one.
  package func node(_ id: NodeID, in service: ServiceID) throws -> NodeRecord? {
    let node = try first(Self.nodeByName, binding: service.number, id.name, read: Self.node)
    return try node.flatMap(withRelations)
  }

  /// Likewise.
  package func node(number: Int64) throws -> NodeRecord? {
    try first(Self.nodeByNumber, [number], Self.node).flatMap(withRelations)
  }

  /// A node without its relations, also if one that it depends on is deleted.
  func nodeAlone(number: Int64) throws -> NodeRecord? {
    try first(Self.nodeByNumber, [number], Self.node)
  }

  /// One that holds a name and is about to go with another one.
  func orphan(_ id: NodeID, in service: ServiceID) throws -> NodeRecord? {
    guard try node(id, in: service) == nil else { return nil }
    return try first(Self.nodeByName, [service.number, id.name], Self.node)
  }

  static func node(_ row: Columns) throws -> NodeRecord {
    NodeRecord(
      number: row[0],
      facts: NodeFacts(
        id: NodeID(stored: row[1]), configuration: NodeColumns.configuration(row, from: 17),
        creator: try storedJID(row[2]).bare, created: Timestamp(milliseconds: row[3]),
        items: row[4], subscribers: row[5]),
      changed: row[11], isReadable: row[12], floor: row[6], optioned: row[7], expires: row[8],
      parent: row[9], link: row[10], post: row[13], keptFor: row[14],
      keeping: (row[15] as String?).flatMap(Keeping.init),
      isFollowed: row[16] as Int? != nil, above: [])
  }

  private func withRelations(_ node: NodeRecord) throws -> NodeRecord? {
    if let target = node.keptFor, let keeping = node.keeping {
      return try ruled(node, by: target, keeping)
    }
    guard node.parent != nil || node.link != nil || node.post != nil else { return node }
    guard var node = try withHome(node) else { return nil }
    if let parent = node.parent {
      guard let (name, levels) = try levels(from: parent) else { return nil }
      node.facts.configuration.parent = name
      node.above = levels
    }
    if let link = node.link {
      guard let name = try nameOfNode(link) else { return nil }
      node.facts.configuration.link = name
    }
    return node
  }

  /// A node that is kept for another one, with that one's rules and what stands above that one.
  private func ruled(_ node: NodeRecord, by target: Int64, _ keeping: Keeping) throws
    -> NodeRecord?
  {
    guard let (name, levels) = try levels(from: target, limit: Lineage.maximumDepth + 1),
      let ruler = levels.first
    else { return nil }
    var node = node
    node.facts.configuration.kept = Kept(
      keeping, for: name, refusal: KeptName.refusal(of: node.facts.id.name) ?? .notAllowed)
    node.facts.configuration.follow(ruler.rules)
    node.above = Array(levels.dropFirst())
    if let post = node.post, let closed = try hiddenLevel(of: post) { node.above.append(closed) }
    // What guards the other node guards this one.
    if let post = try number("SELECT post FROM node WHERE id = ?", [target]) {
      guard let home = try home(of: post) else { return nil }
      node.home = home
    }
    return node
  }

  /// The nodes from a parent up, and its name; nil if one of them is deleted.
  private func levels(from parent: Int64, limit: Int = Lineage.maximumDepth) throws -> (
    NodeID, [NodeRecord.Level]
  )? {
    var levels: [NodeRecord.Level] = []
    var name: NodeID?
    var next: Int64? = parent
    while let number = next {
      let found = try first(
        """
        SELECT name, parent, \(NodeColumns.rules) FROM node
        WHERE id = ? AND deleted IS NULL
        """, [number]
      ) {
        (
          name: $0[0] as String, parent: $0[1] as Int64?, rules: NodeColumns.rules($0, from: 2)
        )
      }
      guard let found, levels.count < limit else { return nil }
      name = name ?? NodeID(stored: found.name)
      levels.append(NodeRecord.Level(number: number, rules: found.rules))
      next = found.parent
    }
    return name.map { ($0, levels) }
  }

  private func nameOfNode(_ number: Int64) throws -> NodeID? {
    try first("SELECT name FROM node WHERE id = ? AND deleted IS NULL", [number]) {
      NodeID(stored: $0[0])
    }
  }

  /// Whether everybody sees that a node is there.
  package func isShown(_ node: NodeRecord) throws -> Bool {
    try number("SELECT shown AND \(Self.isHomeShown) FROM node WHERE id = ?", [node.number]) == 1
  }

  /// Where a node has moved to that was deleted (XEP-0060, section 6.1.3.11).
  package func redirect(of id: NodeID, in service: ServiceID) throws -> String? {
    try first(
      "SELECT uri FROM moved WHERE service = ? AND name = ?", [service.number, id.name]
    ) { $0[0] }
  }
}

// MARK: - The hierarchy

extension Snapshot {
  /// What a configuration's relations lead to.
  ///
  /// - Parameters:
  ///   - node: whose relations they are; nil for a new one.
  ///   - mayPublish: whether the asker may publish in a node.
  package func relations(
    parent: NodeID?, link: NodeID?, of node: NodeRecord?, in service: ServiceID,
    mayPublish: (NodeRecord) throws -> Bool
  ) throws -> Lineage.Facts {
    guard parent != nil || link != nil else { return Lineage.Facts() }
    func relative(_ id: NodeID?) throws -> Lineage.Relative? {
      guard let id, let record = try self.node(id, in: service), record.keeping == nil else {
        return nil
      }
      let configuration = record.facts.configuration
      return Lineage.Relative(
        id: id, mayPublish: try mayPublish(record), parent: configuration.parent,
        link: configuration.link, reach: try reach(of: record), depth: record.above.count)
    }
    return Lineage.Facts(
      parent: try relative(parent), link: try relative(link),
      height: try node.map { try height(of: $0.number) } ?? 0)
  }

  /// A node and what its relations lead to, as far as that is needed to see that it is too much.
  private func reach(of node: NodeRecord) throws -> Set<NodeID> {
    let found = try rows(
      """
      WITH RECURSIVE reached (id) AS (
        SELECT ?
        UNION SELECT node.parent FROM node JOIN reached ON node.id = reached.id
          WHERE node.parent IS NOT NULL
        UNION SELECT node.link FROM node JOIN reached ON node.id = reached.id
          WHERE node.link IS NOT NULL
        LIMIT ?)
      SELECT node.name FROM reached JOIN node ON node.id = reached.id
      """, [node.number, Lineage.maximumReach + 1])
    var names: Set<NodeID> = []
    while let row = try found.next() { names.insert(NodeID(stored: row[0])) }
    return names
  }

  /// How many levels of nodes stand below one, and below those that move with it because they belong to it.
  private func height(of node: Int64) throws -> Int {
    let found = try number(
      """
      WITH RECURSIVE below (id, level) AS (
        SELECT ?, 0
        UNION SELECT node.id, below.level + 1 FROM below JOIN node ON node.parent = below.id
          WHERE node.deleted IS NULL AND below.level < ?
        UNION SELECT node.id, below.level FROM below JOIN node ON node.link = below.id
          WHERE node.deleted IS NULL)
      SELECT max(level) FROM below
      """, [node, Lineage.maximumDepth])
    return Int(found ?? 0)
  }
}
