import PubSub
import Store
import XMPP

extension Context {
  /// What the asker is subscribed to.
  func subscriptions(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try SubscriptionsRequest(try iq.request)
    let page = try ListCursor(
      request.page, cipher.list(.ownSubscriptions, of: service.number),
      limit: policy.maximumEntriesPerList)
    let known = known
    return .read { snapshot in
      let node = try named(request.node, by: iq.from, snapshot, known)
      let list = try snapshot.subscriptions(
        of: iq.from.bare, in: service, node: node, page.range)
      return Reply(request.reply(list.entries.map(\.entry), page.response(list)))
    }
  }
}
