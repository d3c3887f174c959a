import NIOCore

/// When to send a space, when to ping, and when to give the peer up.
///
/// The ping (XEP-0199) goes to the component's own address: the server routes it back to us, so no
/// other entity has a part in it. Anything that arrives proves that the peer lives.
struct Keepalive {
  enum Step: Hashable {
    case wait
    case space
    case ping
    case dead
  }

  private let whitespace: TimeAmount
  private let pingAfter: TimeAmount
  private let pingDeadline: TimeAmount
  private var lastRead: NIODeadline
  private var lastWrite: NIODeadline
  private var pinged: NIODeadline?

  init(_ times: LinkTimes, now: NIODeadline) {
    whitespace = TimeAmount(clamping: times.whitespace)
    pingAfter = TimeAmount(clamping: times.pingAfter)
    pingDeadline = TimeAmount(clamping: times.pingDeadline)
    lastRead = now
    lastWrite = now
  }

  /// True when a ping was on its way: `due` has changed.
  mutating func read(at now: NIODeadline) -> Bool {
    lastRead = now
    return pinged.take() != nil
  }

  mutating func wrote(at now: NIODeadline) { lastWrite = now }

  /// When `step` is to be asked again.
  var due: NIODeadline {
    min(lastWrite + whitespace, pinged.map { $0 + pingDeadline } ?? (lastRead + pingAfter))
  }

  /// What is due at `now`. The caller sends it and asks again at `due`.
  mutating func step(at now: NIODeadline) -> Step {
    if let pinged {
      if now >= pinged + pingDeadline { return .dead }
    } else if now >= lastRead + pingAfter {
      pinged = now
      lastWrite = now
      return .ping
    }
    guard now >= lastWrite + whitespace else { return .wait }
    lastWrite = now
    return .space
  }
}

extension TimeAmount {
  /// At least a millisecond, at most ten years: a timer that neither spins nor overflows.
  init(clamping duration: Duration) {
    let bounded = min(max(duration, .milliseconds(1)), .seconds(10 * 365 * 86_400))
    let (seconds, attoseconds) = bounded.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
