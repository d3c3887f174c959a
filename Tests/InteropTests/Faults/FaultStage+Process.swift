import Foundation
import TestSupport

/// What the system knows of the program, lets it have, and has of its database.
extension FaultStage {
  /// The program may open no more files than it has open, or again as many as before.
  func allowFiles(_ areAllowed: Bool) async throws {
    let limit = areAllowed ? "1024" : "\(openFiles)"
    let (status, words) = try await Program.run(
      "/usr/bin/prlimit", ["--pid", process, "--nofile=\(limit):"], in: folder)
    guard status == 0 else { throw WaitFailure("prlimit: \(words)") }
  }

  private var process: String { martlet.map { "\($0.program.identifier)" } ?? "" }

  /// How many files and sockets the program has open.
  var openFiles: Int { entries("fd") }

  var threads: Int { entries("task") }

  private func entries(_ folder: String) -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/\(folder)").count) ?? 0
  }

  /// Of the log that changes are written to first.
  var logMegabytes: Int {
    let path = folder.database + "-wal"
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    return (size ?? 0) >> 20
  }

  /// How much memory the program holds.
  var residentMegabytes: Int { megabytes("VmRSS") }

  /// How much it held at most.
  var peakMegabytes: Int { megabytes("VmHWM") }

  private func megabytes(_ field: String) -> Int {
    (ProcessStatus.bytes(field, of: process) ?? 0) >> 20
  }

  /// How many posts are in the database while the program runs.
  func storedNow() async throws -> Int {
    let state = try await KillingStage.State.found(in: folder, isCopied: false, at: Date())
    return Self.nodes.reduce(0) { $0 + (state.items($1)?.count ?? 0) }
  }

  /// Overwrites one of the pages of a table; nobody has the database open then.
  func damagePage(of table: String) async throws {
    let script = """
      import sqlite3, sys
      path, table = sys.argv[1:]
      database = sqlite3.connect(path)
      size, = database.execute("PRAGMA page_size").fetchone()
      pages = [page for page, in database.execute(
          "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno", [table])]
      database.close()
      with open(path, "r+b") as file:
          file.seek((pages[len(pages) // 2] - 1) * size)
          file.write(b"\\x55" * size)
      """
    let (status, words) = try await Program.run(
      Installed.python, ["-c", script, folder.database, table], in: folder)
    guard status == 0 else { throw WaitFailure("No page was damaged: \(words)") }
  }
}
