import Foundation
import GRDB
import TestSupport
import Testing
import XMPP

@testable import Store

@Suite struct OpeningTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func open() throws(StoreError) -> Store {
    try Store(path: folder.database, logger: silent)
  }

  private func error() async -> StoreError? { await storeError { try open() } }

  private func bytes() throws -> Data {
    try Data(contentsOf: URL(filePath: folder.database))
  }

  private func write(_ data: Data) throws {
    try data.write(to: URL(filePath: folder.database))
  }

  /// Makes a database with a post in it, all of it in the main file.
  private func fill() async throws {
    let fixture = try await Fixture(folder)
    try await fixture.create("blog")
    for number in 0..<40 {
      try await fixture.publish("i\(number)", in: "blog", title: "Post \(number)")
    }
    try await fixture.store.close()
  }

  @Test func reopened() async throws {
    try await fill()
    let fixture = try await Fixture(folder)
    #expect(try await fixture.items("blog").count == 40)
    let last = try await fixture.number("SELECT max(sequence) FROM item") ?? 0
    try await fixture.publish("later", in: "blog")
    #expect(
      try await fixture.number("SELECT sequence FROM item WHERE name = 'later'") ?? 0 > last)
    try await fixture.checkInvariants()
    #expect(
      try await fixture.store.read { try Int.fetchOne($0.db, sql: "PRAGMA foreign_keys") } == 1)
    let settings = try await fixture.store.write {
      (
        try Int.fetchOne($0.db, sql: "PRAGMA synchronous"),
        try String.fetchOne($0.db, sql: "PRAGMA journal_mode")
      )
    }
    #expect(settings.0 == 2)
    #expect(settings.1 == "wal")
    try await fixture.store.close()
    #expect(try Store.damage(folder.database) == [])
  }

  @Test func anEmptyFileIsANewDatabase() async throws {
    try write(Data())
    let store = try open()
    try await store.close()
    #expect(try bytes().count > 0)
  }

  /// The lock is on another open file even within one process.
  @Test func oneOwner() async throws {
    do {
      let store = try open()
      let second = await error()
      #expect(second == .inUse(path: folder.database, process: getpid()))
      #expect(second?.description.contains("(process \(getpid()))") == true)
      // The first one is not disturbed.
      let jid = try BareJID("social.verona.lit")
      _ = try await store.write { try $0.hostedService(jid) }
      try await store.close()
    }
    let third = try open()
    try await third.close()
  }

  /// A file is one file, by whatever name it is opened.
  @Test func oneOwnerBehindALink() async throws {
    let store = try open()
    let link = folder.path + "/link.sqlite"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.database)
    #expect(
      await storeError { try Store(path: link, logger: silent) }
        == .inUse(path: link, process: getpid()))
    try await store.close()
  }

  /// After a kill: the file as it was, with what was committed beside it in the log.
  @Test func afterAKill() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for number in 0..<20 { try await fixture.publish("i\(number)", in: "blog") }
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: fixture.folder.database + suffix, toPath: folder.database + suffix)
    }
    // The owner's mark of a process that is no more.
    try Data("999999\n".utf8).write(to: URL(filePath: folder.database + "-lock"))
    try await fixture.store.close()
    let restarted = try await Fixture(folder)
    #expect(try await restarted.items("blog").count == 20)
    try await restarted.checkInvariants()
    try await restarted.store.close()
  }

  // MARK: Files that are refused, and left as they are

  enum Damage: String, CaseIterable {
    case text, zeros, foreign, newer, truncated, header, page
  }

  private func make(_ damage: Damage) async throws -> StoreError {
    let path = folder.database
    switch damage {
    case .text:
      try write(Data("Shall I compare thee to a summer's day?".utf8))
      return .notADatabase(path: path)
    case .zeros:
      try write(Data(count: 8192))
      return .notADatabase(path: path)
    case .foreign:
      let other = try DatabaseQueue(path: path)
      try await other.write { try $0.execute(sql: "CREATE TABLE sonnet (line TEXT)") }
      try other.close()
      return .foreign(path: path)
    case .newer:
      try await fill()
      let later = try DatabaseQueue(path: path)
      try await later.write {
        try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999-from-the-future')")
      }
      try later.close()
      return .newer(path: path)
    case .truncated:
      try await fill()
      let whole = try bytes()
      try write(whole.prefix(whole.count / 2 / 4096 * 4096))
      return .corrupt(path: path, detail: "database disk image is malformed")
    case .header:
      try await fill()
      var data = try bytes()
      data.replaceSubrange(0..<16, with: Data(count: 16))
      try write(data)
      return .notADatabase(path: path)
    case .page:
      try await fill()
      var data = try bytes()
      // The root of the schema.
      data.replaceSubrange(100..<400, with: Data(repeating: 0xA5, count: 300))
      try write(data)
      return .corrupt(path: path, detail: "database disk image is malformed")
    }
  }

  @Test(arguments: Damage.allCases)
  func refused(damage: Damage) async throws {
    let expected = try await make(damage)
    let before = try bytes()
    #expect(await error() == expected)
    #expect(try bytes() == before)
    // And again: the lock is free.
    #expect(await error() == expected)
    #expect(await storeError { try Store.damage(folder.database) } == expected)
  }

  @Test func damageWithinIsFound() async throws {
    try await fill()
    #expect(try Store.damage(folder.database) == [])
    var data = try bytes()
    let size = data.count
    data.replaceSubrange((size / 2)..<(size / 2 + 4096), with: Data(repeating: 0x5A, count: 4096))
    try write(data)
    let found = await storeError {
      guard try Store.damage(folder.database).isEmpty else {
        throw StoreError.corrupt(path: folder.database, detail: "found")
      }
    }
    guard case .corrupt = found else {
      Issue.record("the damage is not found: \(String(describing: found))")
      return
    }
  }

  @Test func noPlaceForAFile() async throws {
    let missing = folder.path + "/none/martlet.sqlite"
    #expect(
      await storeError { try Store(path: missing, logger: silent) }
        == .cannotOpen(path: missing, reason: "No such file or directory"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/none"))
    #expect(
      await storeError { try Store(path: folder.path, logger: silent) }
        == .cannotOpen(path: folder.path, reason: "that is not a file"))
    // Made beside the folder itself.
    try? FileManager.default.removeItem(atPath: folder.path + "-lock")
  }
}
