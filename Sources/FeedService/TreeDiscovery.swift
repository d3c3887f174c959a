import PubSub
import Store
import XML
import XMPP

extension Context {
  /// What stands below a node (XEP-0499): its items, the nodes below it and those that belong to them, with
  /// theirs, as far as the asker may see them. Pages go forwards.
  func tree(
    _ id: NodeID, _ query: TreeQuery, _ page: ResultSet.Request?, _ iq: IQ,
    _ known: Acquaintances
  ) throws(StanzaError) -> Work {
    guard page?.before == nil, page?.index == nil else {
      throw StanzaError(.featureNotImplemented, "The pages of this list go forwards.")
    }
    let start = try page?.after.map { uid throws(StanzaError) in try TreePlace(uid, cipher) }
    let limit = min(page?.max ?? .max, policy.maximumEntriesPerList)
    // Nodes that only a roster would open are not looked for: each would need one of its own.
    let listed = people.known(policy, .deny)
    return .read { snapshot in
      let node = try node(id, for: iq, snapshot, known, Discover.authorize)
      var list = TreeList(query: query, root: node.number, start: start, limit: limit)
      try snapshot.tree(
        from: node, depth: query.depth, linked: query.wantsLinked,
        startingAt: start?.node ?? 0, for: iq.from.bare, listed
      ) { met in
        try add(met, to: &list, iq, snapshot, listed)
        return list.hasRoom
      }
      return Reply(
        DiscoItems(
          node: id.name, items: list.entries.map(\.item),
          page: page == nil && list.hasRoom
            ? nil
            : ResultSet.Response(
              first: list.entries.first?.place.uid(cipher),
              last: list.entries.last?.place.uid(cipher))
        ).element)
    }
  }

  /// Adds a node and its items, as far as there is room.
  private func add(
    _ node: NodeRecord, to list: inout TreeList, _ iq: IQ, _ snapshot: Snapshot,
    _ known: Acquaintances
  ) throws {
    guard list.hasRoom else { return }
    let isStart = list.start?.node == node.number
    let (query, facts) = (list.query, node.facts)
    if query.wantsNodes, node.number != list.root, !isStart {
      let form =
        query.wantsMetaData
        ? try metaData(node, snapshot, known) : NodeMetaData.relations(of: facts.configuration)
      list.add(
        DiscoItems.Item(
          JID(jid), node: facts.id.name, name: facts.configuration.title, form: form),
        at: TreePlace(node: node.number, item: 0))
    }
    guard query.wantsItems,
      Rights.may(
        .retrieve, try snapshot.actor(iq.from.bare, of: node, known), facts.configuration)
    else { return }
    var last = isStart ? list.start?.item : nil
    while list.hasRoom {
      let items = try snapshot.names(
        of: node, ItemRange(beyond: last), limit: list.limit - list.entries.count)
      guard !items.isEmpty else { return }
      for item in items where list.hasRoom {
        list.add(
          DiscoItems.Item(JID(jid), node: facts.id.name, name: item.id.name),
          at: TreePlace(node: node.number, item: item.cursor))
      }
      last = items.last?.cursor
    }
  }
}

private struct TreeList {
  let query: TreeQuery
  let root: Int64
  let start: TreePlace?
  let limit: Int
  private(set) var entries: [(place: TreePlace, item: DiscoItems.Item)] = []
  /// How many bytes more the entries may take, the last one aside.
  private var bytesLeft = 262_144

  init(query: TreeQuery, root: Int64, start: TreePlace?, limit: Int) {
    self.query = query
    self.root = root
    self.start = start
    self.limit = limit
  }

  var hasRoom: Bool { entries.count < limit && bytesLeft > 0 }

  mutating func add(_ item: DiscoItems.Item, at place: TreePlace) {
    entries.append((place, item))
    // Escaped, each byte of a name may become six.
    let names = 6 * ((item.node?.utf8.count ?? 0) + (item.name?.utf8.count ?? 0))
    bytesLeft -= names + (item.form?.element.xml().count ?? 0) + 128
  }
}

/// A place in the list: a node, or an item of it.
private struct TreePlace {
  let node: Int64
  /// 0: the node itself.
  let item: Int64

  init(node: Int64, item: Int64) {
    self.node = node
    self.item = item
  }

  init(_ uid: String, _ cipher: Cipher) throws(StanzaError) {
    let parts = uid.split(separator: ".", omittingEmptySubsequences: false)
    node = try cipher.place(parts.first ?? "")
    item = parts.count > 1 ? try cipher.place(parts[1]) : 0
  }

  func uid(_ cipher: Cipher) -> String {
    item == 0 ? cipher.name(node) : "\(cipher.name(node)).\(cipher.name(item))"
  }
}
