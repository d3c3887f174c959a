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
  /// Comments nodes too: they are asked for.
  case only(Set<String?>)
  case without(Set<String?>)
}

extension Snapshot {
  /// So much is looked through of each kind for one page: a row in order to take it counts for ten, one that is out of
  /// the question for one. Where that is not enough, the page is short.
  static let maximumNodesPassed = 10_000

  /// A page of the nodes of a service that somebody may see, in the order of their creation: those that all
  /// may see and those that the asker is affiliated with. Nodes that are open to the asker by a roster alone are not
  /// among them, and comments nodes only if their type is asked for.
  package func nodes(
    in service: ServiceID, for jid: BareJID, _ filter: TypeFilter, _ range: ListRange,
    _ known: Acquaintances
  ) throws -> ListPage<NodeEntry> {
    // One more tells whether there are more.
    var walk = NodeWalk(range, limit: range.limit + 1)
    if known.policy.isAdmin(jid) {
      try allNodes(service, filter, &walk)
    } else {
      let account = try number(of: jid.description)
      try shownNodes(service, account ?? 0, filter, &walk)
      if let account { try affiliatedNodes(service, jid, account, filter, &walk, known) }
    }
    return try walk.page { isCut, listed in
      guard isCut else { return listed }
      return max(listed, try count(service, filter, isAdmin: known.policy.isAdmin(jid)))
    }
  }

  /// About how many nodes a list has: what is for some alone is not counted, types that are left out are, and each
  /// type that is asked for is as far as anything is counted.
  private func count(_ service: ServiceID, _ filter: TypeFilter, isAdmin: Bool) throws -> Int {
    guard case .only(let types) = filter else {
      return Int(try number("SELECT shown FROM service WHERE id = ?", [service.number]) ?? 0)
    }
    return try types.reduce(0) { sum, type in
      try (isAdmin ? [true, false] : [true]).reduce(sum) { sum, isShown in
        let count = try number(
          """
          SELECT count(*) FROM (
            SELECT 1 FROM node WHERE service = ? AND type IS ? AND shown = ? AND deleted IS NULL
              AND (? OR \(Self.isHomeShown))
            LIMIT ?)
          """, [service.number, type, isShown, isAdmin, Self.maximumCounted])
        return sum + Int(count ?? 0)
      }
    }
  }

  private static let entry = "node.id, node.name, node.title, node.type"

  /// Nobody sees a node who is an outcast there.
  private static let isOutcast = """
    EXISTS (
      SELECT 1 FROM affiliation WHERE affiliation.node = node.id AND affiliation.jid = ?
        AND affiliation.affiliation = 'outcast')
    """

  private func shownNodes(
    _ service: ServiceID, _ account: Int64, _ filter: TypeFilter, _ walk: inout NodeWalk
  ) throws {
    if case .only(let types) = filter {
      for type in types {
        try typedNodes(service, account, type, isShown: true, isAdmin: false, &walk)
      }
      return
    }
    let found = try rows(
      """
      SELECT \(Self.entry), \(Self.isOutcast) FROM node
      WHERE service = ? AND shown = 1 AND quiet = 0 AND deleted IS NULL AND id > ? AND id < ?
      ORDER BY id \(walk.direction)
      """, [account, service.number] + walk.arguments)
    try walk.look(through: found) { row in filter.takes(row[3]) && !row[4] }
  }

  /// - Parameter account: of whom it matters whether they are an outcast.
  private func typedNodes(
    _ service: ServiceID, _ account: Int64, _ type: String?, isShown: Bool, isAdmin: Bool,
    _ walk: inout NodeWalk
  ) throws {
    let found = try rows(
      """
      SELECT \(Self.entry), \(Self.isOutcast), keeping IS NULL AND (? OR \(Self.isHomeShown))
      FROM node
      WHERE service = ? AND type IS ? AND shown = ? AND deleted IS NULL AND id > ? AND id < ?
      ORDER BY id \(walk.direction)
      """, [account, isAdmin, service.number, type, isShown] + walk.arguments)
    try walk.look(through: found) { row in !row[4] && row[5] }
  }

  private func affiliatedNodes(
    _ service: ServiceID, _ jid: BareJID, _ account: Int64, _ filter: TypeFilter,
    _ walk: inout NodeWalk, _ known: Acquaintances
  ) throws {
    let isForComments = if case .only = filter { true } else { false }
    let found = try rows(
      """
      SELECT \(Self.entry),
        affiliation.affiliation IN ('owner', 'publisher', 'publish-only', 'member')
          AND node.service = ? AND NOT (node.shown AND \(Self.isHomeShown))
          AND node.deleted IS NULL
      FROM affiliation JOIN node ON node.id = affiliation.node
      WHERE affiliation.jid = ? \(isForComments ? "" : "AND affiliation.quiet = 0")
        AND affiliation.node > ? AND affiliation.node < ?
      ORDER BY affiliation.node \(walk.direction)
      """, [service.number, account] + walk.arguments)
    try walk.look(
      through: found, isCandidate: { $0[4] && filter.takes($0[3]) },
      takes: { row in
        guard let node = try node(number: row[0]) else { return false }
        return Rights.may(
          .discover, try actor(jid, of: node, known), node.facts.configuration)
      })
  }

  private func allNodes(_ service: ServiceID, _ filter: TypeFilter, _ walk: inout NodeWalk) throws {
    if case .only(let types) = filter {
      for type in types {
        for isShown in [true, false] {
          try typedNodes(service, 0, type, isShown: isShown, isAdmin: true, &walk)
        }
      }
      return
    }
    let found = try rows(
      """
      SELECT \(Self.entry) FROM node
      WHERE service = ? AND quiet = 0 AND deleted IS NULL AND id > ? AND id < ?
      ORDER BY id \(walk.direction)
      """, [service.number] + walk.arguments)
    try walk.look(through: found) { row in filter.takes(row[3]) }
  }
}

extension TypeFilter {
  func takes(_ type: String?) -> Bool {
    switch self {
    case .all: true
    case .only(let wanted): wanted.contains(type)
    case .without(let unwanted): !unwanted.contains(type)
    }
  }
}

/// What is found for a page, one kind after the other.
private struct NodeWalk {
  private let range: ListRange
  /// How many entries are wanted.
  private let limit: Int
  private var found: [NodeEntry] = []
  /// The last number that everything was looked through to, if there may be more behind it.
  private var reached: Int64?

  init(_ range: ListRange, limit: Int) {
    self.range = range
    self.limit = limit
  }

  var direction: String { range.direction }

  /// The numbers between which it makes sense to look.
  var arguments: StatementArguments {
    var (low, high) = (range.after ?? 0, range.before ?? .max)
    // What is behind the last one wanted is for another page.
    let end = found.count < limit ? nil : found.last?.number
    for edge in [end, reached] {
      guard let edge else { continue }
      if range.isBackwards { low = max(low, edge - 1) } else { high = min(high, edge + 1) }
    }
    return [low, high]
  }

  /// - Parameter isCandidate: whether a row is worth the question.
  mutating func look(
    through rows: FastDatabaseValueCursor<Columns>,
    isCandidate: (Columns) -> Bool = { _ in true }, takes: (Columns) throws -> Bool
  ) throws {
    var new = 0
    var passed = 0
    while new < limit, let row = try rows.next() {
      guard passed < Snapshot.maximumNodesPassed else {
        let number: Int64 = row[0]
        reached = range.isBackwards ? number + 1 : number - 1
        break
      }
      let isCandidate = isCandidate(row)
      passed += isCandidate ? 10 : 1
      guard try isCandidate && takes(row) else { continue }
      found.append(NodeEntry(number: row[0], id: NodeID(stored: row[1]), title: row[2]))
      new += 1
    }
    found.sort { range.isBackwards ? $0.number > $1.number : $0.number < $1.number }
    found = Array(found.filter(isInReach).prefix(limit))
  }

  private func isInReach(_ entry: NodeEntry) -> Bool {
    guard let reached else { return true }
    return range.isBackwards ? entry.number >= reached : entry.number <= reached
  }

  /// - Parameter count: how many there are of a list that is cut to so many.
  func page(_ count: (_ isCut: Bool, _ listed: Int) throws -> Int) throws -> ListPage<NodeEntry> {
    var entries: [(cursor: Int64, entry: NodeEntry)] = []
    var budget = ListBudget(entries: limit - 1)
    for node in found {
      guard budget.isLeft else { break }
      budget.spend(on: node.id.name, node.title)
      entries.append((node.number, node))
    }
    if range.isBackwards { entries.reverse() }
    let isWhole = entries.count == found.count
    let isCut = !isWhole || reached != nil
    return ListPage(
      entries: entries, count: range.isFirst ? try count(isCut, entries.count) : nil,
      isCut: isCut, reached: isWhole ? reached : nil)
  }
}
