import PubSub
import Store
import XMPP

extension Context {
  func create(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try CreateRequest(try iq.request)
    let circumstances = circumstances
    return .write { tx in
      let taken = try request.node.map { try tx.snapshot.node($0, in: service) != nil } ?? false
      let decision = try Create.decide(
        request, by: iq.from.bare, taken: taken, circumstances)
      return try tx.carryOut(decision, self, now: circumstances.now)
    }
  }
}
