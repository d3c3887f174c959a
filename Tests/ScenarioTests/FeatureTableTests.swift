import FeedService
import Foundation
import Testing

/// What service discovery says, what CONTRIBUTING.md says and what is tested are one table.
@Suite struct FeatureTableTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ file: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
  }

  @Test func theTableIsInTheDocumentation() throws {
    let table = Features.markdown
    #expect(
      try text("CONTRIBUTING.md").contains(table), "CONTRIBUTING.md needs this table:\n\(table)")
  }

  @Test func everyFileIsThere() throws {
    for feature in Features.all {
      let path = Self.root.appendingPathComponent("Sources/\(feature.file)").path
      #expect(FileManager.default.fileExists(atPath: path), "\(feature.name): \(path)")
    }
  }

  @Test func everyScenarioIsPlayed() throws {
    let folder = Self.root.appendingPathComponent("Tests/ScenarioTests")
    let sources = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix("Scenario.swift") }
      .map { try text("Tests/ScenarioTests/\($0)") }
    for feature in Features.all {
      let test = "@Test func \(feature.scenario)()"
      #expect(sources.contains { $0.contains(test) }, "\(feature.name): \(test)")
    }
  }

  @Test func noFeatureIsThereTwice() {
    let names = Features.all.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
