import Foundation
import GRDB
import Social
import TestSupport
import Testing

@testable import Store

/// Databases as SQL text, in the folder `Fixtures`: one for each schema that was ever in use. The text can be read
/// and compared, which a file of SQLite's cannot.
enum KeptDatabase {
  static func file(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name).sql")
  }

  /// Makes the database that a text describes.
  static func load(_ text: String, into folder: TemporaryFolder) throws {
    let queue = try DatabaseQueue(path: folder.database)
    try queue.writeWithoutTransaction { try $0.execute(sql: text) }
    try queue.close()
  }

  static func load(named name: String, into folder: TemporaryFolder) throws {
    try load(try String(contentsOf: file(name), encoding: .utf8), into: folder)
  }

  /// The schema as SQLite keeps it.
  static func schema(_ db: Database) throws -> [String] {
    try String.fetchAll(
      db, sql: "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name")
  }

  /// What `load` makes the same database of.
  static func text(_ db: Database) throws -> String {
    var lines = [
      "-- A database with every kind of row, as `MigrationTests.keptAsText` made it.",
      "PRAGMA journal_mode = WAL;", "PRAGMA foreign_keys = OFF;",
      "PRAGMA application_id = \(Store.applicationID);",
    ]
    // The full-text index has tables of its own, which it fills itself.
    let schema = try Row.fetchAll(
      db,
      sql: """
        SELECT type, name, sql FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite%' AND name NOT LIKE 'search!_%' ESCAPE '!'
          AND name NOT LIKE 'fragment!_%' ESCAPE '!' ORDER BY rowid
        """)
    lines += schema.map { "\($0["sql"] as String);" }
    for table in schema
    where table["type"] == "table" && !["search", "fragment"].contains(table["name"] as String) {
      lines += try rows(db, table["name"])
    }
    lines.append(
      """
      INSERT INTO search (rowid, title, text, author, tags)
        SELECT item, title, text, author, tags FROM entry
        WHERE item NOT IN (SELECT item FROM unindexed);
      """)
    lines += try fragments(db)
    lines += try Row.fetchAll(db, sql: "SELECT name, seq FROM sqlite_sequence ORDER BY name").map {
      """
      UPDATE sqlite_sequence SET seq = \($0[1] as Int64) WHERE name = \(quoted($0[0]));
      """
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The index of parts of words, which keeps no text: what it was given is made again.
  private static func fragments(_ db: Database) throws -> [String] {
    let found = try Row.fetchAll(
      db,
      sql: """
        SELECT item, title, text, author, tags FROM entry
        WHERE item IN (SELECT id FROM fragment_docsize) ORDER BY item
        """)
    return found.map { row in
      let grams = SearchText.grams(
        names: [row["title"], row["author"], row["tags"]], text: row["text"])
      return """
        INSERT INTO fragment (rowid, grams) VALUES (\(row["item"] as Int64), \(quoted(grams)));
        """
    }
  }

  private static func rows(_ db: Database, _ table: String) throws -> [String] {
    let found = try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"")
    guard let first = found.first else { return [] }
    let columns = first.columnNames.joined(separator: ", ")
    return found.map { row in
      let values = row.databaseValues.map(literal).joined(separator: ", ")
      return "INSERT INTO \(table) (\(columns))\n  VALUES (\(values));"
    }
  }

  private static func literal(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null: return "NULL"
    case .int64(let number): return "\(number)"
    case .double(let number): return "\(number)"
    case .string(let text): return quoted(text)
    case .blob(let data):
      guard let text = String(data: data, encoding: .utf8), text.allSatisfy(\.isPrintable) else {
        return "x'\(data.map { String(format: "%02x", $0) }.joined())'"
      }
      return "CAST(\(quoted(text)) AS BLOB)"
    }
  }

  private static func quoted(_ text: String) -> String {
    let parts = text.split(omittingEmptySubsequences: false) { !$0.isPrintable }
      .map { "'\($0.replacing("'", with: "''"))'" }
    // Between two parts stands a character that cannot be seen.
    let others = text.filter { !$0.isPrintable }.map { character in
      "char(\(character.unicodeScalars.map { String($0.value) }.joined(separator: ", ")))"
    }
    return zip(parts, others + [""]).map { $1.isEmpty ? $0 : "\($0) || \($1)" }
      .joined(separator: " || ")
  }
}

extension Character {
  fileprivate var isPrintable: Bool { unicodeScalars.allSatisfy { $0.value >= 0x20 } }
}
