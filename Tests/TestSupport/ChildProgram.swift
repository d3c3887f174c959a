package import Foundation

/// A program that was run to its end, or stopped at the deadline.
package struct Finished: Sendable {
  package let status: Int32
  /// Standard output, and standard error if it was asked for.
  package let bytes: Data

  package var output: String { String(decoding: bytes, as: UTF8.self) }

  /// Runs a program without holding up a thread that others need. `timeout` ends what does not end by
  /// itself; input and output are files, so that nobody waits for a pipe.
  package static func running(
    _ arguments: [String], input: Data = Data(), withErrors: Bool = true, seconds: Int = 60,
    environment: [String: String] = [:]
  ) async throws -> Finished {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("martlet-program-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (stdin, stdout) = (
      folder.appendingPathComponent("in"), folder.appendingPathComponent("out")
    )
    try input.write(to: stdin)
    try Data().write(to: stdout)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
    process.arguments = ["--kill-after=5", "\(seconds)"] + arguments
    process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"].merging(environment) { $1 }
    let output = try FileHandle(forWritingTo: stdout)
    process.standardInput = try FileHandle(forReadingFrom: stdin)
    process.standardOutput = output
    process.standardError = withErrors ? output : FileHandle.nullDevice
    let status = try await ended(process)
    return Finished(status: status, bytes: try Data(contentsOf: stdout))
  }

  /// Starts a process and waits for its end.
  package static func ended(_ process: Process) async throws -> Int32 {
    try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      keepDescriptorsPrivate()
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
  }
}

/// To call before any child is started: nothing that is open now is open in it. NIO's sockets would be,
/// and a listener or a connection of another test would outlive its closing.
package func keepDescriptorsPrivate() {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
  for descriptor in names.compactMap({ Int32($0) }) where descriptor > 2 {
    let flags = fcntl(descriptor, F_GETFD)
    if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
  }
}

/// Whether a program ends with status 0; for what has to be known before any test runs. It waits with
/// waitpid(2): Foundation's `waitUntilExit` runs a run loop, which can miss the end.
package func succeeds(_ arguments: [String]) -> Bool {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for descriptor in [Int32(1), 2] {
    posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
  }
  keepDescriptorsPrivate()
  var words = arguments.map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }
  var child: pid_t = 0
  guard let path = arguments.first,
    posix_spawn(&child, path, &actions, nil, &words, environ) == 0
  else { return false }
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0, errno == EINTR {}
  return status == 0
}
