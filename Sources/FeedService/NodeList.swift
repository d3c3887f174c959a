import PubSub
import Social
import Store
import XML
import XMPP

/// The nodes of the service (XEP-0060, section 5.2): those that the asker may see, in the order of their creation, or
/// the directory of those that everybody may read (XEP-0413); each with its meta-data where a client asks for that
/// (XEP-0499).
extension Context {
  /// How many nodes a page holds at most, and how many with what is told of each.
  static let maximumNodes = 500
  private static let maximumDescribed = 50
  /// How many bytes the entries of a list with such forms have at most, the last one aside.
  static let maximumListBytes = 262_144

  func nodeList(_ request: DiscoItems.Request, _ iq: IQ) throws(StanzaError) -> Work {
    let query = try iq.request
    let filter = TypeFilter(try NodeFilter(in: query))
    let tree = try TreeQuery(in: query)
    try tree?.requireFlat()
    let order = try OrderBy<DirectoryField>(in: query)
    // The service itself holds no items.
    if tree?.wantsNodes == false {
      return .answer(DiscoItems(page: request.page.map { _ in .init(count: 0) }).element)
    }
    let list = NodeListRequest(
      filter: filter, tree: tree, page: request.page,
      limit: min(
        request.page?.max ?? .max, tree == nil ? Self.maximumNodes : Self.maximumDescribed))
    if let order, let by = order.by.order {
      guard order.isDescending else {
        throw StanzaError(.featureNotImplemented, "That order is a descending one: desc='true'.")
      }
      return try directory(by, list, iq)
    }
    return try nodes(list, isDescending: order?.isDescending ?? false, iq)
  }

  private func nodes(_ list: NodeListRequest, isDescending: Bool, _ iq: IQ) throws(StanzaError)
    -> Work
  {
    let cursor = try ListCursor(
      list.page, cipher.list(.nodes, of: service.number), limit: list.limit,
      isDescending: isDescending)
    let known = known
    return .read { snapshot in
      var page = try snapshot.nodes(
        in: service, for: iq.from.bare, list.filter, cursor.range, known)
      let isBackwards = cursor.range.isBackwards
      let entries = page.entries.map(\.entry)
      var items = try described(
        (isBackwards ? entries.reversed() : entries).map { ($0.id, $0.title) }, list.tree,
        snapshot, known)
      page.cut(to: items.count, isBackwards: isBackwards)
      if isBackwards != isDescending { items.reverse() }
      return Reply(DiscoItems(items: items, page: cursor.response(page)).element)
    }
  }

  /// The entries of some nodes, from the first one on as many as there is room for.
  func described(
    _ nodes: [(id: NodeID, title: String?)], _ tree: TreeQuery?, _ snapshot: Snapshot,
    _ known: Acquaintances
  ) throws -> [DiscoItems.Item] {
    var items: [DiscoItems.Item] = []
    var bytesLeft = Self.maximumListBytes
    for (id, title) in nodes where bytesLeft > 0 {
      var item = DiscoItems.Item(JID(jid), node: id.name, name: title)
      if let tree, let node = try snapshot.node(id, in: service) {
        item.form = try form(tree, node, snapshot, known)
        bytesLeft -= item.wireBytes
      }
      items.append(item)
    }
    return items
  }

  /// What XEP-0499 has told of a node in a list.
  func form(
    _ tree: TreeQuery, _ node: NodeRecord, _ snapshot: Snapshot, _ known: Acquaintances
  ) throws -> DataForm {
    tree.wantsMetaData
      ? try metaData(node, snapshot, known)
      : NodeMetaData.relations(of: node.facts.configuration)
  }
}

/// Which nodes are listed, and how.
struct NodeListRequest: Sendable {
  let filter: TypeFilter
  let tree: TreeQuery?
  let page: ResultSet.Request?
  let limit: Int
}

extension TreeQuery {
  /// All nodes are in the list of the service, whatever they stand below or belong to.
  fileprivate func requireFlat() throws(StanzaError) {
    guard depth == 0, !wantsLinked else {
      throw StanzaError(
        .featureNotImplemented,
        "What stands below a node, or belongs to it, is listed where that node is asked.")
    }
  }
}

extension DiscoItems.Item {
  /// About how many bytes it takes in an answer; names may be six times as long once escaped.
  var wireBytes: Int {
    6 * ((node?.utf8.count ?? 0) + (name?.utf8.count ?? 0)) + (form?.element.xml().count ?? 0) + 128
  }
}

extension TypeFilter {
  /// An empty type stands for none.
  fileprivate init(_ filter: NodeFilter?) {
    func types(_ names: Set<String>) -> Set<String?> { Set(names.map { $0.isEmpty ? nil : $0 }) }
    if let included = filter?.included {
      self = .only(types(included))
    } else if let excluded = filter?.excluded {
      self = .without(types(excluded))
    } else {
      self = .all
    }
  }
}
