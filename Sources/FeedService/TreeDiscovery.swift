import PubSub
import Store
import XML
import XMPP

extension Context {
  /// So many nodes are looked at for one page, whether the asker may see them or not.
  private static let maximumTreeNodes = 1_000

  /// What stands below a node (XEP-0499): its items, the nodes below it and those that belong to them, with
  /// theirs, as far as the asker may see them. A page is short where too many nodes would have to be looked at, and
  /// `<count/>` goes no further than that.
  func tree(
    _ id: NodeID, _ query: TreeQuery, _ page: ResultSet.Request?, _ iq: IQ,
    _ known: Acquaintances
  ) throws(StanzaError) -> Work {
    try page?.requireNoIndex()
    let limit = min(page?.max ?? .max, policy.maximumEntriesPerList)
    // Nodes that only a roster would open are not looked for: each would need one of its own.
    let listed = people.known(policy, .deny)
    return .read { snapshot in
      let node = try node(id, for: iq, snapshot, known, Discover.authorize)
      let cipher = cipher.list(.tree, of: node.number)
      var list = TreeList(
        query: query, after: try page?.after.flatMap { try TreePlace($0, cipher) },
        before: try page?.before.flatMap { try TreePlace($0, cipher) },
        isBackwards: page?.before != nil, limit: limit)
      let reached = try snapshot.tree(
        below: node, list.range(nodes: Self.maximumTreeNodes), for: iq.from.bare, listed
      ) { met, stop in
        try add(met, stop, to: &list, snapshot, listed)
        return list.goesOn
      }
      let set = page == nil && list.hasRoom && reached == nil ? nil : list.set(reached, cipher)
      return Reply(DiscoItems(node: id.name, items: list.items, page: set).element)
    }
  }

  /// Adds a node, or its items, as far as there is room.
  private func add(
    _ met: TreeNode, _ stop: TreeStop, to list: inout TreeList, _ snapshot: Snapshot,
    _ known: Acquaintances
  ) throws {
    let (query, facts) = (list.query, met.node.facts)
    guard case .items(let edge) = stop else {
      guard query.wantsNodes, !met.path.isEmpty else { return }
      list.counted += 1
      guard list.takes(met.place(.node)) else { return }
      list.add(
        DiscoItems.Item(
          JID(jid), node: facts.id.name, name: facts.configuration.title,
          form: try form(query, met.node, snapshot, known)),
        at: met.place(.node))
      return
    }
    guard query.wantsItems, facts.items > 0, Rights.may(.retrieve, met.actor, facts.configuration)
    else { return }
    list.counted += facts.items
    try addItems(met, beyond: edge, to: &list, snapshot)
  }

  private func addItems(
    _ met: TreeNode, beyond edge: Int64?, to list: inout TreeList, _ snapshot: Snapshot
  ) throws {
    var range = ItemRange(isDescending: list.isBackwards, beyond: edge)
    while list.hasRoom {
      let items = try snapshot.names(of: met.node, range, limit: list.roomLeft)
      for item in items {
        let place = met.place(.item(item.cursor))
        guard list.takes(place) else { return }
        list.add(
          DiscoItems.Item(JID(jid), node: met.node.facts.id.name, name: item.id.name), at: place)
      }
      guard let last = items.last else { return }
      range.beyond = last.cursor
    }
  }
}

private struct TreeList {
  let query: TreeQuery
  let after: TreePlace?
  let before: TreePlace?
  let isBackwards: Bool
  let limit: Int
  private var entries: [(place: TreePlace, item: DiscoItems.Item)] = []
  /// How many bytes more the entries may take, the last one aside.
  private var bytesLeft = Context.maximumListBytes
  /// How many entries the list has, as far as was looked.
  var counted = 0
  /// Whatever is behind is not for this page.
  private var isOver = false

  init(
    query: TreeQuery, after: TreePlace?, before: TreePlace?, isBackwards: Bool, limit: Int
  ) {
    self.query = query
    self.after = after
    self.before = before
    self.isBackwards = isBackwards
    self.limit = limit
  }

  func range(nodes: Int) -> TreeRange {
    TreeRange(
      depth: query.depth < 0 ? Lineage.maximumDepth : query.depth, withLinks: query.wantsLinked,
      beyond: isBackwards ? before : after, isBackwards: isBackwards, nodes: nodes)
  }

  var roomLeft: Int { limit - entries.count }
  var hasRoom: Bool { roomLeft > 0 && bytesLeft > 0 && !isOver }

  /// Whether no page was read before this one, so that its answer says how many entries there are.
  private var isFirst: Bool { after == nil && before == nil }
  var goesOn: Bool { hasRoom || isFirst }

  /// Whether there is room for an entry at a place. XEP-0059 says nothing of `<after/>` beside `<before/>`: what
  /// lies between is meant.
  mutating func takes(_ place: TreePlace) -> Bool {
    if isBackwards, let after, place <= after { isOver = true }
    return hasRoom
  }

  mutating func add(_ item: DiscoItems.Item, at place: TreePlace) {
    entries.append((place, item))
    bytesLeft -= item.wireBytes
  }

  var items: [DiscoItems.Item] {
    isBackwards ? entries.reversed().map(\.item) : entries.map(\.item)
  }

  /// - Parameter reached: where enough was looked at.
  func set(_ reached: TreePlace?, _ cipher: Cipher) -> ResultSet.Response {
    let ends = [entries.first, entries.last].map { $0?.place.uid(cipher) }
    var set = ResultSet.Response(
      first: ends[isBackwards ? 1 : 0], last: ends[isBackwards ? 0 : 1],
      count: isFirst ? max(counted, entries.count) : nil)
    if hasRoom { set.goOn(from: reached?.uid(cipher), isBackwards: isBackwards) }
    return set
  }
}

/// UIDs: enciphered numbers, each step with a point before the next, the last one with a letter for what is neither
/// the node itself nor an item of it.
extension TreePlace {
  private static let linkLetter: Character = "l"

  /// Nil if the text is empty.
  fileprivate init?(_ uid: String, _ cipher: Cipher) throws(StanzaError) {
    guard !uid.isEmpty else { return nil }
    let halves = uid.split(separator: "-", omittingEmptySubsequences: false)
    let names =
      halves[0].isEmpty
      ? [] : halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2, names.count <= Lineage.maximumDepth + 1 else { throw .noSuchPlace }
    var path: [Step] = []
    for name in names {
      let isLink = name.utf8.count == 14 && name.first == Self.linkLetter
      path.append(Step(isLink: isLink, node: try cipher.place(isLink ? name.dropFirst() : name)))
    }
    let part: Part =
      switch halves.dropFirst().first {
      case nil: .node
      case "s": .start
      case "e": .end
      case let item?: .item(try cipher.place(item))
      }
    self.init(path, part)
  }

  fileprivate func uid(_ cipher: Cipher) -> String {
    let names = path.map { ($0.isLink ? String(Self.linkLetter) : "") + cipher.name($0.node) }
    let end =
      switch part {
      case .node: ""
      case .start: "-s"
      case .end: "-e"
      case .item(let number): "-" + cipher.name(number)
      }
    return names.joined(separator: ".") + end
  }
}
