import Logging
import PubSub
import Store
import Synchronization
import XMPP

// What is done at one server when its turn has come: its nodes are visited one after the other, or listed.
extension Federation {
  func visit(_ sources: [Source], _ session: StanzaPort.Session) async {
    var silent: Set<BareJID> = []
    // All of them together have one turn; the others come when they are due the longest.
    let end = ContinuousClock.now + settings.turn
    for source in sources where !Task.isCancelled && !silent.contains(source.service) {
      let visited = await visit(source, session, until: end)
      // There is nobody left to be asked.
      if visited.problem == .cutOff { return }
      do {
        if try await tellOthers(source, visited) { silent.insert(source.service) }
      } catch {
        if !(error is CancellationError) { report(error) }
      }
      guard ContinuousClock.now < end else { return }
    }
  }

  /// - Returns: as it is then.
  private func visit(
    _ source: Source, _ session: StanzaPort.Session, until end: ContinuousClock.Instant
  ) async -> Source {
    var remote = remote(source.service, session)
    noteFollowed([source])
    if settings.isOurAccount(source.service) {
      remote.grant = await privileges.awaitedPrivileges(of: source.service.domain)
        .map(Grant.init)
    }
    underway.begin(source.number, source.node, of: source.service)
    missed.noteVisit(of: source.service)
    defer { underway.end(source.number) }
    var visit = Visit(
      source, remote, store: store, settings, as: component, underway: underway,
      portions: portions, followedInAll: followedNodes, until: end)
    do {
      try await visit.run()
      hasGrown(source.service)
      if source.stage == .new || source.stage == .filling {
        authors.withLock { $0.isEager = true }
      }
      if visit.isForgotten {
        underway.forget(source.number)
        forgetFollowed(source)
      }
      note(source, visit.source)
      try await wantNews(visit, session)
    } catch {
      if !(error is CancellationError) { report(error) }
    }
    return visit.source
  }

  /// So many are hidden in one transaction.
  private static let distrustedAtOnce = 100

  /// Who says nothing of either of two nodes in a row says nothing of any; and once they do of one, the others need not wait.
  ///
  /// - Returns: whether nobody answers.
  private func tellOthers(_ old: Source, _ new: Source) async throws -> Bool {
    let isSilent = new.problem?.isOfService == true
    // Whoever says what it is, and does not give its items, is there.
    let hasAnswered = !isSilent || new.looked != old.looked
    // Where its turn or our link has ended, nothing new is known.
    guard hasAnswered || new.failures > old.failures else { return false }
    guard noteSilence(of: new.service, hasAnswered ? nil : new.number) else {
      if !isSilent, old.problem?.isOfService == true {
        try await store.write { try $0.resumeSources(of: new.service, at: .now) }
      }
      return false
    }
    try await store.write { try $0.postponeSources(like: new) }
    let moment = Timestamp.now.advanced(by: .zero - settings.longestTrust)
    while try await store.write({
      try $0.distrustSources(
        of: new.service, lookedBefore: moment, limit: Self.distrustedAtOnce)
    }) {}
    return true
  }

  func list(_ follow: ServiceFollow, _ session: StanzaPort.Session) async {
    noteListed(follow.service)
    var list = NodeList(
      follow, remote(follow.service, session), store: store, settings, closed: closed)
    do { try await list.run() } catch {
      if !(error is CancellationError) { report(error) }
    }
    if let problem = list.follow.problem, problem != follow.problem {
      logger.warning(
        "The nodes of a followed service are not to be had: \(problem.rawValue).",
        metadata: ["service": "\(follow.service)"])
    }
  }

  /// Says once what has become of it.
  private func note(_ old: Source, _ new: Source) {
    let metadata: Logger.Metadata = ["node": "\(new.node.name)", "service": "\(new.service)"]
    if let problem = new.problem, problem != old.problem {
      logger.warning("A followed node is not to be had: \(problem.rawValue).", metadata: metadata)
    } else if new.problem == nil, new.stage == .following,
      old.stage != .following || old.problem != nil
    {
      logger.info("Follows a node.", metadata: metadata)
    }
  }
}
