import PubSub
import Store
import XMPP

extension Context {
  /// What the asker is to the nodes of this service.
  func affiliations(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try AffiliationsRequest(try iq.request)
    let page = try ListCursor(
      request.page, cipher.list(.ownAffiliations, of: service.number),
      limit: policy.maximumEntriesPerList)
    let known = known
    return .read { snapshot in
      let node = try named(request.node, by: iq.from, snapshot, known)
      let list = try snapshot.affiliations(
        of: iq.from.bare, in: service, node: node, page.range)
      return Reply(request.reply(list.entries.map(\.entry), page.response(list)))
    }
  }

  /// The node that a list of the asker's own is about, if it is about one.
  func named(
    _ id: NodeID?, by jid: JID, _ snapshot: Snapshot, _ known: Acquaintances
  ) throws -> NodeRecord? {
    guard let id else { return nil }
    guard let node = try asked(id, by: jid, snapshot, known).node else {
      throw StanzaError.noSuchNode
    }
    return node
  }
}
