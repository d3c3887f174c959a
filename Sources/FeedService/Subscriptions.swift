import PubSub
import Store
import XMPP

extension Context {
  /// What the asker is subscribed to.
  func subscriptions(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try SubscriptionsRequest(try iq.request)
    return .read { snapshot in
      if let node = request.node, try snapshot.node(node, in: service) == nil {
        throw StanzaError(.itemNotFound)
      }
      return request.reply(
        try snapshot.subscriptions(
          of: iq.from.bare, in: service, node: request.node,
          limit: policy.maximumEntriesPerList))
    }
  }
}
