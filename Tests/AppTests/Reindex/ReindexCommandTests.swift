import Logging
import Store
import TestSupport
import Testing

@testable import App

/// `martlet reindex`, by itself and beside a process that has the database.
@Suite struct ReindexCommandTests {
  private static func configuration(_ folder: Folder) throws -> String {
    try folder.write(
      "martlet.yaml", Sample.minimal + "\ndatabase: \(folder.path)/martlet.sqlite\n")
  }

  private static func store(_ folder: Folder) throws -> Store {
    try Store(
      path: "\(folder.path)/martlet.sqlite",
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  @Test func byItself() async throws {
    let folder = try Folder()
    try await Self.store(folder).close()
    let result = try await Finished.running(
      [ProgramTests.program, "reindex", "--config", try Self.configuration(folder)])
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("100 %\n"))
    let store = try Self.store(folder)
    #expect(try await Reindexer(store).progress() == nil)
    try await store.close()
  }

  @Test func besideWhoHasTheDatabase() async throws {
    let folder = try Folder()
    let store = try Self.store(folder)
    let file = try Self.configuration(folder)
    async let command = Finished.running(
      [ProgramTests.program, "reindex", "--fresh", "--config", file])
    // The request arrives in the database, and is done by us.
    try await eventually("the request") { try await Reindexer(store).progress() != nil }
    while try await Reindexer(store).step() {}
    let result = try await command
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("100 %\n"))
    try await store.close()
  }

  @Test func withoutADatabase() async throws {
    let folder = try Folder()
    let result = try await Finished.running(
      [ProgramTests.program, "reindex", "--config", try Self.configuration(folder)])
    #expect(result.status == Status.cannotCreate.rawValue)
    #expect(result.output.contains("martlet.sqlite"))
    #expect(!Store.exists("\(folder.path)/martlet.sqlite"))
  }
}
