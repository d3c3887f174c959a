import PubSub
import Social
import Store
import XML
import XMPP

extension Context {
  /// So many owners and publishers are named in the meta-data of a node.
  private static let namedAffiliates = 50

  /// Service discovery of the service, of a node and of commands (XEP-0060, sections 5.1, 5.3 and 5.4).
  func discoInfo(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try DiscoInfo.Request(try iq.request)
    let interests = people.own.interests
    guard let name = request.node, name != interests.discoNode else {
      return .answer(serviceInfo(request.node, interests.features))
    }
    if let info = commandInfo(name) { return .answer(info) }
    let id = try NodeID(name)
    if id == TagNode.id { return .answer(tagInfo()) }
    let known = known
    return .read { snapshot in
      let node = try node(id, for: iq, snapshot, known, Discover.authorize)
      return Reply(
        info(
          DiscoInfo.Identity("pubsub", "leaf", name: node.facts.configuration.title),
          [try metaData(node, snapshot, known)], node: name))
    }
  }

  var identity: DiscoInfo.Identity { DiscoInfo.Identity("pubsub", "service", name: name) }
  var contactForms: [DataForm] { contacts.form.map { [$0] } ?? [] }

  /// Of the service, the same for the node that its capabilities name (XEP-0115, section 6.2).
  private func serviceInfo(_ node: String?, _ interests: [String]) -> Element {
    var info = info(identity, contactForms, node: node)
    info.children.insert(
      contentsOf: interests.map {
        .element(Element("feature", Namespace.discoInfo, ["var": $0]))
      }, at: 1)
    return info
  }

  func info(_ identity: DiscoInfo.Identity, _ forms: [DataForm], node: String? = nil)
    -> Element
  {
    var info = DiscoInfo(node: node, identities: [identity], forms: forms).element
    info.children.insert(.written(features), at: 1)
    return info
  }

  func metaData(_ node: NodeRecord, _ snapshot: Snapshot, _ known: Acquaintances) throws
    -> DataForm
  {
    NodeMetaData.form(
      node.facts,
      owners: try snapshot.affiliates(of: node, .owner, limit: Self.namedAffiliates),
      publishers: try snapshot.affiliates(of: node, .publisher, limit: Self.namedAffiliates),
      known.policy)
  }

  /// The nodes of the service, or the items of one (section 5.5).
  func discoItems(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try DiscoItems.Request(try iq.request)
    guard let name = request.node else { return try nodeList(request, iq) }
    guard try iq.request.first("order", Namespace.orderBy) == nil else {
      throw StanzaError(
        .featureNotImplemented, "The names of items have one order; ask for the items themselves.")
    }
    if let list = commandList(name, iq) { return list }
    let known = known
    let id = try NodeID(name)
    if id == TagNode.id { return try tagNames(request.page) }
    if let query = try TreeQuery(in: try iq.request) {
      return try tree(id, query, request.page, iq, known)
    }
    return .read { snapshot in
      let node = try node(id, for: iq, snapshot, known, Retrieve.authorize)
      let page = try ListCursor(
        request.page, cipher.list(.itemNames, of: node.number), limit: policy.maximumEntriesPerList)
      let list = try itemNames(of: node, page, request.page, snapshot)
      return Reply(
        DiscoItems(
          node: name, items: list.entries.map { DiscoItems.Item(JID(jid), name: $0.entry.name) },
          page: page.response(list)
        ).element)
    }
  }

  /// A page of a node's items by name, in the order of the last publish: the last one where none is asked for, so that
  /// the newest items are named.
  private func itemNames(
    of node: NodeRecord, _ cursor: ListCursor, _ page: ResultSet.Request?, _ snapshot: Snapshot
  ) throws -> ListPage<ItemID> {
    let range = cursor.range
    let isBackwards = page == nil || range.isBackwards
    var wanted = ItemRange(isDescending: isBackwards)
    wanted.after = range.after
    wanted.before = range.before
    var names = try snapshot.names(of: node, wanted, limit: range.limit)
    if isBackwards { names.reverse() }
    return ListPage(
      entries: names.map { ($0.cursor, $0.id) }, count: node.facts.items)
  }

  func ping(_ iq: IQ) throws(StanzaError) -> Work { .answer(nil) }

  func softwareVersion(_ iq: IQ) throws(StanzaError) -> Work {
    .answer(SoftwareVersion(name: "Martlet", version: version).element)
  }

  func entityTime(_ iq: IQ) throws(StanzaError) -> Work {
    .answer(EntityTime(utc: .now).element)
  }
}
