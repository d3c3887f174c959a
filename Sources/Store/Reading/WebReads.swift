import GRDB
import PubSub
import Social
package import XMPP

// What the public web shows. Every read asks `node.readable`, which is the engine's own answer to
// "may anyone retrieve?", kept with the configuration it follows from.

extension Store {
  /// The newest posts of all listed nodes.
  package func newestPosts(limit: Int) async throws -> [PostView] {
    try await read { try $0.newestPosts(limit: limit) }
  }

  /// The listed nodes, the last changed first.
  package func communities(limit: Int) async throws -> [NodeView] {
    try await read { snapshot in
      let found = try snapshot.rows(
        "\(Snapshot.nodeView) WHERE node.listed = 1 AND node.deleted IS NULL "
          + "ORDER BY node.latest DESC LIMIT ?", [limit])
      var list: [NodeView] = []
      while let row = try found.next() { list.append(try Snapshot.nodeView(row)) }
      return list
    }
  }

  /// A node; nil if there is none or if it is not for the public.
  package func community(service: BareJID, node: String) async throws -> NodeView? {
    try await read { try $0.publicNode(service, node)?.view }
  }

  /// A page of a node's posts; nil as above.
  package func posts(service: BareJID, node: String, _ cursor: PageCursor, limit: Int)
    async throws -> PostPage?
  {
    try await read { snapshot in
      guard let node = try snapshot.publicNode(service, node) else { return nil }
      return try snapshot.page(of: node.number, cursor, limit: limit)
    }
  }

  package func post(service: BareJID, node: String, item: String) async throws
    -> Lookup<PostView>
  {
    try await read { snapshot in
      guard let node = try snapshot.publicNode(service, node) else { return .missing }
      let post = try snapshot.first(
        """
        SELECT \(Snapshot.postColumns) FROM item AS wanted
        JOIN entry ON entry.item = wanted.id \(Snapshot.postTables)
        WHERE wanted.node = ? AND wanted.name = ?
        """, [node.number, item], snapshot.post)
      if let post { return .found(post) }
      let retracted = try snapshot.number(
        "SELECT 1 FROM tombstone WHERE node = ? AND name = ?", [node.number, item])
      return retracted == nil ? .missing : .gone
    }
  }

  /// Posts that hold all the words, the best first. Words are taken as they are: no operators.
  package func search(_ words: String, limit: Int) async throws -> [PostView] {
    guard let pattern = FTS5Pattern(matchingAllTokensIn: words) else { return [] }
    return try await read { snapshot in
      let found = try snapshot.rows(
        """
        SELECT \(Snapshot.postColumns) FROM search
        JOIN entry ON entry.item = search.rowid \(Snapshot.postTables)
        WHERE search MATCH ? AND node.listed = 1 AND node.deleted IS NULL
        ORDER BY search.rank LIMIT ?
        """, [pattern, limit])
      var list: [PostView] = []
      while let row = try found.next() { list.append(try snapshot.post(row)) }
      return list
    }
  }

  /// The last real change of all that is listed; nil if nothing is.
  package func lastChange() async throws -> Timestamp? {
    try await read { snapshot in
      try snapshot.number(
        "SELECT changed FROM node WHERE listed = 1 AND deleted IS NULL "
          + "ORDER BY latest DESC LIMIT 1", []
      ).map(Timestamp.init(milliseconds:))
    }
  }
}

extension Snapshot {
  static let nodeView = """
    SELECT node.id, service_jid.jid, node.name, node.title, node.description, node.language,
      node.created, node.changed, node.posts, node.subscribers
    FROM node JOIN service ON service.id = node.service
    JOIN jid AS service_jid ON service_jid.id = service.jid
    """

  static func nodeView(_ row: Row) throws -> NodeView {
    let name: String = row[2]
    let title: String? = row[3]
    return NodeView(
      service: try storedJID(row[1]).bare, name: name, title: title ?? name, description: row[4],
      language: row[5], created: Timestamp(milliseconds: row[6]),
      changed: Timestamp(milliseconds: row[7]), posts: row[8], subscribers: row[9])
  }

  fileprivate func publicNode(_ service: BareJID, _ node: String) throws
    -> (number: Int64, view: NodeView)?
  {
    // Comments are read below their posts, and a client's probe is nothing to read.
    guard SocialNode.isListed(name: node, type: nil), let service = try self.service(service)
    else { return nil }
    return try first(
      "\(Self.nodeView) WHERE node.service = ? AND node.name = ? AND node.deleted IS NULL "
        + "AND node.readable = 1", [service.number, node]
    ) { ($0[0], try Self.nodeView($0)) }
  }

  /// Goes through the nodes, the last changed first, until no further one can hold a newer post than
  /// those found: a node's `latest` is at least the sequence number of its newest post.
  fileprivate func newestPosts(limit: Int) throws -> [PostView] {
    let nodes = try rows(
      "SELECT id, latest FROM node WHERE listed = 1 AND deleted IS NULL ORDER BY latest DESC", [])
    var newest: [(sequence: Int64, item: Int64)] = []
    while let node = try nodes.next() {
      if newest.count == limit, let last = newest.last, last.sequence >= node[1] { break }
      let found = try rows(
        "SELECT sequence, item FROM entry WHERE node = ? ORDER BY sequence DESC LIMIT ?",
        [node[0] as Int64, limit])
      while let row = try found.next() { newest.append((row[0], row[1])) }
      newest.sort { $0.sequence > $1.sequence }
      newest = Array(newest.prefix(limit))
    }
    return try newest.compactMap { try post(number: $0.item) }
  }

  private func post(number: Int64) throws -> PostView? {
    try first(
      "SELECT \(Self.postColumns) FROM entry \(Self.postTables) WHERE entry.item = ?", [number],
      post)
  }

  fileprivate func page(of node: Int64, _ cursor: PageCursor, limit: Int) throws -> PostPage {
    let condition =
      switch cursor {
      case .newest: "entry.sequence < ? ORDER BY entry.sequence DESC"
      case .before: "entry.sequence < ? ORDER BY entry.sequence DESC"
      case .after: "entry.sequence > ? ORDER BY entry.sequence"
      }
    let edge =
      switch cursor {
      case .newest: Int64.max
      case .before(let sequence), .after(let sequence): sequence
      }
    let found = try rows(
      "SELECT \(Self.postColumns) FROM entry \(Self.postTables) "
        + "WHERE entry.node = ? AND \(condition) LIMIT ?", [node, edge, limit])
    var posts: [PostView] = []
    while let row = try found.next() { posts.append(try post(row)) }
    if case .after = cursor { posts.reverse() }
    return PostPage(
      posts: posts,
      older: try posts.last.flatMap { try hasPost(node, "<", $0.sequence) ? $0.sequence : nil },
      newer: try posts.first.flatMap { try hasPost(node, ">", $0.sequence) ? $0.sequence : nil })
  }

  private func hasPost(_ node: Int64, _ side: String, _ sequence: Int64) throws -> Bool {
    try number(
      "SELECT 1 FROM entry WHERE node = ? AND sequence \(side) ? LIMIT 1", [node, sequence]) != nil
  }
}
