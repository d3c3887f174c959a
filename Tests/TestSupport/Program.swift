package import Foundation
import Synchronization

/// A real program that a test runs: stdout and stderr in a file of the test's folder, stdin a pipe that
/// closes when the tests end, however they do.
package final class Program: Sendable {
  package let identifier: pid_t
  /// The file with all that it says, below the folder.
  package let output: String
  private let folder: TemporaryFolder
  private let state: Mutex<State>

  private struct State {
    /// Our end of its stdin; nil once it is closed.
    var input: Int32?
    /// As waitpid(2) gives it; nil while it runs.
    var status: Int32?
  }

  /// One at a time, so that no child inherits the pipe of another and keeps it open.
  private static let starting = Mutex(())

  /// - Parameter name: of the file for its output, below `folder`.
  package init(
    _ path: String, _ arguments: [String], in folder: TemporaryFolder, name: String,
    environment: [String: String] = [:]
  ) throws {
    self.folder = folder
    output = "\(name).out"
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let file = folder.file(output)
    let started = try Self.starting.withLock { _ in
      try Self.start(
        [path] + arguments, variables.map { "\($0)=\($1)" }, output: file)
    }
    identifier = started.identifier
    state = Mutex(State(input: started.input))
  }

  private static func start(
    _ words: [String], _ variables: [String], output: String
  ) throws -> (identifier: pid_t, input: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw WaitFailure("No pipe: \(errno)") }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    keepDescriptorsPrivate()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var arguments = words.map { strdup($0) } + [nil]
    var environment = variables.map { strdup($0) } + [nil]
    defer { for word in arguments + environment { free(word) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, words[0], &actions, nil, &arguments, &environment)
    guard code == 0 else {
      close(ends[1])
      throw WaitFailure("\(words[0]) cannot be started: \(String(cString: strerror(code)))")
    }
    return (identifier, ends[1])
  }

  deinit {
    closeInput()
    signal(SIGKILL)
  }

  package var words: String { folder.read(output) }

  package var isRunning: Bool { status == nil }

  private var status: Int32? {
    state.withLock { state in
      if state.status == nil {
        var status: Int32 = 0
        if waitpid(identifier, &status, WNOHANG) != 0 { state.status = status }
      }
      return state.status
    }
  }

  package func write(line: String) throws {
    try state.withLock { state in
      var rest = Array("\(line)\n".utf8)[...]
      while !rest.isEmpty {
        guard let input = state.input else {
          throw WaitFailure("\(output): stdin is closed")
        }
        let count = rest.withUnsafeBytes { Foundation.write(input, $0.baseAddress, $0.count) }
        guard count > 0 else { throw WaitFailure("\(output) does not read its stdin") }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Never to a number that may be somebody else's by now.
  package func signal(_ number: Int32) {
    state.withLock { state in
      if state.status == nil { kill(identifier, number) }
    }
  }

  private func closeInput() {
    state.withLock { state in
      if let input = state.input { close(input) }
      state.input = nil
    }
  }

  /// The exit status; -n where signal n ended it.
  package func ended(within limit: Duration = .seconds(20)) async throws -> Int32 {
    try await eventually("\(output): the end of the program", within: limit) { !isRunning }
    let status = status ?? 0
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }

  /// Asks it to end, then makes it.
  package func stop() async {
    closeInput()
    guard isRunning else { return }
    signal(SIGTERM)
    do { _ = try await ended(within: .seconds(10)) } catch { signal(SIGKILL) }
    _ = try? await ended()
  }

  /// Runs to the end and gives back the status and all that was said.
  package static func run(
    _ path: String, _ arguments: [String], in folder: TemporaryFolder,
    name: String = UUID().uuidString,
    environment: [String: String] = [:], within limit: Duration = .seconds(60)
  ) async throws -> (status: Int32, words: String) {
    let program = try Program(
      path, arguments, in: folder, name: name, environment: environment)
    do {
      return (try await program.ended(within: limit), program.words)
    } catch {
      await program.stop()
      throw error
    }
  }
}
