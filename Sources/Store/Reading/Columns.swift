import CSQLite
import Foundation
import GRDB

/// The columns of the row that a statement is at, by their place; valid until the next step. GRDB's own rows find
/// columns by name as well, for which they make a table of the names each time a statement is run: with the many
/// columns of a node that costs more than the statement.
struct Columns: DatabaseValueConvertible, StatementColumnConvertible {
  private let statement: SQLiteStatement

  init(sqliteStatement: SQLiteStatement, index: CInt) { statement = sqliteStatement }

  /// Also where the first column is null.
  static func fromStatement(_ sqliteStatement: SQLiteStatement, atUncheckedIndex index: CInt)
    -> Columns?
  {
    Columns(sqliteStatement: sqliteStatement, index: index)
  }

  // It is no value: nothing is ever stored of it.
  var databaseValue: DatabaseValue { .null }
  static func fromDatabaseValue(_ value: DatabaseValue) -> Columns? { nil }

  // For columns that are NOT NULL.
  subscript(index: Int) -> Int64 { Int64(sqliteStatement: statement, index: CInt(index)) }
  subscript(index: Int) -> Int { Int(self[index] as Int64) }
  subscript(index: Int) -> Bool { Bool(sqliteStatement: statement, index: CInt(index)) }
  subscript(index: Int) -> String { String(sqliteStatement: statement, index: CInt(index)) }
  subscript(index: Int) -> Data { Data(sqliteStatement: statement, index: CInt(index)) }

  subscript(index: Int) -> [UInt8] { self[index] ?? [] }

  subscript(index: Int) -> Int64? { .fromStatement(statement, atUncheckedIndex: CInt(index)) }
  subscript(index: Int) -> Int? { .fromStatement(statement, atUncheckedIndex: CInt(index)) }
  subscript(index: Int) -> String? { .fromStatement(statement, atUncheckedIndex: CInt(index)) }
  subscript(index: Int) -> Double? { .fromStatement(statement, atUncheckedIndex: CInt(index)) }
  subscript(index: Int) -> Data? { .fromStatement(statement, atUncheckedIndex: CInt(index)) }
  subscript(index: Int) -> [UInt8]? {
    guard sqlite3_column_type(statement, CInt(index)) != SQLITE_NULL else { return nil }
    // None where it is empty.
    guard let start = sqlite3_column_blob(statement, CInt(index)) else { return [] }
    let count = Int(sqlite3_column_bytes(statement, CInt(index)))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }
}
