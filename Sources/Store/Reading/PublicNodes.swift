import GRDB
package import XMPP

// What everybody may know of nodes, for programs.

/// Some of the listed nodes, the last changed first.
package struct ListedNodes: Hashable, Sendable {
  package var nodes: [NodeView]
  /// Where the next ones are; nil at the end.
  package var next: Int64?
}

extension Store {
  /// A node; nil if there is no such node or if it is not for the public.
  package func publicNode(service: BareJID, node: String) async throws -> NodeView? {
    try await readNodes { try $0.publicNode(service, node)?.view }
  }

  /// - Parameter place: of the last one that was seen; nil: from the beginning.
  package func listedNodes(before place: Int64?, limit: Int) async throws -> ListedNodes {
    try await read { try $0.listedNodes(before: place ?? .max, limit: limit) }
  }

  /// How many posts the listed nodes of our own services hold; nil if there are more nodes than so many.
  package func publicPosts(in maximum: Int) async throws -> Int? {
    try await read { try $0.publicPosts(in: maximum) }
  }
}

extension Snapshot {
  static let lastChanged = """
    \(nodeView) WHERE node.listed = 1 AND node.deleted IS NULL AND node.latest < ?
    ORDER BY node.latest DESC LIMIT ?
    """

  func listedNodes(before place: Int64, limit: Int) throws -> ListedNodes {
    let found = try rows(Self.lastChanged, [place, limit + 1])
    var list = ListedNodes(nodes: [])
    var last: Int64?
    while let row = try found.next() {
      guard list.nodes.count < limit else {
        list.next = last
        break
      }
      last = row[10]
      list.nodes.append(try Self.nodeView(row))
    }
    return list
  }

  fileprivate func publicPosts(in maximum: Int) throws -> Int? {
    let found = try rows(
      """
      SELECT posts FROM node WHERE listed = 1 AND deleted IS NULL AND followed IS NULL
      ORDER BY latest DESC LIMIT ?
      """, [maximum + 1])
    var (nodes, posts) = (0, 0)
    while let row = try found.next() {
      nodes += 1
      posts += row[0]
    }
    return nodes > maximum ? nil : posts
  }
}
