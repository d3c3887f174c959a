import GRDB
package import PubSub
import XMPP

/// The number of a service in the database.
package struct ServiceID: Hashable, Sendable {
  package let number: Int64
}

/// A node with its number in the database.
package struct NodeRecord: Hashable, Sendable {
  package let number: Int64
  package let facts: NodeFacts
}

/// How long a list may become: in entries, and in bytes of the names in it, which escaping can make
/// six times as long on the wire.
struct ListBudget {
  private var entries: Int
  private var bytes = 65_536

  init(entries: Int) { self.entries = entries }

  var isLeft: Bool { entries > 0 && bytes > 0 }

  mutating func spend(on texts: String?...) {
    entries -= 1
    for text in texts { bytes -= text?.utf8.count ?? 0 }
  }
}

/// The database at one moment. Valid only inside the closure that it is handed to.
package struct Snapshot {
  let db: Database

  func rows(_ sql: String, _ arguments: StatementArguments) throws -> RowCursor {
    try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// Reads the first row, if there is one. A row is valid only while its cursor is.
  func first<T>(
    _ sql: String, _ arguments: StatementArguments, _ read: (Row) throws -> T
  ) throws -> T? {
    let cursor = try rows(sql, arguments)
    return try withExtendedLifetime(cursor) { try cursor.next().map(read) }
  }

  func number(_ sql: String, _ arguments: StatementArguments) throws -> Int64? {
    try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// The number of an address; nil if it was never seen.
  func number(of jid: String) throws -> Int64? {
    try number("SELECT id FROM jid WHERE jid = ?", [jid])
  }

  func service(_ jid: BareJID) throws -> ServiceID? {
    try number(
      "SELECT service.id FROM service JOIN jid ON jid.id = service.jid WHERE jid.jid = ?",
      [jid.description]
    ).map(ServiceID.init)
  }
}
