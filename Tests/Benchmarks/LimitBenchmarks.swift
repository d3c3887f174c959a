import CExpat
import CSQLite
import TestSupport
import Testing

/// What the machine does at most for work like ours, with nothing of ours in it. The figures of `ProgramBenchmarks` are read
/// beside these; as the speed of a machine changes, both are to be taken several times in turn.
@Suite("Limits", .serialized, .enabled(if: Bench.isWanted, "MARTLET_BENCHMARKS=1"))
struct LimitBenchmarks {
  private static let rows = 20_000

  /// An article or a post is read by expat, its node is looked up, and it is one row of SQLite, flushed in groups of 64.
  @Test func publish() throws {
    let stream = PublishStream.bytes(Self.rows) { $0 }
    let parsing = Steps.median { ExpatLimit.parse(stream) } / Double(Self.rows)
    let times = try (0..<5).map { _ in
      let folder = try TemporaryFolder()
      let database = try SQLiteLimit(folder.database)
      defer { withExtendedLifetime(folder) {} }
      let start = ContinuousClock.now
      try database.fill(Self.rows, nodes: 16, group: 64)
      return (ContinuousClock.now - start) / .seconds(1)
    }
    let storing = times.sorted()[2] / Double(Self.rows)
    try Self.report("read by expat", 1 / parsing)
    try Self.report("stored by SQLite, flushed in groups of 64", 1 / storing)
    // One after the other; with two processors more would be done.
    try Self.report("publish", 1 / (parsing + storing))
  }

  /// Twenty rows before one that is named, by one connection.
  @Test(arguments: [1_000, 10_000, 100_000, 1_000_000]) func page(of items: Int) throws {
    let folder = try TemporaryFolder()
    let database = try SQLiteLimit(folder.database)
    try database.fill(items, nodes: 1, group: 4_096)
    var times: [Double] = []
    let pages = 20_000
    for _ in 0..<5 {
      let start = ContinuousClock.now
      try #require(try database.read(pages, of: items) > 0)
      times.append((ContinuousClock.now - start) / .seconds(1))
    }
    try Self.report("20 of \(items)", Double(pages) / times.sorted()[2])
  }

  private static func report(_ what: String, _ perSecond: Double) throws {
    try Measurement("limit: \(what)", perSecond: perSecond).report()
  }
}

/// What must be stored of items at least, by SQLite alone.
private final class SQLiteLimit {
  private let connection: OpaquePointer
  private static let schema = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE node (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE item (id INTEGER PRIMARY KEY, node INTEGER NOT NULL, name TEXT NOT NULL, publisher TEXT NOT NULL,
      at INTEGER NOT NULL, payload BLOB NOT NULL, UNIQUE (node, name));
    CREATE INDEX item_place ON item (node, id);
    """
  /// Bytes of an article and of a post.
  private static let payloads = [1_200, 400].map {
    [UInt8](repeating: UInt8(ascii: "x"), count: $0)
  }

  init(_ path: String) throws {
    var opened: OpaquePointer?
    guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else {
      throw WaitFailure("No database")
    }
    connection = opened
    try run(Self.schema)
  }

  deinit { sqlite3_close(connection) }

  private func run(_ sql: String) throws {
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else {
      throw WaitFailure(String(cString: sqlite3_errmsg(connection)))
    }
  }

  private func statement(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement
    else {
      throw WaitFailure(String(cString: sqlite3_errmsg(connection)))
    }
    return statement
  }

  private func bind(_ statement: OpaquePointer, _ place: Int32, _ text: String) {
    // SQLITE_TRANSIENT: SQLite copies it.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    sqlite3_bind_text(statement, place, text, -1, transient)
  }

  /// The number in the first column of the row that a name has.
  private func number(_ statement: OpaquePointer, _ name: String) throws -> Int64 {
    bind(statement, 1, name)
    defer { sqlite3_reset(statement) }
    guard sqlite3_step(statement) == SQLITE_ROW else { throw WaitFailure("\(name) is not there") }
    return sqlite3_column_int64(statement, 0)
  }

  func fill(_ items: Int, nodes: Int, group: Int) throws {
    for node in 0..<nodes { try run("INSERT INTO node (name) VALUES ('n\(node)')") }
    let find = try statement("SELECT id FROM node WHERE name = ?")
    let insert = try statement(
      "INSERT INTO item (node, name, publisher, at, payload) VALUES (?, ?, 'owner@bench.localhost', ?, ?)"
    )
    defer { for statement in [find, insert] { sqlite3_finalize(statement) } }
    for start in stride(from: 0, to: items, by: group) {
      try run("BEGIN IMMEDIATE")
      for item in start..<min(start + group, items) {
        sqlite3_bind_int64(insert, 1, try number(find, "n\(item % nodes)"))
        bind(insert, 2, "i\(item)")
        sqlite3_bind_int64(insert, 3, Int64(item))
        Self.payloads[item % 2].withUnsafeBytes {
          // SQLITE_STATIC: it outlives the step.
          _ = sqlite3_bind_blob(insert, 4, $0.baseAddress, Int32($0.count), nil)
        }
        guard sqlite3_step(insert) == SQLITE_DONE else { throw WaitFailure("Not stored") }
        sqlite3_reset(insert)
      }
      try run("COMMIT")
    }
  }

  /// - Returns: the bytes of what was read.
  func read(_ pages: Int, of items: Int) throws -> Int {
    let find = try statement("SELECT id FROM item WHERE node = 1 AND name = ?")
    let page = try statement(
      "SELECT name, payload FROM item WHERE node = 1 AND id < ? ORDER BY id DESC LIMIT 20")
    defer { for statement in [find, page] { sqlite3_finalize(statement) } }
    var bytes = 0
    for number in 0..<pages {
      let place = 20 + (number &* 7_919 &+ 104_729) % (items - 20)
      sqlite3_bind_int64(page, 1, try self.number(find, "i\(place)"))
      while sqlite3_step(page) == SQLITE_ROW {
        bytes += Int(sqlite3_column_bytes(page, 0) + sqlite3_column_bytes(page, 1))
      }
      sqlite3_reset(page)
    }
    return bytes
  }
}

/// A stream that expat reads with namespaces and with handlers that do nothing.
enum ExpatLimit {
  static func parse(_ bytes: [UInt8]) {
    guard let parser = XML_ParserCreateNS("UTF-8", 0x0A) else { return }
    defer { XML_ParserFree(parser) }
    XML_SetElementHandler(parser, { _, _, _ in }, { _, _ in })
    XML_SetCharacterDataHandler(parser) { _, _, _ in }
    bytes.withUnsafeBufferPointer { bytes in
      for start in stride(from: 0, to: bytes.count, by: 65_536) {
        let count = min(65_536, bytes.count - start)
        bytes.baseAddress?.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          _ = XML_Parse(parser, $0 + start, CInt(count), 0)
        }
      }
    }
  }
}
