import PubSub
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
      case .message(let message)? = try? Stanza(stanza),
      message.to.bare == port.jid, let event = EventBody(in: message)
    else { return false }
    let service = message.from.bare
    guard let node = event.node, isFollowed(node, of: service) else { return true }
    switch events.admit(event.count, of: service.domain) {
    case .pass: take(event, node, from: service, isOld: DelayedDelivery.isIn(message))
    case .overflow(let end): lookInstead(service, at: end)
    case .drop: break
    }
    return true
  }

  private func take(_ event: EventBody, _ node: NodeID, from service: BareJID, isOld: Bool) {
    let prepared = prepare(event, of: service)
    let (settings, underway) = (settings, underway)
    store.submit(bytes: prepared.reduce(0) { $0 + 2 * ($1.item.payload?.count ?? 0) }) { tx in
      guard let source = try tx.snapshot.source(node, of: service), source.hears else {
        return false
      }
      underway.touch(event.items, of: source.number)
      let due = source.due
      try tx.take(event, prepared, isOld: isOld, of: source, .now)
      guard case .items = event else { return true }
      try tx.trim(source, keep: settings.itemsPerNode, atMost: Self.trimmedAtOnce, .now)
      // Not every service tells who may read a node since when.
      let look = (source.looked ?? .now).advanced(by: settings.lookAfterNews)
      if due > look { try tx.wake(source, for: .look, at: look) }
      return try tx.snapshot.source(source.number)?.due != due
    } completion: { result in
      switch result {
      case .success(let isDue): if isDue { self.ring() }
      case .failure(let error):
        self.report(error)
        self.lookInstead(service, at: .now)
      }
    }
  }

  /// So many items that are too many go with one that comes.
  private static let trimmedAtOnce = 100

  private func prepare(_ event: EventBody, of service: BareJID) -> [PreparedItem] {
    guard case .items(_, let changes) = event else { return [] }
    return changes.compactMap { change in
      guard case .published(let item) = change else { return nil }
      return PreparedItem(item, of: service, settings)
    }
  }

  /// What was not read is found by comparing.
  private func lookInstead(_ service: BareJID, at moment: Timestamp) {
    store.submit { tx in
      try tx.wakeSources(of: service, at: moment)
    } completion: { _ in
      self.ring()
    }
  }
}

extension EventBody {
  /// The items that it tells of.
  fileprivate var items: [ItemID] {
    guard case .items(_, let changes) = self else { return [] }
    return changes.map {
      switch $0 {
      case .published(let item): item.id
      case .retracted(let id): id
      }
    }
  }

  fileprivate var count: Int { items.count }
}

extension Source {
  /// Whether its service tells us of news.
  fileprivate var hears: Bool { way == .subscription && stage != .ended }
}

extension Transaction {
  fileprivate func take(
    _ event: EventBody, _ items: [PreparedItem], isOld: Bool, of source: Source, _ now: Timestamp
  ) throws {
    try heard(source, now)
    switch event {
    case .items(_, let changes): try take(changes, items, isOld: isOld, of: source, now)
    case .purge:
      guard let source = try changeEpoch(source) else { return }
      try dropAll(of: source, now)
    case .delete(_, let redirect): try end(source, redirect, now)
    case .configuration(_, let form):
      // Who is shut out is shut out at once; whatever else has changed is looked up.
      if let access = form?.text(of: "pubsub#access_model"), access != AccessModel.open.rawValue {
        try close(source)
      }
      try wake(source, for: .compare, at: now)
    case .subscription: try wake(source, for: .compare, at: now)
    }
  }

  private func take(
    _ changes: [EventBody.Change], _ items: [PreparedItem], isOld: Bool, of source: Source,
    _ now: Timestamp
  ) throws {
    var retracted: [ItemID] = []
    for case .retracted(let item) in changes { retracted.append(item) }
    if !retracted.isEmpty { try drop(retracted, of: source, areRetracted: true, now) }
    guard !items.isEmpty || changes.isEmpty else { return }
    // Before all is here, an old item has no place yet; one without its payload is to be fetched.
    guard !items.isEmpty, source.stage == .following || !isOld,
      items.allSatisfy({ $0.item.payload != nil })
    else { return try wake(source, for: .compare, at: now) }
    _ = try take(items, of: source, .now, now)
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
