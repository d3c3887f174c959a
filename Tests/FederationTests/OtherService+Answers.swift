import PubSub
import XML
import XMPP

// What it answers, as it is just then.
extension OtherService.State {
  /// What happens now.
  mutating func countDown() -> (@Sendable () throws -> Void)? {
    guard let (count, act) = surprise else { return nil }
    surprise = count > 1 ? (count - 1, act) : nil
    return count > 1 ? nil : act
  }

  func info(_ node: OtherService.Node) -> Element {
    let access = manners.nodes == nil ? manners.access : node.access
    let form = DataForm(
      .result,
      fields: [
        .init("FORM_TYPE", .hidden, values: [Namespace.pubsub + "#meta-data"]),
        .init("pubsub#title", .textSingle, values: ["News"]),
        .init("pubsub#access_model", .listSingle, values: access.map { [$0] } ?? []),
        .init("pubsub#owner", .jidMulti, values: manners.owners),
      ])
    return DiscoInfo(
      node: node.name,
      identities: [.init("pubsub", node.children == nil ? "leaf" : "collection")],
      features: [Namespace.pubsub],
      forms: [form]
    ).element
  }

  /// Nil: it is asked for the items of a node.
  mutating func listNodes(_ request: DiscoItems.Request) throws -> Element? {
    guard let nodes = manners.nodes else { return nil }
    let above = request.node.flatMap { name in nodes.flatMap(\.all).first { $0.name == name } }
    guard request.node == nil || above?.children != nil else { return nil }
    requests.append("nodes")
    let names = (above?.children ?? nodes).map(\.name)
    var (answer, page) = cut(names, request, DiscoItems(node: request.node))
    let jid = try JID("pubsub.capulet.lit")
    answer.items = page.map { .init(jid, node: $0, name: "Called \($0)") }
    return answer.element
  }

  func list(_ request: DiscoItems.Request, _ node: String) throws -> Element {
    var ids = items.map(\.id)
    if manners.listsNewestFirst { ids.reverse() }
    if manners.repeats { ids = ids.flatMap { [$0, $0] } }
    var (answer, page) = cut(ids, request, DiscoItems(node: node))
    let jid = try JID("pubsub.capulet.lit")
    answer.items = page.map { .init(jid, name: $0) }
    return answer.element
  }

  /// A page of a list.
  private func cut(_ ids: [String], _ request: DiscoItems.Request, _ answer: DiscoItems) -> (
    DiscoItems, ArraySlice<String>
  ) {
    var (answer, page) = (answer, ids[...])
    if let most = manners.idsOnPage {
      let size = min(most, request.page?.max ?? most)
      let start = request.page?.after.flatMap { ids.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
      page = manners.isEndless ? ids.prefix(size) : ids[start...].prefix(size)
      answer.page = ResultSet.Response(
        first: page.first, last: page.last, count: manners.isEndless ? 9_999_999 : ids.count)
    }
    return (answer, page)
  }

  mutating func pubsub(_ kind: IQ.Kind, _ payload: Element, _ node: String) throws
    -> Result<Element?, StanzaError>
  {
    if payload.first("subscriptions", Namespace.pubsub) != nil {
      let node = NodeID(stored: node)
      return .success(
        SubscriptionsReply(
          subscriptions: try subscribers.map {
            Subscription(node: node, jid: try JID($0), state: .subscribed)
          }
        ).element)
    }
    if let configure = payload.first("configure", Namespace.pubsubOwner) {
      requests.append("configuration")
      let form = DataForm(
        .form,
        fields: [
          .init("FORM_TYPE", .hidden, values: [Namespace.pubsub + "#node_config"]),
          .init("pubsub#access_model", .listSingle, values: [manners.access]),
        ])
      return .success(
        Element(
          "pubsub", Namespace.pubsubOwner, [:],
          [Element("configure", configure.name.namespace, ["node": node], [form.element])]))
    }
    if let subscribe = payload.first("subscribe", Namespace.pubsub) {
      requests.append("subscribe")
      guard manners.takesSubscribers else {
        return .failure(StanzaError(.featureNotImplemented, "No."))
      }
      subscribers.append(subscribe["jid"] ?? "")
      return .success(nil)
    }
    if payload.first("unsubscribe", Namespace.pubsub) != nil {
      requests.append("unsubscribe")
      subscribers = []
      return .success(nil)
    }
    guard !manners.refusesItems else { return .failure(StanzaError(.forbidden, "No.")) }
    do { return .success(try read(ItemsRequest(payload), node)) } catch let error as StanzaError {
      return .failure(error)
    }
  }

  /// What an account's server says to those whom a request is not for.
  func refusal(of payload: Element, for asker: Asker) -> StanzaError? {
    guard manners.isAccount, asker != .account else { return nil }
    let isContact = manners.isShared && asker == .us
    if [DiscoInfo.name, DiscoItems.name].contains(payload.name) {
      return isContact ? nil : StanzaError(.serviceUnavailable, "No.")
    }
    if manners.access == "open" || manners.access == "presence" && isContact { return nil }
    guard manners.access == "presence", !manners.isBlunt else {
      return StanzaError(.forbidden, "No.")
    }
    return .pubsub(.notAuthorized, .presenceSubscriptionRequired, "No.")
  }

  private mutating func read(_ request: ItemsRequest, _ node: String) throws -> Element {
    var found = items
    var set: [Element] = []
    if let newest = request.maxItems ?? request.page?.max, request.ids.isEmpty {
      let end = request.page?.before.flatMap { mark in found.firstIndex { "@\($0.id)" == mark } }
      // XEP-0059, section 2.2.
      if request.page?.before?.isEmpty == false, end == nil || manners.forgetsMarks,
        !manners.isEndless
      {
        throw StanzaError(.itemNotFound, "No.")
      }
      found = found[..<(manners.mostItems == nil ? end ?? found.count : found.count)]
        .suffix(min(newest, manners.mostItems ?? newest))
      let answer = ResultSet.Response(
        first: found.first.map { "@\($0.id)" }, last: found.last.map { "@\($0.id)" },
        count: manners.countsAnyhow ? requests.count % 2 * 1_000 : items.count)
      if manners.hasPages { set = [answer.element] }
    }
    if manners.listsNewestFirst { found.reverse() }
    if !request.ids.isEmpty {
      let wanted = Set(request.ids.map(\.name))
      found = found.filter { wanted.contains($0.id) }
    }
    if manners.repeats { found = found.flatMap { [$0, $0] } }
    requests.append("items \(found.count)")
    let children = found.map {
      Element(
        "item", Namespace.pubsub, ["id": $0.id, "publisher": publishers[$0.id]], [$0.payload])
    }
    return Element(
      "pubsub", Namespace.pubsub, [:],
      [Element("items", Namespace.pubsub, ["node": node], children)] + set)
  }
}
