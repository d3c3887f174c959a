import PubSub
import Social
import Store
import XML
import XMPP

/// The node of the tags that are in use: see `TagNode`.
extension Context {
  func tags(_ request: ItemsRequest) throws(StanzaError) -> Work {
    let limit = min(request.page?.max ?? request.maxItems ?? .max, TagNode.maximumTags)
    return try trend(request.page, limit: limit) { trend, page, set in
      let tags = request.ids.isEmpty ? page : request.ids.compactMap { trend[$0.name] }
      let items = tags.map { TagNode.item($0, of: jid) }
      return ItemsReply(
        node: TagNode.id, items: items, versions: [], reply: .none,
        set: request.page == nil ? nil : set
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
        page: page == nil ? nil : set
      ).element
    }
  }

  /// A page of the list, whose UIDs are the tags.
  private func trend(
    _ page: ResultSet.Request?, limit: Int,
    _ answer: @escaping @Sendable (TagTrend, [TagTrend.Tag], ResultSet.Response) -> Element
  ) throws(StanzaError) -> Work {
    try page?.requireNoIndex()
    try page?.requireForwards()
    return .search { snapshot in
      let trend = try snapshot.tagTrend(in: service, now: .now)
      let all = trend.first(TagNode.maximumTags)
      var rest = all[...]
      if let after = page?.after, !after.isEmpty {
        guard let place = all.firstIndex(where: { $0.name == after }) else {
          throw StanzaError.noSuchPlace
        }
        rest = all[(place + 1)...]
      }
      let tags = Array(rest.prefix(limit))
      let set = ResultSet.Response(
        first: tags.first?.name, index: tags.isEmpty ? nil : rest.startIndex,
        last: tags.last?.name, count: all.count)
      return Reply(answer(trend, tags, set))
    }
  }
}
