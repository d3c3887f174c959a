import PubSub
import Store
import XML
import XMPP

extension Context {
  /// Service discovery of the service and of a node (XEP-0060, sections 5.1, 5.3 and 5.4).
  func discoInfo(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try DiscoInfo.Request(try iq.request)
    guard let name = request.node else {
      return .answer(
        DiscoInfo(
          identities: [DiscoInfo.Identity("pubsub", "service", name: self.name)],
          features: features
        ).element)
    }
    let id = try NodeID(name)
    return .read { snapshot in
      let facts = try node(id, for: iq, snapshot, Discover.authorize).facts
      return DiscoInfo(
        node: name,
        identities: [
          DiscoInfo.Identity("pubsub", "leaf", name: facts.configuration.title)
        ],
        features: features, forms: [NodeForm.metaData(facts)]
      ).element
    }
  }

  /// The nodes of the service that the asker may see (section 5.2), or the items of one (5.5).
  func discoItems(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try DiscoItems.Request(try iq.request)
    guard let name = request.node else {
      guard request.page?.before == nil, request.page?.index == nil else {
        throw StanzaError(.featureNotImplemented, "The pages of this list go forwards.")
      }
      let after = try request.page?.after.map(number) ?? 0
      return .read { snapshot in try nodeList(request.page, after, iq, snapshot) }
    }
    let id = try NodeID(name)
    return .read { snapshot in
      let node = try node(id, for: iq, snapshot, Retrieve.authorize)
      let names = try snapshot.newestNames(of: node, limit: policy.maximumItemsPerAnswer)
      return DiscoItems(
        node: name, items: names.map { DiscoItems.Item(JID(jid), name: $0.name) }
      ).element
    }
  }

  /// How many nodes a page of the list holds at most.
  private static let maximumNodes = 500

  private func nodeList(
    _ page: ResultSet.Request?, _ after: Int64, _ iq: IQ, _ snapshot: Snapshot
  ) throws -> Element {
    let limit = min(page?.max ?? Self.maximumNodes, Self.maximumNodes)
    let actor = Actor(jid: iq.from.bare, isAdmin: policy.isAdmin(iq.from.bare))
    let (nodes, isLast) = try snapshot.nodes(
      in: service, visibleTo: actor, after: after, limit: limit)
    let isWhole = page == nil && isLast
    return DiscoItems(
      items: nodes.map { DiscoItems.Item(JID(jid), node: $0.id.name, name: $0.title) },
      page: isWhole
        ? nil
        : ResultSet.Response(
          first: nodes.first.map { String($0.number) }, last: nodes.last.map { String($0.number) })
    ).element
  }

  private func number(_ uid: String) throws(StanzaError) -> Int64 {
    guard let number = Int64(uid) else { throw StanzaError(.itemNotFound) }
    return number
  }

  func ping(_ iq: IQ) throws(StanzaError) -> Work { .answer(nil) }

  func softwareVersion(_ iq: IQ) throws(StanzaError) -> Work {
    .answer(SoftwareVersion(name: "Martlet", version: version).element)
  }
}
