import GRDB
import PubSub
import Social
package import XMPP

// What the public web shows. Every read asks `node.readable`, which is the engine's own answer to
// "may anyone retrieve?", kept with the configuration it follows from.

extension Store {
  /// What the front page shows.
  ///
  /// - Parameters:
  ///   - people: so many of those who have a blog.
  ///   - domains: theirs.
  package func frontPage(
    posts: Int, communities: Int, people: Int = 0, of domains: Set<String> = [],
    _ extent: PostExtent
  ) async throws -> FrontView {
    try await read { snapshot in
      FrontView(
        posts: try snapshot.newestPosts(limit: posts, extent) { _ in true },
        communities: try snapshot.communities(besidesBlogsOf: domains, limit: communities),
        people: try snapshot.blogs(of: domains, limit: people))
    }
  }

  /// A node and a page of its posts; nil if there is no such node or if it is not for the public.
  ///
  /// - Parameters:
  ///   - months: so many in which something was published are counted, the newest ones.
  ///   - follows: so many nodes that its account follows are read.
  package func communityPage(
    service: BareJID, node: String, _ cursor: PageCursor, limit: Int, _ extent: PostExtent,
    months: Int = 0, follows: Int = 0
  ) async throws -> CommunityView? {
    try await readNodes { snapshot in
      guard let node = try snapshot.publicNode(service, node) else { return nil }
      let dated = DatedList(snapshot: snapshot, source: .node(node.number))
      return CommunityView(
        node: node.view, page: try snapshot.page(of: node.number, cursor, limit: limit, extent),
        months: try dated.months(limit: months), person: try snapshot.profile(of: service),
        follows: try snapshot.follows(of: service, limit: follows))
    }
  }

  /// A post that is for the public.
  ///
  /// - Parameters:
  ///   - comments: which of its comments are read; nil: none.
  ///   - shares: how much of what it is connected with; nil: nothing.
  ///   - beside: whether the posts beside it are wanted.
  package func post(
    service: BareJID, node: String, item: String, _ comments: CommentExtent? = nil,
    _ shares: ShareExtent? = nil, beside: Bool = false
  ) async throws -> Lookup<PostView> {
    try await readNodes { snapshot in
      guard let node = try snapshot.publicNode(service, node) else { return .missing }
      let post = try snapshot.first(
        """
        SELECT \(Snapshot.postColumns) FROM item AS wanted
        JOIN entry ON entry.item = wanted.id \(Snapshot.postTables)
        WHERE wanted.node = ? AND wanted.name = ? AND wanted.sequence > node.floor
        """, PostExtent.whole.arguments + [node.number, item]
      ) { try snapshot.post($0, .whole) }
      if var post {
        post.ownPage = try snapshot.ownPage(ofFollowed: item, in: node.number)
        post.attached = try snapshot.publicSummary(
          of: ItemID(stored: item), inNode: node.number)
        post.comments = try comments.flatMap {
          try snapshot.publicComments(of: ItemID(stored: item), inNode: node.number, $0)
        }
        post.shares = try shares.map { try snapshot.publicShares(of: post, $0) }
        if beside { post.neighbours = try snapshot.neighbours(of: item, inNode: node.number) }
        return .found(post)
      }
      let retracted = try snapshot.number(
        """
        SELECT 1 FROM tombstone WHERE node = ?1 AND name = ?2
        UNION ALL
        SELECT 1 FROM item JOIN entry ON entry.item = item.id JOIN node ON node.id = item.node
          WHERE item.node = ?1 AND item.name = ?2 AND item.sequence <= node.floor
        """, [node.number, item])
      return retracted == nil ? .missing : .gone
    }
  }
}

extension Snapshot {
  static let nodeView = """
    SELECT node.id, service_jid.jid, node.name, node.title, node.description, node.language,
      node.created, node.changed, node.posts, node.subscribers, node.latest, node.type,
      node.robots
    FROM node JOIN service ON service.id = node.service
    JOIN jid AS service_jid ON service_jid.id = service.jid
    """

  static func nodeView(_ row: Columns) throws -> NodeView {
    let name: String = row[2]
    let title: String? = row[3]
    return NodeView(
      service: try storedJID(row[1]).bare, name: name,
      title: Label.first(of: title, name, limit: NodeView.titleLength),
      description: row[4], language: row[5], created: Timestamp(milliseconds: row[6]),
      changed: Timestamp(milliseconds: row[7]), posts: row[8], subscribers: row[9],
      robots: RobotRules(stored: row[12]),
      isGallery: NodeProfile(name: name, type: row[11]) == .gallery)
  }

  /// The last real change of all that is listed; nil if nothing is.
  func lastChange() throws -> Timestamp? {
    try number(
      "SELECT changed FROM node WHERE listed = 1 AND deleted IS NULL "
        + "ORDER BY latest DESC LIMIT 1", []
    ).map(Timestamp.init(milliseconds:))
  }

  func publicNode(_ service: BareJID, _ node: String) throws
    -> (number: Int64, view: NodeView)?
  {
    // Comments are read below their posts, and a client's probe is nothing to read.
    guard SocialNode.isListed(name: node, type: nil), let service = try self.service(service)
    else { return nil }
    let found = try first(
      "\(Self.nodeView) WHERE node.service = ? AND node.name = ? AND node.deleted IS NULL "
        + "AND node.readable = 1", [service.number, node]
    ) { (number: $0[0] as Int64, view: try Self.nodeView($0)) }
    if let found { noted?.note(found.number) }
    return found
  }

  static let postedNodes = """
    SELECT id, latest, floor FROM node WHERE listed = 1 AND deleted IS NULL AND posts > 0
    ORDER BY latest DESC
    """

  /// Goes through the nodes with posts, the last changed first, until no further one can hold a newer
  /// post than those found: a node's `latest` is at least the sequence number of its newest post.
  ///
  /// - Parameters:
  ///   - place: the sequence number that all are to be below.
  ///   - isWanted: asked for each post in turn; the first that is not ends the list.
  func newestPosts(
    limit: Int, before place: Int64 = .max, _ extent: PostExtent,
    while isWanted: (PostView) -> Bool
  ) throws -> [PostView] {
    let nodes = try rows(Self.postedNodes, [])
    var newest: [(sequence: Int64, item: Int64)] = []
    while let node = try nodes.next() {
      if newest.count == limit, let last = newest.last, last.sequence >= node[1] { break }
      let found = try rows(
        """
        SELECT sequence, item FROM entry WHERE node = ? AND sequence > ? AND sequence < ?
        ORDER BY sequence DESC LIMIT ?
        """, [node[0] as Int64, node[2] as Int64, place, limit])
      while let row = try found.next() { newest.append((row[0], row[1])) }
      newest.sort { $0.sequence > $1.sequence }
      newest = Array(newest.prefix(limit))
    }
    var posts: [PostView] = []
    for item in newest.map(\.item) {
      guard let post = try post(number: item, extent), isWanted(post) else { break }
      posts.append(post)
    }
    return posts
  }

  func post(number: Int64, _ extent: PostExtent) throws -> PostView? {
    try first(
      "SELECT \(Self.postColumns) FROM entry \(Self.postTables) WHERE entry.item = ?",
      extent.arguments + [number]
    ) { try post($0, extent) }
  }

  fileprivate func page(
    of node: Int64, _ cursor: PageCursor, limit: Int, _ extent: PostExtent
  ) throws -> PostPage {
    var posts = try posts(of: node, cursor, limit: limit, extent) { _ in true }
    if case .after = cursor { posts.reverse() }
    return PostPage(
      posts: posts,
      older: try posts.last.flatMap { try hasPost(node, "<", $0.sequence) ? $0.sequence : nil },
      newer: try posts.first.flatMap { try hasPost(node, ">", $0.sequence) ? $0.sequence : nil })
  }

  /// A node's posts from a cursor on, those next to it first.
  ///
  /// - Parameter isWanted: asked for each post in turn; the first that is not ends the list.
  func posts(
    of node: Int64, _ cursor: PageCursor, limit: Int, _ extent: PostExtent,
    while isWanted: (PostView) -> Bool
  ) throws -> [PostView] {
    let (condition, edge) =
      switch cursor {
      case .newest: ("entry.sequence < ? ORDER BY entry.sequence DESC", Int64.max)
      case .before(let sequence): ("entry.sequence < ? ORDER BY entry.sequence DESC", sequence)
      case .after(let sequence): ("entry.sequence > ? ORDER BY entry.sequence", sequence)
      }
    let found = try rows(
      "SELECT \(Self.postColumns) FROM entry \(Self.postTables) "
        + "WHERE entry.node = ? AND entry.sequence > node.floor AND \(condition) LIMIT ?",
      extent.arguments + [node, edge, limit])
    var posts: [PostView] = []
    while posts.count < limit, let row = try found.next() {
      let post = try post(row, extent)
      guard isWanted(post) else { break }
      posts.append(post)
    }
    return posts
  }

  private func hasPost(_ node: Int64, _ side: String, _ sequence: Int64) throws -> Bool {
    try number(
      """
      SELECT 1 FROM entry WHERE node = ?1 AND sequence \(side) ?2
        AND sequence > (SELECT floor FROM node WHERE id = ?1) LIMIT 1
      """, [node, sequence]) != nil
  }
}
