import PubSub
import Social
import Store
package import XML
import XMPP

extension Federation {
  /// Takes a notification of another service, if it is one. Returns at once.
  ///
  /// It counts only if it comes from the service that has the node, and we follow the node there by a subscription.
  ///
  /// - Returns: false if the message is for somebody else.
  package func receive(_ stanza: Element) -> Bool {
    guard stanza.is("message", Namespace.component),
      stanza.first("event", Namespace.pubsubEvent) != nil,
      case .message(let message)? = try? Stanza(stanza),
      message.to.bare == port.jid, let event = EventBody(in: message)
    else { return false }
    let service = message.from.bare
    if let node = event.node, PersonLook.nodes.contains(node.name) { hear(of: service) }
    guard let node = event.node, isFollowed(node, of: service) else {
      noteStray(event.node, of: service)
      return true
    }
    switch admit(event.items.count, of: service) {
    case .pass: take(event, node, from: service, isOld: DelayedDelivery.isIn(message))
    case .overflow(let end): overflow(node, of: service, until: end)
    case .drop(let end): miss(node, of: service, at: end, isFlood: true)
    }
    return true
  }

  /// Of services of which nothing is followed it is not remembered; and what accounts tell of themselves is no wonder.
  private func noteStray(_ node: NodeID?, of service: BareJID) {
    guard followedNodes(of: service.domain) > 0,
      !PersonLook.nodes.contains(node?.name ?? "")
    else { return }
    missed.noteStrays(of: service)
  }

  /// Whether what an address tells is read.
  func admit(_ items: Int, of service: BareJID) -> EventGate.Verdict {
    let nodes = followedNodes(of: service.domain)
    return events.admit(items, of: service, perMinute: settings.eventsPerMinute(ofNodes: nodes))
  }

  private func take(_ event: EventBody, _ node: NodeID, from service: BareJID, isOld: Bool) {
    let (settings, underway, component) = (settings, underway, component)
    let news = News(event, of: node, at: service, isOld: isOld, settings)
    let bytes = news.items.heldBytes
    guard intake.enter(bytes) else { return miss(node, of: service, at: .now) }
    store.submit(bytes: bytes) { tx in
      guard let source = try tx.snapshot.source(node, of: service),
        try source.hears(component, tx.snapshot)
      else {
        try tx.noteStrays(1, of: service, .now)
        return false
      }
      underway.touch(event.items, of: source.number)
      let isDue = try tx.take(news, of: source, settings.threadPolicy, .now)
      guard case .items = event else { return isDue }
      try tx.expectSummary(of: source, at: Timestamp.now.advanced(by: settings.pollInterval))
      try tx.trim(source, to: settings.nodeBudget, atMost: Self.trimmedAtOnce, .now)
      // Not every service tells who may read a node since when; one with which something is wrong is asked in its time.
      guard source.problem == nil else { return isDue }
      let look = (source.looked ?? .now).advanced(by: settings.lookAfterNews)
      // A visit that is under way may have looked already.
      underway.lookAgain(at: look, source.number)
      guard source.due > look else { return isDue }
      try tx.wake(source, for: .look, at: look)
      return true
    } completion: { result in
      self.intake.leave(bytes)
      switch result {
      case .success(let isDue):
        self.hasGrown(service)
        if isDue { self.ring() }
      case .failure(let error):
        self.report(error)
        self.miss(node, of: service, at: .now)
      }
    }
  }

  /// So many items that are too many go with one that comes.
  private static let trimmedAtOnce = 100

  /// More is told than is read.
  ///
  /// - Parameter node: which it tells of; nil: of none.
  func overflow(_ node: NodeID?, of service: BareJID, until end: Timestamp) {
    floods.warning("\(service.domain) tells more than is read; it is looked up instead.")
    miss(node, of: service, at: end, isFlood: true)
  }

  /// What was not read, or not stored, is found by comparing, and by asking.
  private func miss(
    _ node: NodeID?, of service: BareJID, at moment: Timestamp, isFlood: Bool = false
  ) {
    underway.beginAnew(node, of: service)
    missed.note(node, of: service, at: moment, isFlood: isFlood)
  }

  /// Hands over to the store what was missed since the last time; what that has no room for waits for the next one.
  func makeUpForMissed() async {
    let taken = missed.take()
    guard !taken.isEmpty else { return }
    do {
      try await store.write { tx in
        if taken.isEverything { try tx.wakeAllSources(at: .now) }
        for (service, nodes) in taken.services { try tx.wake(nodes, of: service) }
        for (service, count) in taken.strays { try tx.noteStrays(count, of: service, .now) }
      }
      ring()
    } catch {
      missed.putBack(taken)
      if !(error is CancellationError) { report(error) }
    }
  }
}

/// What a notification tells, with all that is costly done.
private struct News: Sendable {
  let event: EventBody
  /// Whether it may be of before we followed.
  let isOld: Bool
  /// Posts that are older than one may be, whenever they are published.
  let tooOld: [ItemID]
  /// Whether something is to be fetched; not what is kept of it.
  let lacksPayload: Bool
  let items: [ForeignItem]
  let projections: [ItemID: Projection]

  init(
    _ event: EventBody, of node: NodeID, at service: BareJID, isOld: Bool,
    _ settings: FederationSettings
  ) {
    (self.event, self.isOld) = (event, isOld)
    let published = event.published
    tooOld = published.filter(settings.isTooOld).map(\.id)
    lacksPayload = published.contains { $0.payload == nil }
    let prepared = published.filter { !settings.isTooOld($0) }.map {
      PreparedItem($0, in: node, of: service, settings)
    }
    items = prepared.map(\.item)
    projections = prepared.projections(of: service)
  }
}

extension EventBody {
  private var changes: [Change] { if case .items(_, let changes) = self { changes } else { [] } }

  /// The items that it tells of.
  fileprivate var items: [ItemID] {
    changes.map {
      switch $0 {
      case .published(let item): item.id
      case .retracted(let id): id
      }
    }
  }

  fileprivate var published: [RemoteItem] {
    changes.compactMap { if case .published(let item) = $0 { item } else { nil } }
  }

  fileprivate var retracted: [ItemID] {
    changes.compactMap { if case .retracted(let id) = $0 { id } else { nil } }
  }
}

extension Source {
  /// Whether its service said less than a minute ago that everybody may read it.
  fileprivate func hasJustOpened(_ now: Timestamp) -> Bool {
    guard access == .open, let looked else { return false }
    return now.milliseconds - looked.milliseconds < 60_000
  }

  /// Whether we have asked to be told of news.
  fileprivate func hears(_ component: Component, _ snapshot: Snapshot) throws -> Bool {
    guard let way, way.tells, stage != .ended else { return false }
    return try way != .presence || snapshot.contact(service, of: component.service).isSeen
  }
}

extension Transaction {
  fileprivate func wake(_ nodes: Missed.Nodes, of service: BareJID) throws {
    if let names = nodes.names {
      for name in names {
        guard let source = try snapshot.source(name, of: service) else { continue }
        try wake(source, for: .compare, at: nodes.moment)
        if nodes.isFlood { try note(.flood, of: source, .now) }
      }
    } else {
      try wakeSources(of: service, at: nodes.moment)
      if nodes.isFlood { try note(.flood, ofAll: service, .now) }
    }
    _ = try hear(of: service, askAgain: nodes.moment)
  }

  /// - Returns: whether something is to be done about the node now.
  fileprivate func take(
    _ news: News, of source: Source, _ threads: ThreadPolicy, _ now: Timestamp
  ) throws -> Bool {
    try heard(source, now)
    switch news.event {
    case .items: return try takeItems(news, of: source, threads, now)
    case .purge:
      if let source = try changeEpoch(source) { try dropAll(of: source, now) }
      return false
    case .delete(_, let redirect):
      try end(source, redirect, now)
      return true
    case .configuration(_, let form):
      // Who is shut out is shut out at once; whatever else has changed is looked up.
      if let access = form?.text(of: "pubsub#access_model"), access != AccessModel.open.rawValue {
        try close(source)
        if source.hasJustOpened(now) { try note(.flips, of: source, now) }
      }
    case .subscription: break
    }
    try wake(source, for: .compare, at: now)
    return true
  }

  private func takeItems(
    _ news: News, of source: Source, _ threads: ThreadPolicy, _ now: Timestamp
  ) throws -> Bool {
    let retracted = news.event.retracted
    if !retracted.isEmpty { try drop(retracted, of: source, areRetracted: true, now) }
    // An edit may make older what is here.
    try drop(news.tooOld, of: source, now)
    if news.items.isEmpty, !retracted.isEmpty || !news.tooOld.isEmpty { return false }
    // An old item has no place yet, or is gone since; one without its payload is to be fetched.
    guard !news.items.isEmpty, !news.isOld, !news.lacksPayload else {
      try wake(source, for: .compare, at: now)
      return true
    }
    try take(news.items, of: source, .now, now, news.projections, threads: threads)
    return false
  }

  /// The node is deleted, perhaps with an address in its place (XEP-0060, section 8.4.2).
  private func end(_ source: Source, _ redirect: String?, _ now: Timestamp) throws {
    guard var ended = try changeEpoch(source) else { return }
    try dropAll(of: ended, now)
    (ended.stage, ended.way, ended.access, ended.problem) = (.ended, nil, nil, .gone)
    try update(ended)
    try move(ended, to: redirect, now)
  }
}
