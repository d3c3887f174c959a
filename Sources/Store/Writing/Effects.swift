import GRDB
package import PubSub
package import Social
package import XMPP

extension Transaction {
  /// Carries out what the engine decided, and announces its events in the same transaction.
  /// - Parameter entry: what Martlet understands of the item that is published; nil if it is no post.
  package func apply(
    _ decision: Decision, in service: ServiceID, now: Timestamp, entry: Entry? = nil
  ) throws {
    var deleted: [NodeID: NodeRecord] = [:]
    for effect in decision.effects {
      changed()
      if case .delete(let id) = effect { deleted[id] = try node(id, service) }
      try apply(effect, service, now, entry)
    }
    for event in decision.events {
      try announce(event, try deleted[event.node] ?? node(event.node, service), service)
    }
  }

  private func apply(
    _ effect: Effect, _ service: ServiceID, _ now: Timestamp, _ entry: Entry?
  ) throws {
    switch effect {
    case .create(let id, let configuration, let owner):
      try create(id, configuration, owner, service, now)
    case .configure(let id, let configuration):
      try configure(try node(id, service), configuration, now)
    case .delete(let id): try delete(try node(id, service), now)
    case .purge(let id): try purge(try node(id, service), now)
    case .store(let id, let item): try store(item, try node(id, service), now, entry)
    case .retract(let id, let item): try retract(item, try node(id, service), now)
    case .trim(let id, let keep): try trim(try node(id, service), keep: keep)
    case .subscribe(let id, let jid): try subscribe(jid, try node(id, service))
    case .unsubscribe(let id, let jid): try unsubscribe(jid, try node(id, service))
    case .affiliate(let id, let jid, let affiliation):
      try affiliate(jid, affiliation, try node(id, service))
    }
  }

  /// The engine decided on what this transaction showed it, so the node is there.
  private func node(_ id: NodeID, _ service: ServiceID) throws -> NodeRecord {
    guard let node = try snapshot.node(id, in: service) else {
      throw StoreError.internalFailure("a node that was decided on is not there")
    }
    return node
  }
}
