import Foundation
import Synchronization
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
  /// Built once for all tests that run.
  private static let built = Mutex<(folder: TemporaryFolder, path: String)?>(nil)

  private let path: String
  private let file: String
  private let page: Page

  /// Memory that is shared with the program.
  private struct Page: @unchecked Sendable {
    // Safe: both sides read and write whole, aligned words, and no word depends on another but `operation`, which is
    // written last.
    let words: UnsafeMutablePointer<Int64>
  }

  init(in folder: TemporaryFolder) async throws {
    path = try await Self.library()
    file = folder.file("faults")
    let bytes = Self.fields * MemoryLayout<Int64>.stride
    try Data(count: bytes).write(to: URL(fileURLWithPath: file))
    let descriptor = open(file, O_RDWR | O_CLOEXEC)
    defer { close(descriptor) }
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let memory, memory != MAP_FAILED else { throw WaitFailure("No shared memory: \(errno)") }
    page = Page(words: memory.assumingMemoryBound(to: Int64.self))
  }

  deinit { munmap(page.words, Self.fields * MemoryLayout<Int64>.stride) }

  /// For the program that is to fail.
  var environment: [String: String] { ["LD_PRELOAD": path, "MARTLET_FAULTS": file] }

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

  private subscript(field: Field) -> Int64 {
    get { page.words[field.rawValue] }
    set { page.words[field.rawValue] = newValue }
  }

  private static func library() async throws -> String {
    if let path = built.withLock({ $0?.path }) { return path }
    let folder = try TemporaryFolder()
    let library = folder.file("faults.so")
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("faults.c").path
    let (status, words) = try await Program.run(
      "/usr/bin/env",
      ["clang", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, source, "-ldl"],
      in: folder)
    guard status == 0 else { throw WaitFailure("clang: \(words)") }
    return built.withLock { built in
      if let built { return built.path }
      built = (folder, library)
      return library
    }
  }
}
