import PubSub
import Store
import XMPP

extension Context {
  func create(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try CreateRequest(try iq.request)
    try charge(iq)
    let known = known(to: iq.from.bare)
    return .write { tx in
      try deciding(for: iq.from.bare, known) { known in
        let circumstances = circumstances(known)
        let taken = try request.node.map { try tx.snapshot.node($0, in: service) != nil } ?? false
        let relations = try relations(
          request.configuration, of: nil, for: iq.from.bare, tx.snapshot, known)
        let decision = try Create.decide(
          request, by: iq.from.bare, taken: taken, relations,
          try tx.account(iq.from.bare), circumstances)
        return try tx.carryOut(decision, self, known, now: circumstances.now)
      }
    }
  }
}
