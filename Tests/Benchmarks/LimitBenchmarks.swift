import CExpat
import CSQLite
import Foundation
import GRDB
import TestSupport
import Testing

/// What the machine does at most for work like ours, with nothing of ours in it. The figures of `ProgramBenchmarks` are read
/// beside these; as the speed of a machine changes, both are to be taken several times in turn.
@Suite("Limits", .serialized, .enabled(if: Bench.isWanted, "MARTLET_BENCHMARKS=1"))
struct LimitBenchmarks {
  private static let rows = 20_000
  private static let payload = Data(repeating: UInt8(ascii: "x"), count: 1_200)

  /// An article is read by expat, and is one row of SQLite, flushed in groups of 64.
  @Test func publish() throws {
    let stream = PublishStream.bytes(Self.rows)
    let parsing = Steps.median { ExpatLimit.parse(stream) } / Double(Self.rows)
    let times = try (0..<5).map { _ in
      let folder = try TemporaryFolder()
      let database = try Self.database(folder)
      defer { withExtendedLifetime(folder) {} }
      let start = ContinuousClock.now
      try Self.fill(database, 0..<Self.rows)
      return (ContinuousClock.now - start) / .seconds(1)
    }
    let storing = times.sorted()[2] / Double(Self.rows)
    try Self.report("read by expat", 1 / parsing)
    try Self.report("stored by SQLite, flushed in groups of 64", 1 / storing)
    // One after the other; with two processors more would be done.
    try Self.report("publish", 1 / (parsing + storing))
  }

  private static func report(_ what: String, _ perSecond: Double) throws {
    try Measurement("limit: \(what)", perSecond: perSecond).report()
  }

  /// By as many connections as there are processors, each on a thread of its own.
  @Test(arguments: [1_000, 10_000, 100_000, 1_000_000]) func page(of items: Int) async throws {
    let folder = try TemporaryFolder()
    let database = try Self.database(folder)
    try Self.fill(database, 0..<items, group: 5_000)
    let (pages, readers) = (20_000, ProcessInfo.processInfo.activeProcessorCount)
    var times: [Double] = []
    for _ in 0..<5 {
      let start = ContinuousClock.now
      try await withThrowingTaskGroup(of: Int.self) { group in
        for reader in 0..<readers {
          group.addTask { try Self.read(pages, of: items, from: reader, folder.database) }
        }
        for try await bytes in group { try #require(bytes > 0) }
      }
      times.append((ContinuousClock.now - start) / .seconds(1))
    }
    try Self.report("20 of \(items)", Double(pages * readers) / times.sorted()[2])
  }

  private static func read(
    _ pages: Int, of items: Int, from first: Int, _ path: String
  ) throws -> Int {
    var (connection, statement): (OpaquePointer?, OpaquePointer?)
    defer {
      sqlite3_finalize(statement)
      sqlite3_close(connection)
    }
    let sql = "SELECT name, payload FROM item WHERE node = 1 AND id > ? ORDER BY id LIMIT 20"
    guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK,
      sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK
    else { throw WaitFailure("The database cannot be read.") }
    var bytes = 0
    for number in 0..<pages {
      let place = ((number + first) &* 7_919 &+ 104_729) % max(1, items - 20)
      sqlite3_bind_int64(statement, 1, Int64(place))
      while sqlite3_step(statement) == SQLITE_ROW {
        bytes += Int(sqlite3_column_bytes(statement, 0) + sqlite3_column_bytes(statement, 1))
      }
      sqlite3_reset(statement)
    }
    return bytes
  }

  private static func database(_ folder: TemporaryFolder) throws -> DatabasePool {
    let database = try DatabasePool(path: folder.database)
    try database.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA synchronous = FULL;
          CREATE TABLE item (id INTEGER PRIMARY KEY, node INTEGER, name TEXT, payload BLOB, UNIQUE (node, name));
          CREATE INDEX item_place ON item (node, id);
          """)
    }
    return database
  }

  private static func fill(_ database: DatabasePool, _ numbers: Range<Int>, group: Int = 64) throws
  {
    try database.writeWithoutTransaction { db in
      let insert = try db.makeStatement(
        sql: "INSERT INTO item (node, name, payload) VALUES (1, ?, ?)")
      for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: group) {
        try db.inTransaction {
          for number in start..<min(start + group, numbers.upperBound) {
            try insert.execute(arguments: ["item-\(number)", payload])
          }
          return .commit
        }
      }
    }
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
