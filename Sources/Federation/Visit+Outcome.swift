import PubSub
import Store
import XMPP

/// What a visit comes to.
extension Visit {
  /// So often in a row a service has to say that a node is not there for its items to go.
  private static let certainAbsence = 3

  mutating func succeed() {
    source.stage = .following
    (source.failures, source.problem) = (0, nil)
    source.task = isTold ? .look : .compare
    // Not all at once.
    source.due = Timestamp.now.advanced(by: interval * Double.random(in: 0.9...1))
  }

  private var interval: Duration {
    if isTold { return settings.look(source) }
    let quiet = quiet(since: source.surprised ?? source.begun)
    let isUnproven = source.way?.tells == true && source.surprised == nil
    return isUnproven
      ? settings.poll(quiet, unprovenAmong: followedInAll) : settings.poll(quiet)
  }

  /// Whether news come as notifications. That we are subscribed does not say so: there are servers that tell nobody but
  /// whom an account shares its presence with.
  var isTold: Bool {
    guard source.way?.tells == true, let heard = source.heard else { return false }
    return source.surprised.map { $0 < heard } ?? true
  }

  /// How long ago the last news were found, or the node was begun.
  func quiet(since last: Timestamp) -> Duration {
    .milliseconds(max(0, Timestamp.now.milliseconds - last.milliseconds))
  }

  /// - Parameter isVerdict: what it says of who may read holds.
  mutating func fail(_ failure: RemoteService.Failure, isVerdict: Bool) async throws {
    // That our own link is away is nobody's failure, nor is it that we end it.
    guard failure != .disconnected, !Task.isCancelled else { return }
    count(Source.Problem(failure))
    // Nobody has said for long that everybody may read it.
    if let looked = source.looked, looked.advanced(by: settings.longestTrust) < .now {
      source.access = nil
    }
    guard isVerdict, case .refused(let condition) = failure, condition.isFinal else {
      return try await save()
    }
    source.access = nil
    // Nobody sees what is not there, but a database that was away for a moment is no reason to fetch all of it again.
    if condition == .notThere, !source.isSummary, source.failures < Self.certainAbsence {
      return try await save()
    }
    try await end(condition)
  }

  private mutating func count(_ problem: Source.Problem) {
    // What was wrong before says nothing of whether it is there, and silence nothing of what is said after it.
    let wasSilent = source.problem?.isOfService == true && !problem.isOfService
    if problem == .notFound && source.problem != .notFound || wasSilent { source.failures = 0 }
    source.failures += 1
    source.due = Timestamp.now.advanced(by: settings.pause(afterFailures: source.failures))
    source.problem = problem
    source.task = max(source.task, .compare)
  }

  /// What may not be read, or is there no more, is here no more either.
  private mutating func end(_ condition: RemoteCondition) async throws {
    source.way = nil
    if condition == .needsPresence, !source.isCompanion, try await seekPresence() {
      source.problem = .unseen
    }
    if source.isSummary, condition == .notThere {
      try await awaitSummary()
    } else {
      source.due = max(source.due, Timestamp.now.advanced(by: settings.longestRetry))
    }
    var redirect: String?
    if case .gone(let address) = condition { (source.stage, redirect) = (.ended, address) }
    try await save()
    try await store.write { [source, redirect] tx in
      try tx.dropAll(of: source, .now)
      try tx.move(source, to: redirect, .now)
    }
  }
}

extension Source {
  /// Whether an account has it, and no service.
  var isOfAccount: Bool { service.local != nil }
}

extension RemoteService.Failure {
  /// Whether it may be otherwise soon.
  var isForNow: Bool {
    switch self {
    case .noAnswer, .cutOff, .refused(.unreachable), .refused(.unconnected), .refused(.busy),
      .refused(.tooMuch):
      true
    default: false
    }
  }
}

extension Source.Way {
  /// Whether news may come by themselves.
  var tells: Bool { self != .polling }
}

extension RemoteCondition {
  /// Whether it says that nothing is to be had, rather than not now.
  fileprivate var isFinal: Bool {
    switch self {
    case .notThere, .gone, .needsPresence, .closed: true
    case .notSubscribed, .unsupported, .unreachable, .unconnected, .busy, .tooMuch, .other: false
    }
  }
}

extension Source.Problem {
  init(_ failure: RemoteService.Failure) {
    self =
      switch failure {
      case .noAnswer, .disconnected: .noAnswer
      case .cutOff: .cutOff
      case .tooLarge: .tooLarge
      case .unusable: .unusable
      case .refused(.notThere): .notFound
      case .refused(.gone): .gone
      case .refused(.needsPresence), .refused(.closed): .closed
      case .refused(.unreachable), .refused(.unconnected): .unreachable
      case .refused(.busy), .refused(.tooMuch): .busy
      case .refused(.notSubscribed), .refused(.unsupported), .refused(.other): .refused
      }
  }
}
