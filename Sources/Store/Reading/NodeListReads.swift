import GRDB
package import PubSub
package import XMPP

/// A node as lists name it.
package struct NodeEntry: Hashable, Sendable {
  package let number: Int64
  package let id: NodeID
  package let title: String?
}

/// Which types of nodes a list holds (XEP-0462); nil among them stands for nodes without a type.
package enum TypeFilter: Hashable, Sendable {
  case all
  case only(Set<String?>)
  case without(Set<String?>)
}

extension Snapshot {
  /// A page of the nodes of a service that somebody may see, in the order of their creation: those that all
  /// may see and those that the asker is affiliated with. Comments nodes, and nodes that are open to the asker by
  /// a roster alone, are not among them.
  package func nodes(
    in service: ServiceID, for jid: BareJID, _ filter: TypeFilter, _ range: ListRange,
    _ known: Acquaintances
  ) throws -> ListPage<NodeEntry> {
    var found: [NodeEntry] = []
    // One more tells whether there are more.
    var wider = range
    wider.limit += 1
    if known.policy.isAdmin(jid) {
      found = try allNodes(service, filter, wider)
    } else {
      found = try shownNodes(service, jid, filter, wider)
      found += try affiliatedNodes(service, jid, filter, wider, known)
    }
    found.sort { range.isBackwards ? $0.number > $1.number : $0.number < $1.number }
    var entries: [(cursor: Int64, entry: NodeEntry)] = []
    var budget = ListBudget(entries: range.limit)
    for node in found {
      guard budget.isLeft else { break }
      budget.spend(on: node.id.name, node.title)
      entries.append((node.number, node))
    }
    if range.isBackwards { entries.reverse() }
    let isCut = entries.count < found.count
    return ListPage(
      entries: entries,
      count: range.isFirst ? try count(service, filter, isCut, entries.count) : nil, isCut: isCut)
  }

  /// About how many nodes a list has: what is for some alone is not counted. Nil if that is not known.
  private func count(_ service: ServiceID, _ filter: TypeFilter, _ isCut: Bool, _ listed: Int)
    throws -> Int?
  {
    guard isCut else { return listed }
    guard filter == .all else { return nil }
    let shown = try number("SELECT shown FROM service WHERE id = ?", [service.number])
    return max(listed, Int(shown ?? 0))
  }

  private func entries(_ sql: String, _ arguments: StatementArguments) throws -> [NodeEntry] {
    let found = try rows(sql, arguments)
    var list: [NodeEntry] = []
    while let row = try found.next() {
      list.append(NodeEntry(number: row[0], id: NodeID(stored: row[1]), title: row[2]))
    }
    return list
  }

  /// Nobody sees a node who is an outcast there.
  private static let notCastOut = """
    NOT EXISTS (
      SELECT 1 FROM affiliation WHERE affiliation.node = node.id AND affiliation.jid = ?
        AND affiliation.affiliation = 'outcast')
    """

  static func shownPage(_ direction: String) -> String {
    """
    SELECT id, name, title FROM node
    WHERE service = ? AND shown = 1 AND deleted IS NULL AND \(notCastOut)
      AND id > ? AND id < ?
    ORDER BY id \(direction) LIMIT ?
    """
  }

  static func typePage(_ direction: String) -> String {
    """
    SELECT id, name, title FROM node
    WHERE service = ? AND type IS ? AND shown = 1 AND deleted IS NULL AND \(notCastOut)
      AND id > ? AND id < ?
    ORDER BY id \(direction) LIMIT ?
    """
  }

  private func shownNodes(
    _ service: ServiceID, _ jid: BareJID, _ filter: TypeFilter, _ range: ListRange
  ) throws -> [NodeEntry] {
    let account = try number(of: jid.description) ?? 0
    let types: Set<String?>
    switch filter {
    case .all:
      return try entries(
        Self.shownPage(range.direction), [service.number, account] + range.arguments)
    case .only(let wanted): types = wanted
    case .without(let unwanted): types = try self.types(service).subtracting(unwanted)
    }
    return try types.flatMap {
      try entries(
        Self.typePage(range.direction), [service.number, $0, account] + range.arguments)
    }
  }

  /// So many types of nodes are told apart where some are left out.
  private static let maximumTypes = 256

  /// The types of the nodes that all may see, found one after the other in their index.
  private func types(_ service: ServiceID) throws -> Set<String?> {
    var types: Set<String?> = []
    let hasUntyped = try number(
      """
      SELECT 1 FROM node WHERE service = ? AND type IS NULL AND shown = 1 AND deleted IS NULL
      LIMIT 1
      """, [service.number])
    if hasUntyped != nil { types.insert(nil) }
    var last = ""
    while types.count < Self.maximumTypes {
      let next = try String.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT type FROM node WHERE service = ? AND type > ? AND shown = 1
              AND deleted IS NULL
            ORDER BY type LIMIT 1
            """), arguments: [service.number, last])
      guard let next else { break }
      types.insert(next)
      last = next
    }
    return types
  }

  static func affiliatedPage(_ direction: String) -> String {
    """
    SELECT node.id, node.name, node.title, node.type FROM affiliation
    JOIN node ON node.id = affiliation.node
    WHERE affiliation.jid = ? AND affiliation.quiet = 0
      AND affiliation.node > ? AND affiliation.node < ?
      AND affiliation.affiliation IN ('owner', 'publisher', 'publish-only', 'member')
      AND node.service = ? AND node.shown = 0 AND node.deleted IS NULL
    ORDER BY affiliation.node \(direction)
    """
  }

  private func affiliatedNodes(
    _ service: ServiceID, _ jid: BareJID, _ filter: TypeFilter, _ range: ListRange,
    _ known: Acquaintances
  ) throws -> [NodeEntry] {
    guard let account = try number(of: jid.description) else { return [] }
    let found = try rows(
      Self.affiliatedPage(range.direction),
      [account, range.after ?? 0, range.before ?? Int64.max, service.number])
    var list: [NodeEntry] = []
    while list.count < range.limit, let row = try found.next() {
      let entry = NodeEntry(number: row[0], id: NodeID(stored: row[1]), title: row[2])
      guard filter.takes(row[3]), let node = try node(number: entry.number),
        Rights.may(
          .discover, try actor(jid, of: node, known), node.facts.configuration)
      else { continue }
      list.append(entry)
    }
    return list
  }

  private func allNodes(_ service: ServiceID, _ filter: TypeFilter, _ range: ListRange) throws
    -> [NodeEntry]
  {
    let found = try rows(
      """
      SELECT id, name, title, type FROM node
      WHERE service = ? AND quiet = 0 AND deleted IS NULL AND id > ? AND id < ?
      ORDER BY id \(range.direction)
      """, [service.number, range.after ?? 0, range.before ?? Int64.max])
    var list: [NodeEntry] = []
    while list.count < range.limit, let row = try found.next() {
      guard filter.takes(row[3]) else { continue }
      list.append(NodeEntry(number: row[0], id: NodeID(stored: row[1]), title: row[2]))
    }
    return list
  }
}

extension TypeFilter {
  fileprivate func takes(_ type: String?) -> Bool {
    switch self {
    case .all: true
    case .only(let wanted): wanted.contains(type)
    case .without(let unwanted): !unwanted.contains(type)
    }
  }
}
