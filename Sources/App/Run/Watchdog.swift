import Glibc
import Logging
import ServiceLifecycle

/// Ends the process when an ordered stop does not come to its end: whatever hangs, a reader that is
/// blocked or a database that does not close, the process is gone in time.
///
/// It is told of the stop as a service, and then needs nobody: it waits on a thread of its own, since
/// those of the tasks may be what is blocked. Nothing calls it off, the process just ends before.
struct Watchdog: Service {
  /// From the beginning of the stop to the end of the process.
  let patience: Duration
  let logger: Logger
  /// Ends the process without a word to anybody: handlers of exit(3) could hang too.
  var end: @Sendable (ExitStatus) -> Void = { _exit($0.rawValue) }

  func run() async throws {
    // Cancelled or asked: in both cases the end is near.
    try? await gracefulShutdown()
    arm()
  }

  func arm() {
    let watch = Watch { [self] in
      Self.sleep(patience)
      // A log that nobody reads would block us as well.
      if Self.takesALine(2) {
        logger.critical(
          "The stop hangs: it took longer than \(patience). The process ends now.",
          metadata: ["status": "\(ExitStatus.software.name)"])
      }
      end(.software)
    }
    watch.start()
  }

  private static func sleep(_ duration: Duration) {
    let end = ContinuousClock.now + duration
    while true {
      let rest = (end - .now).components
      guard rest.seconds > 0 || rest.seconds == 0 && rest.attoseconds > 0 else { return }
      var time = timespec(
        tv_sec: Int(rest.seconds), tv_nsec: Int(rest.attoseconds / 1_000_000_000) + 1)
      nanosleep(&time, nil)
    }
  }

  /// Whether a write of one line to the descriptor returns at once.
  static func takesALine(_ descriptor: Int32) -> Bool {
    var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&wish, 1, 0) == 1 && wish.revents & Int16(POLLOUT) != 0
  }
}

/// What a thread does, held until it has begun.
private final class Watch: Sendable {
  private let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  func start() {
    var thread = pthread_t()
    let held = Unmanaged.passRetained(self)
    let failure = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Watch>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, held.toOpaque())
    guard failure == 0 else { return held.release() }
    pthread_detach(thread)
  }
}
