import TestSupport
import Testing

@testable import App

/// The scripts of `.ci/` catch what they are there for.
@Suite struct CheckScriptTests {
  private static let python = "/usr/bin/python3"

  /// A small repository that keeps to its table.
  private func repository() throws -> Folder {
    let folder = try Folder()
    try folder.write(
      "CONTRIBUTING.md",
      """
      <!-- import table -->
      | target | holds | ours | others |
      |---|---|---|---|
      | `Low` | a | | `Glibc` |
      | `High` | b | `Low` | `Logging` |
      | `TestSupport` | c | `Low` | |
      | `InteropTests` | d | `TestSupport` | |
      <!-- end of import table -->
      """)
    try folder.write(
      "Package.swift",
      """
      let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
      let package = Package(
        targets: [
          .target(name: "Low", dependencies: []),
          .target(name: "High", dependencies: ["Low", logging]),
        ])
      """)
    try folder.write("Sources/Low/Low.swift", "import Glibc\n// import High\n")
    try folder.write("Sources/High/High.swift", "package import Low\nimport Logging\n")
    try folder.write("Tests/TestSupport/Support.swift", "import Low\n")
    return folder
  }

  private func checkImports(_ folder: Folder) async throws -> Finished {
    try await Finished.running([Self.python, "\(Repository.path)/.ci/check-imports", folder.path])
  }

  @Test func ourOwnTreePasses() async throws {
    for script in ["check-imports", "check-sizes"] {
      let result = try await Finished.running([Self.python, "\(Repository.path)/.ci/\(script)"])
      #expect(result.status == 0, "\(result.output)")
    }
  }

  @Test func aCleanTreePasses() async throws {
    let result = try await checkImports(try repository())
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(arguments: [
    "import High", "  import High", "package import High", "@testable import High",
    "@_exported public import High", "@preconcurrency import High", "import struct High.Thing",
    "import Glibc; import High", "internal import enum High.Thing", "/* x */ import High",
    "@_spi(Private) import High", "import\n  High", "import /* x\n */ High", "import `High`",
    "/// A quote: \"\"\"\nimport High // \"\"\"", "let a = \"/*\"; import High // */",
    "let a = #\"\\\"#; import High", "let a = \"\\(b(\"/*\"))\"; import High",
    "/* /* */ */ import High",
  ])
  func aPlantedImportIsFound(_ statement: String) async throws {
    let folder = try repository()
    try folder.write("Sources/Low/Deep/Planted.swift", "// one\n\(statement)\n")
    let result = try await checkImports(folder)
    #expect(result.status == 1)
    let line = statement.contains("\"\"\"") ? 3 : 2
    #expect(
      result.output
        == "Sources/Low/Deep/Planted.swift:\(line): Low may not import High (may: Glibc)\n")
  }

  @Test(arguments: [
    "// import High", "/* import High\nimport High */",
    "let text = \"\"\"\n  import High\n  \"\"\"",
    "important High", "let x = \"import High\"", "/* /* */ import High */",
    "let x = #\"\"\"\n\"\"\" import High\n\"\"\"#", "let x = \"\\(\"a\") import High\"",
    "let x = #/ \" import High /#", "func f(import x: Int) {}",
  ])
  func whatIsNoImportIsLeft(_ text: String) async throws {
    let folder = try repository()
    try folder.write("Sources/Low/Other.swift", text + "\n")
    let result = try await checkImports(folder)
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(arguments: [
    (
      ".target(name: \"Low\", dependencies: [])",
      ".target(name: \"Low\", dependencies: [\"High\"])", "High"
    ),
    (
      ".target(name: \"Low\", dependencies: [])",
      ".target(\n name: \"Low\",\n dependencies: [logging])", "Logging"
    ),
    (
      ".target(name: \"Low\", dependencies: [])",
      ".target(name: \"Low\", dependencies: [.target(name: \"High\", condition: .when(platforms: [.linux]))])",
      "High"
    ),
    (
      ".target(name: \"Low\", dependencies: [])",
      ".target(name: \"Low\", dependencies: [.product(name: \"Glibc\", package: \"a[\"), \"High\"])",
      "High"
    ),
  ])
  func aPlantedDependencyIsFound(old: String, new: String, module: String) async throws {
    let folder = try repository()
    let path = "\(folder.path)/Package.swift"
    let text = try TextFile.read(path, limit: 10_000).content
    try folder.write("Package.swift", text.replacing(old, with: new))
    let result = try await checkImports(folder)
    #expect(result.status == 1)
    #expect(
      result.output == "Package.swift:4: Low may not depend on \(module) (may: Glibc)\n")
  }

  @Test func testsSeeNoRoomAboveTheirs() async throws {
    let folder = try repository()
    try folder.write("Tests/HighTests/A.swift", "import Testing\n@testable import Low\n")
    try folder.write(
      "Tests/LowTests/A.swift", "import Testing\n@testable import Low\nimport High\n")
    let result = try await checkImports(folder)
    #expect(result.status == 1)
    #expect(result.output == "Tests/LowTests/A.swift:3: LowTests may not import High\n")
  }

  @Test func whatTestsShareKeepsToItsRow() async throws {
    let folder = try repository()
    try folder.write("Tests/TestSupport/More.swift", "import Foundation\nimport High\n")
    try folder.write(
      "Tests/InteropTests/A.swift", "import Foundation\nimport TestSupport\nimport High\n")
    let result = try await checkImports(folder)
    #expect(
      result.output == """
        Tests/InteropTests/A.swift:3: InteropTests may not import High
        Tests/TestSupport/More.swift:1: TestSupport may not import Foundation (may: Low)
        Tests/TestSupport/More.swift:2: TestSupport may not import High (may: Low)

        """)
  }

  @Test func anAllowanceThatNobodyUsesIsFound() async throws {
    let folder = try repository()
    try folder.write("Sources/High/High.swift", "import Logging\n")
    let result = try await checkImports(folder)
    #expect(result.status == 1)
    #expect(
      result.output
        == "CONTRIBUTING.md: High may import Low, but does not: take it from the table\n")
  }

  @Test func aStringWithoutAnEndIsFound() async throws {
    let folder = try repository()
    try folder.write("Sources/Low/Open.swift", "\nlet a = \"\"\"\nimport High\n")
    let result = try await checkImports(folder)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("Sources/Low/Open.swift:2: a string or comment has no end"))
  }

  @Test func dependenciesThatAreNoListAreFound() async throws {
    let folder = try repository()
    let path = "\(folder.path)/Package.swift"
    let text = try TextFile.read(path, limit: 10_000).content
    try folder.write("Package.swift", text.replacing("[\"Low\", logging]", with: "[] + more"))
    #expect(
      try await checkImports(folder).output
        == "Package.swift:5: the dependencies of High must be one list in brackets\n")
  }

  @Test func aTargetWithoutARowIsFound() async throws {
    let folder = try repository()
    try folder.write("Sources/Stray/Stray.swift", "")
    let result = try await checkImports(folder)
    #expect(result.output == "Sources/Stray: the target has no row in the import table\n")
  }

  @Test func withoutATableNothingPasses() async throws {
    let folder = try repository()
    try folder.write("CONTRIBUTING.md", "nothing\n")
    #expect(try await checkImports(folder).status == 2)
  }

  @Test func sizesAndTopLevel() async throws {
    let folder = try repository()
    for name in ["Tests/a", "conf/a", "README.md"] { try folder.write(name, "") }
    func check() async throws -> Finished {
      try await Finished.running([Self.python, "\(Repository.path)/.ci/check-sizes", folder.path])
    }
    #expect(try await check().status == 0)
    try folder.write("Sources/Low/Long.swift", String(repeating: "\n", count: 400))
    #expect(try await check().status == 0)
    #expect(
      try await check().output.contains(
        "Sources/Low/Long.swift: 400 lines, more than 300 (warning)"))
    try folder.write("Sources/Low/Long.swift", String(repeating: "\n", count: 501))
    #expect(try await check().status == 1)
    try folder.write(".ci/large-files", "Sources/Low/Long.swift: a table that is one thing\n")
    #expect(try await check().status == 0)
    try folder.write(".ci/large-files", "Sources/Low/Gone.swift: it was\n")
    #expect(try await check().status == 1)
    try folder.write(".ci/large-files", "")
    try folder.write("Sources/Low/Long.swift", "")
    try folder.write("notes.txt", "")
    #expect(try await check().output.contains("notes.txt: does not belong at the top level"))
  }
}
