import GRDB
package import PubSub
package import XMPP

/// The number of a service in the database.
package struct ServiceID: Hashable, Sendable {
  package let number: Int64
}

/// A node as it is stored.
package struct NodeRecord: Hashable, Sendable {
  /// A node above this one.
  struct Level: Hashable, Sendable {
    let number: Int64
    let rules: AccessRules
    /// Who published the hidden item that this stands for: beside the owners of its node nobody else passes.
    var publisher: Int64?
  }

  /// The post that a node belongs to.
  struct Home: Hashable, Sendable {
    let publisher: BareJID
    /// The post's node, and all that whoever reads there must be let in on.
    let levels: [Level]
  }

  package let number: Int64
  package internal(set) var facts: NodeFacts
  /// When something was published, retracted or configured last, in milliseconds since 1970.
  let changed: Int64
  /// Whether the public may read it, with all that stands above it.
  let isReadable: Bool
  /// Items with a sequence number up to this one are gone.
  let floor: Int64
  /// How many subscriptions have options of their own.
  let optioned: Int
  /// When the oldest item expires, in milliseconds since 1970.
  let expires: Int64?
  let parent: Int64?
  let link: Int64?
  /// The item that it belongs to and is deleted with.
  let post: Int64?
  /// The node that this one is kept for, and how.
  let keptFor: Int64?
  let keeping: Keeping?
  /// Another service has it, and this is what we know of it.
  let isFollowed: Bool
  /// From the parent up.
  var above: [Level]
  var home: Home?

  /// Whether it belongs to an item that is hidden, or to what belongs to one.
  package var isOfHiddenItem: Bool {
    (above + (home?.levels ?? [])).contains { $0.publisher != nil }
  }

  /// The node whose affiliations and subscriptions say who may do what.
  var ruler: Int64 { keptFor ?? number }

  /// Whether somebody may be subscribed who is told otherwise than by the usual notification.
  package var hasOptions: Bool { optioned > 0 || parent != nil || link != nil }
}

/// How long a list may become: in entries, and in bytes of the names in it, which escaping can make
/// six times as long on the wire.
struct ListBudget {
  private var entries: Int
  private var bytes = 65_536

  init(entries: Int) { self.entries = entries }

  var isLeft: Bool { entries > 0 && bytes > 0 }

  mutating func spend(on texts: String?...) { spend(on: texts) }

  mutating func spend(on texts: [String?]) {
    entries -= 1
    for text in texts { bytes -= text?.utf8.count ?? 0 }
  }
}

/// The database at one moment. Valid only inside the closure that it is handed to.
package struct Snapshot {
  let db: Database
  /// What is read for a page; nil: nobody asks.
  var noted: NotedReads?
  /// What committed posts look like; nil: it is found out each time.
  var markup: KnownMarkup?

  func rows(_ sql: String, _ arguments: StatementArguments) throws
    -> FastDatabaseValueCursor<Columns>
  {
    try Columns.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// Reads the first row, if there is one. Columns are valid only while their cursor is.
  func first<T>(
    _ sql: String, _ arguments: StatementArguments, _ read: (Columns) throws -> T
  ) throws -> T? {
    let cursor = try rows(sql, arguments)
    return try withExtendedLifetime(cursor) { try cursor.next().map(read) }
  }

  /// The same for what is read with every request: the values are bound as they are, without a list of them.
  func first<T, each Value: StatementBinding>(
    _ sql: String, binding values: repeat each Value, read: (Columns) throws -> T
  ) throws -> T? {
    let cursor = try Columns.fetchCursor(db.statement(sql, binding: repeat each values))
    return try withExtendedLifetime(cursor) { try cursor.next().map(read) }
  }

  func number(_ sql: String, _ arguments: StatementArguments) throws -> Int64? {
    try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// The number of an address; nil if it was never seen.
  func number(of jid: String) throws -> Int64? {
    try first("SELECT id FROM jid WHERE jid = ?", binding: jid) { $0[0] }
  }

  package func service(_ jid: BareJID) throws -> ServiceID? {
    try number(
      "SELECT service.id FROM service JOIN jid ON jid.id = service.jid WHERE jid.jid = ?",
      [jid.description]
    ).map(ServiceID.init)
  }

  /// Whether a service is ours: its nodes are here anyway.
  package func isHosted(_ service: BareJID) throws -> Bool {
    try number(
      """
      SELECT 1 FROM service JOIN jid ON jid.id = service.jid
      WHERE jid.jid = ? AND service.hosted = 1
      """, [service.description]) != nil
  }
}

extension Database {
  /// A statement with its values.
  func statement<each Value: StatementBinding>(
    _ sql: String, binding values: repeat each Value
  ) throws -> Statement {
    let statement = try cachedStatement(sql: sql)
    statement.setUncheckedArguments(StatementArguments())
    var (index, code) = (CInt(0), CInt(0))
    for value in repeat each values {
      index += 1
      code |= value.bind(to: statement.sqliteStatement, at: index)
    }
    guard code == 0 else { throw StoreError.internalFailure("a value cannot be bound") }
    return statement
  }
}

/// A stored address, which was valid when it was stored.
func storedJID(_ text: String) throws -> JID {
  do {
    return try JID(text)
  } catch {
    throw StoreError.internalFailure("an address that was stored is not valid")
  }
}
