import GRDB
package import PubSub
package import XMPP

extension Snapshot {
  static let sourceColumns = """
    node.id, service_jid.jid, node.name, source.stage, source.way, source.access, source.public,
    source.due, source.task, source.wakes, source.epoch, source.failures, source.problem,
    source.expected, source.heard, source.looked, source.compared, source.surprised,
    source.audited, source.missing, source.differing, source.stale, node.created, node.items,
    \(isThread), \(isSummary), source.note, source.noted,
    source.tried, source.audits, service.strays, service.strayed
    """

  /// Whether nobody has asked for it, and a post has it that names it.
  private static let isThread = """
    EXISTS (SELECT 1 FROM thread WHERE thread.node = source.node) AND NOT \(isAskedFor)
    """

  /// Whether nobody has asked for it, and its name says which node it sums up.
  private static let isSummary = """
    (substr(node.name, 1, length('\(summaryPrefix)')) = '\(summaryPrefix)' AND NOT \(isAskedFor))
    """

  private static let isAskedFor = """
    EXISTS (SELECT 1 FROM follow WHERE follow.service = service.jid AND follow.node = node.name)
    """

  static let sourceTables = """
    source JOIN node ON node.id = source.node
    JOIN service ON service.id = node.service
    JOIN jid AS service_jid ON service_jid.id = service.jid
    """

  static func source(_ row: Columns) throws -> Source {
    func moment(_ column: Int) -> Timestamp? {
      (row[column] as Int64?).map(Timestamp.init(milliseconds:))
    }
    let audit = moment(18).map {
      Source.Audit(at: $0, missing: row[19] ?? 0, differing: row[20] ?? 0, stale: row[21] ?? 0)
    }
    return Source(
      number: row[0], service: try storedJID(row[1]).bare, node: NodeID(stored: row[2]),
      stage: Source.Stage(rawValue: row[3]) ?? .new,
      way: (row[4] as String?).flatMap(Source.Way.init),
      access: (row[5] as String?).flatMap(AccessModel.init), isPublic: row[6],
      due: Timestamp(milliseconds: row[7]), task: Source.Task(rawValue: row[8]) ?? .compare,
      wakes: row[9], epoch: row[10], audits: row[29], failures: row[11],
      problem: (row[12] as String?).flatMap(Source.Problem.init), expected: row[13],
      heard: moment(14), looked: moment(15), compared: moment(16), surprised: moment(17),
      audit: audit, begun: Timestamp(milliseconds: row[22]), items: row[23],
      isThread: row[24], isSummary: row[25],
      note: (row[26] as String?).flatMap(Source.Note.init), noted: moment(27), tried: moment(28),
      strays: row[30], strayed: moment(31))
  }

  private static let domain = domain(of: "service_jid.jid")

  static let dueSources = """
    SELECT \(sourceColumns) FROM \(sourceTables)
    WHERE source.due <= ? AND source.stage <> 'ended' AND node.deleted IS NULL
      AND \(domain) NOT IN (SELECT value FROM json_each(?))
    ORDER BY source.due, source.tried LIMIT 1
    """

  static let dueOfDomain = """
    SELECT \(sourceColumns) FROM \(sourceTables)
    WHERE source.due <= ? AND source.stage <> 'ended' AND node.deleted IS NULL AND \(domain) = ?
    ORDER BY source.due, source.tried LIMIT ?
    """

  /// What something is to be done about at one server, the longest due first, and of these the one whose turn was longest
  /// ago; of the servers that are not busy.
  ///
  /// - Parameter busy: domains that are left alone for now.
  package func sources(dueAt moment: Timestamp, besides busy: Set<String>, limit: Int) throws
    -> [Source]
  {
    let list = try Self.list(busy.sorted())
    let first = try first(Self.dueSources, [moment.milliseconds, list], Self.source)
    guard let first else { return [] }
    return try sources(Self.dueOfDomain, [moment.milliseconds, first.service.domain, limit])
  }

  package func source(_ number: Int64) throws -> Source? {
    try first(
      """
      SELECT \(Self.sourceColumns) FROM \(Self.sourceTables)
      WHERE source.node = ? AND node.deleted IS NULL
      """, [number], Self.source)
  }

  package func source(_ node: NodeID, of service: BareJID) throws -> Source? {
    guard let service = try self.service(service) else { return nil }
    return try first(
      """
      SELECT \(Self.sourceColumns) FROM \(Self.sourceTables)
      WHERE node.service = ? AND node.name = ? AND node.deleted IS NULL
      """, [service.number, node.name], Self.source)
  }

  static let allSources = """
    SELECT \(sourceColumns) FROM \(sourceTables)
    WHERE source.node > ? AND node.deleted IS NULL ORDER BY source.node LIMIT ?
    """

  /// All of them, in the order in which they were asked for.
  package func sources(after number: Int64 = 0, limit: Int) throws -> [Source] {
    try sources(Self.allSources, [number, limit])
  }

  static let askedSources = """
    SELECT \(sourceColumns) FROM \(sourceTables)
    WHERE source.node > ? AND node.deleted IS NULL
      AND NOT (\(isThread)) AND NOT \(isSummary)
    ORDER BY source.node LIMIT ?
    """

  /// The same without what is followed for the sake of others, and nobody has asked for.
  package func askedSources(after number: Int64 = 0, limit: Int) throws -> [Source] {
    try sources(Self.askedSources, [number, limit])
  }

  /// How many nodes with comments are followed, and how many of them are not to be had now.
  package func threadCounts() throws -> (all: Int, failing: Int) {
    try first(
      """
      SELECT count(*), count(source.problem) FROM thread JOIN source ON source.node = thread.node
      """, []
    ) { ($0[0], $0[1]) } ?? (0, 0)
  }

  /// The followed nodes of a service or an account, or some of them.
  func sources(of service: BareJID, limit: Int = .max) throws -> [Source] {
    guard let service = try self.service(service) else { return [] }
    return try sources(
      """
      SELECT \(Self.sourceColumns) FROM \(Self.sourceTables)
      WHERE node.service = ? AND node.deleted IS NULL LIMIT ?
      """, [service.number, limit])
  }

  func sources(_ sql: String, _ arguments: StatementArguments) throws -> [Source] {
    let found = try rows(sql, arguments)
    var list: [Source] = []
    while let row = try found.next() { list.append(try Self.source(row)) }
    return list
  }

  /// The names of a followed node's items, the newest first.
  package func itemNames(of source: Source) throws -> [ItemID] {
    let found = try rows(
      """
      SELECT item.name FROM item JOIN node ON node.id = item.node
      WHERE item.node = ? AND item.sequence > node.floor ORDER BY item.sequence DESC
      """, [source.number])
    var names: [ItemID] = []
    while let row = try found.next() { names.append(ItemID(stored: row[0])) }
    return names
  }

  /// The last sequence number of all: what is published from now on has a later one.
  package var lastSequence: Int64 {
    get throws { try number("SELECT sequence FROM counter", []) ?? 0 }
  }
}
