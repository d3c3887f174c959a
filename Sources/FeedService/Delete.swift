import PubSub
import Store
import XMPP

extension Context {
  func delete(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try DeleteRequest(try iq.pubsub)
    let now = Timestamp.now
    return .write { tx in
      let node = try tx.snapshot.node(request.node, in: service)
      let actor = try tx.snapshot.actor(iq.from.bare, of: node, policy)
      return try tx.carryOut(try Delete.decide(node?.facts, by: actor), self, now: now)
    }
  }
}
