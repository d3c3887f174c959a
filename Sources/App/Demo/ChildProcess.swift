import Glibc
import Synchronization

/// Another program, started as our child. It has a process group of its own, so that Ctrl-C in a
/// terminal reaches us alone and the order of the stop stays ours.
///
/// Its stdin is a pipe to which nothing is ever written and which closes when we end, however we do:
/// a child that watches it is never left over.
final class ChildProcess: Sendable {
  let identifier: pid_t
  private let state: Mutex<State>

  private struct State {
    /// Our end of the pipe; nil once it is closed.
    var leash: Int32?
    /// As waitpid(2) gives it; nil while the child runs.
    var status: Int32?
  }

  /// - Parameters:
  ///   - program: looked for in PATH where it has no slash.
  ///   - output: the file to which stdout and stderr are appended.
  init(_ program: String, _ arguments: [String], output: String) throws(Failure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Self.failure(program, errno) }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    Self.isolate(&attributes)

    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier: pid_t = 0
    let code = posix_spawnp(&identifier, program, &actions, &attributes, &words, environ)
    guard code == 0 else {
      close(ends[1])
      throw Self.failure(program, code)
    }
    self.identifier = identifier
    state = Mutex(State(leash: ends[1]))
  }

  /// A group of its own, and no signal ignored or blocked as it may be with us.
  private static func isolate(_ attributes: inout posix_spawnattr_t) {
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  var isRunning: Bool {
    state.withLock { state in
      guard state.status == nil else { return false }
      var status: Int32 = 0
      guard waitpid(identifier, &status, WNOHANG) != 0 else { return true }
      state.status = status
      return false
    }
  }

  /// Asks it to end, by closing its stdin and by SIGTERM; after `patience` it is killed. Done when it
  /// has ended, also where the task is cancelled.
  func stop(patience: Duration) async {
    closeLeash()
    signal(SIGTERM)
    let deadline = ContinuousClock.now + patience
    while isRunning {
      if ContinuousClock.now > deadline { signal(SIGKILL) }
      // Cancelled or not, the child is waited for.
      await Task.detached { try? await Task.sleep(for: .milliseconds(10)) }.value
    }
  }

  private func closeLeash() {
    state.withLock { state in
      if let leash = state.leash { close(leash) }
      state.leash = nil
    }
  }

  /// Never to a number that may be somebody else's by now.
  private func signal(_ number: Int32) {
    state.withLock { state in
      if state.status == nil { kill(identifier, number) }
    }
  }

  private static func failure(_ program: String, _ code: Int32) -> Failure {
    Failure(.unavailable, "\(program) cannot be started: \(String(cString: strerror(code))).")
  }

  deinit { closeLeash() }
}
