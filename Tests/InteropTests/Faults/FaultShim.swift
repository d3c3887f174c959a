import Foundation
import TestSupport

/// What goes wrong for one program by the test's will: calls on the files of its database fail, its wall clock jumps.
final class FaultShim: Sendable {
  enum Operation: Int64, Sendable {
    case none, write, sync, read
  }

  /// The places of `struct control` in `faults.c`.
  private enum Field: Int {
    case operation, error, left, lasts, hits, clock, delay
  }

  private static let fields = 7

  private let path: String
  private let file: String
  private let descriptor: Int32

  init(in folder: TemporaryFolder) async throws {
    path = try await Self.library(in: folder)
    file = folder.file("faults")
    try Data(count: Self.fields * MemoryLayout<Int64>.stride).write(to: URL(fileURLWithPath: file))
    descriptor = open(file, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw WaitFailure("No file for the faults: \(errno)") }
  }

  deinit { close(descriptor) }

  /// For the program that is to fail.
  var environment: [String: String] { ["LD_PRELOAD": path, "FAULT_CONTROL": file] }

  /// - Parameters:
  ///   - calls: so many go well before.
  ///   - lasts: whether all later ones fail as well, until `mend`.
  func fail(_ operation: Operation, with error: Int32, after calls: Int, lasts: Bool) {
    self[.error] = Int64(error)
    self[.left] = Int64(calls)
    self[.lasts] = lasts ? 1 : 0
    self[.hits] = 0
    self[.operation] = operation.rawValue
  }

  func mend() { self[.operation] = Operation.none.rawValue }

  /// How many calls have failed since `fail`.
  var hits: Int { Int(self[.hits]) }

  /// The program's wall clock is wrong by so many seconds.
  func setClock(_ seconds: Int64) { self[.clock] = seconds }

  /// Each flush to the disk takes so many milliseconds longer.
  func slowDown(by milliseconds: Int64) { self[.delay] = milliseconds * 1_000 }

  /// Memory of the program, by its file.
  private subscript(field: Field) -> Int64 {
    get {
      var word: Int64 = 0
      _ = pread(descriptor, &word, MemoryLayout<Int64>.size, offset(of: field))
      return word
    }
    set {
      var word = newValue
      _ = pwrite(descriptor, &word, MemoryLayout<Int64>.size, offset(of: field))
    }
  }

  private func offset(of field: Field) -> off_t {
    off_t(field.rawValue * MemoryLayout<Int64>.stride)
  }

  private static func library(in folder: TemporaryFolder) async throws -> String {
    let library = folder.file("faults.so")
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("faults.c").path
    let (status, words) = try await Program.run(
      "/usr/bin/env",
      ["clang", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, source, "-ldl"],
      in: folder)
    guard status == 0 else { throw WaitFailure("clang: \(words)") }
    return library
  }
}
