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
    switch events.admit(service) {
    case .pass: take(event, from: service, isOld: DelayedDelivery.isIn(message))
    case .overflow: lookInstead(service)
    case .drop: break
    }
    return true
  }

  private func take(_ event: EventBody, from service: BareJID, isOld: Bool) {
    let (prepared, lookAfterNews) = (prepare(event, of: service), settings.lookAfterNews)
    store.submit(bytes: prepared.reduce(0) { $0 + 2 * ($1.item.payload?.count ?? 0) }) { tx in
      guard let node = event.node, let source = try tx.snapshot.source(node, of: service),
        source.hears
      else { return }
      try tx.take(event, prepared, isOld: isOld, of: source, .now)
      // Not every service tells who may read a node since when.
      let look = (source.looked ?? .now).advanced(by: lookAfterNews)
      guard case .items = event, source.due > look else { return }
      try tx.wake(source, for: .look, at: look)
    } completion: { result in
      switch result {
      case .success: break
      case .failure(let error):
        self.report(error)
        self.lookInstead(service)
      }
      self.ring()
    }
  }

  private func prepare(_ event: EventBody, of service: BareJID) -> [PreparedItem] {
    guard case .items(_, let changes) = event else { return [] }
    return changes.compactMap { change in
      guard case .published(let item) = change else { return nil }
      return PreparedItem(item, of: service, limit: settings.payloadBytes)
    }
  }

  /// What was not read is found by comparing.
  private func lookInstead(_ service: BareJID) {
    store.submit { tx in
      try tx.wakeSources(of: service, at: .now)
    } completion: { _ in
      self.ring()
    }
  }
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
    case .purge: try dropAll(of: source, now)
    case .delete(_, let redirect): try end(source, redirect, now)
    case .configuration(_, let form):
      // Who is shut out is shut out at once; whatever else has changed is looked up.
      if let access = form?.text(of: "pubsub#access_model"), access != AccessModel.open.rawValue {
        var source = source
        source.access = AccessModel(rawValue: access)
        try update(source)
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
    if !retracted.isEmpty { try drop(retracted, of: source, now) }
    guard !items.isEmpty || changes.isEmpty else { return }
    // Before all is here, an old item has no place yet; one without its payload is to be fetched.
    guard !items.isEmpty, source.stage == .following || !isOld,
      items.allSatisfy({ $0.item.payload != nil })
    else { return try wake(source, for: .compare, at: now) }
    _ = try take(items, of: source, .now, now)
  }

  /// The node is deleted, perhaps with an address in its place (XEP-0060, section 8.4.2).
  private func end(_ source: Source, _ redirect: String?, _ now: Timestamp) throws {
    try dropAll(of: source, now)
    var ended = source
    (ended.stage, ended.way, ended.access, ended.problem) = (.ended, nil, nil, .gone)
    try update(ended)
    try move(source, to: redirect, now)
  }
}
