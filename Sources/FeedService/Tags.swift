import PubSub
import Social
import Store
import XML
import XMPP

/// The node of the tags that are in use: see `TagNode`.
extension Context {
  func tags(_ request: ItemsRequest) throws(StanzaError) -> Work {
    try checkNumber(of: request.ids)
    let limit = min(request.page?.max ?? request.maxItems ?? .max, TagNode.maximumTags)
    return try trend(request.page, limit: limit) { trend, page, set in
      var named: Set<ItemID> = []
      let asked = request.ids.filter { named.insert($0).inserted }
      let tags = asked.isEmpty ? page : asked.compactMap { trend[$0.name] }
      return ItemsReply(
        node: TagNode.id, items: tags.map { TagNode.item($0, of: jid) }, versions: [],
        reply: .none, set: asked.isEmpty ? set : nil
      ).element
    }
  }

  func tagInfo() -> Element {
    info(
      DiscoInfo.Identity("pubsub", "leaf", name: TagNode.title), [TagNode.metaData],
      node: TagNode.id.name)
  }

  /// The tags by name.
  func tagNames(_ page: ResultSet.Request?) throws(StanzaError) -> Work {
    let limit = min(page?.max ?? .max, TagNode.maximumTags)
    return try trend(page, limit: limit) { _, tags, set in
      DiscoItems(
        node: TagNode.id.name, items: tags.map { DiscoItems.Item(JID(jid), name: $0.name) },
        page: set
      ).element
    }
  }

  /// A page of the list; its set is named too where nobody asked for a page and there is more than was given.
  private func trend(
    _ request: ResultSet.Request?, limit: Int,
    _ answer: @escaping @Sendable (TagTrend, [TagTrend.Tag], ResultSet.Response?) -> Element
  ) throws(StanzaError) -> Work {
    try request?.requireNoIndex()
    return .search { snapshot in
      let trend = try snapshot.tagTrend(in: service, now: .now)
      let page = trend.page(request, of: TagNode.maximumTags, limit: limit)
      return Reply(answer(trend, page.tags, request == nil && page.isWhole ? nil : page.set))
    }
  }
}
