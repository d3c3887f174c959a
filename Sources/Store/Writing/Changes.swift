import GRDB
import Social
import Synchronization
import XMPP

/// When what pages show has changed last, of each node and of all of them, counted in commits.
final class Changes: Sendable {
  private struct State {
    /// The commit that changed a node last.
    var nodes: [Int64: Int64] = [:]
    /// The last one that may have changed anything, and that up to which nothing is remembered.
    var everything: Int64 = 1
  }

  /// So many nodes are told apart.
  private static let maximumNodes = 65_536

  private let commits = Atomic<Int64>(1)
  private let state = Mutex(State())

  var version: Int64 { commits.load(ordering: .acquiring) }

  /// A transaction was committed that has changed these.
  func note(_ change: ChangedNodes) {
    guard change != .nothing else { return }
    state.withLock { state in
      let version = commits.load(ordering: .relaxed) + 1
      if case .nodes(let nodes) = change, state.nodes.count + nodes.count <= Self.maximumNodes {
        for node in nodes { state.nodes[node] = version }
      } else {
        (state.nodes, state.everything) = ([:], version)
      }
      // Whoever sees the number finds what it stands for.
      commits.store(version, ordering: .releasing)
    }
  }

  func isCurrent(_ source: PageSource) -> Bool {
    if source.version == version { return true }
    guard let nodes = source.nodes else { return false }
    return state.withLock { state in
      state.everything <= source.version
        && nodes.allSatisfy { state.nodes[$0] ?? 0 <= source.version }
    }
  }
}

/// What a transaction has changed, as far as pages show it.
enum ChangedNodes: Hashable, Sendable {
  /// What is in these nodes, or attached to it.
  case nodes(Set<Int64>)
  /// Who may see what, what people are called, or so many nodes that nobody counts them.
  case everything

  static let nothing = ChangedNodes.nodes([])
}

extension Transaction {
  /// Whatever pages show.
  func changed() { changes = .everything }

  /// What is in a node. Pages of what the node is kept for, or belongs to, show something of it too.
  func changed(_ node: NodeRecord) throws {
    note(node.number)
    if let target = node.keptFor { note(target) }
    if let post = node.post { try changed(aroundPost: post) }
  }

  /// The same of a node that may belong to another post from now on, or to none: before that, and after it.
  func changed(around number: Int64) throws {
    if let node = try snapshot.nodeAlone(number: number) { try changed(node) }
  }

  /// What people have attached to a post.
  func changed(aroundPost item: Int64) throws {
    if let node = try snapshot.number("SELECT node FROM item WHERE id = ?", [item]) { note(node) }
  }

  /// What the page of somebody's blog says of them.
  func changed(blogOf account: BareJID) throws {
    guard let service = try snapshot.service(account),
      let blog = try snapshot.node(NodeProfile.blog, in: service)
    else { return }
    note(blog.number)
  }

  /// An item refers to posts, or does so no more: their pages say so.
  func changed(originalsOf item: Int64) throws {
    let found = try snapshot.rows(Snapshot.originals, [item])
    while let row = try found.next() { note(row[0]) }
  }

  private func note(_ node: Int64) {
    guard case .nodes(var nodes) = changes else { return }
    // Nobody else holds the set while it grows.
    changes = .nothing
    nodes.insert(node)
    changes = .nodes(nodes)
  }
}

extension Snapshot {
  fileprivate static let originals = """
    SELECT node.id FROM reference JOIN service ON service.jid = reference.service
    JOIN node ON node.service = service.id AND node.name = reference.node
    WHERE reference.item = ? AND node.deleted IS NULL
    """

  /// Whether an item of a node refers to another one, among those with some sequence numbers.
  static let referring = """
    SELECT 1 FROM entry JOIN reference ON reference.item = entry.item
    WHERE entry.node = ? AND entry.sequence > ? AND entry.sequence <= ? LIMIT 1
    """
}
