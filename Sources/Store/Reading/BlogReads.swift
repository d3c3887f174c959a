import GRDB
import Social
import XMPP

// Whose blogs everybody may read, and what these people follow for everybody to see.

/// Somebody's public blog, with what they say of themself.
package struct BlogView: Hashable, Sendable {
  package var node: NodeView
  package var person: PersonView?
}

extension Snapshot {
  /// So many blogs are looked through for those of some domains.
  private static let maximumBlogs = 1_000
  /// So many for those that stand among the communities.
  private static let newestBlogs = 100

  static let publicBlogs = """
    \(nodeView) WHERE node.listed = 1 AND node.deleted IS NULL AND node.posts > 0
      AND node.name = '\(NodeProfile.microblogType)' AND node.followed IS NOT NULL AND node.latest < ?
    ORDER BY node.latest DESC LIMIT ?
    """

  /// The public blogs of accounts of some domains, the last changed first.
  func blogs(of domains: Set<String>, limit: Int) throws -> [BlogView] {
    guard limit > 0 else { return [] }
    let found = try rows(Self.publicBlogs, [Int64.max, Self.maximumBlogs])
    var blogs: [BlogView] = []
    while blogs.count < limit, let row = try found.next() {
      let node = try Self.nodeView(row)
      guard node.isBlog(of: domains) else { continue }
      blogs.append(BlogView(node: node, person: try profile(of: node.service)))
    }
    return blogs
  }

  /// What is no blog of an account.
  static let publicCommunities = """
    \(nodeView) WHERE node.listed = 1 AND node.deleted IS NULL
      AND node.name <> '\(NodeProfile.microblogType)' AND node.latest < ?
    ORDER BY node.latest DESC LIMIT ?
    """

  /// The listed nodes that are no blogs of accounts of some domains, the last changed first. Of blogs of others those are
  /// among them that are of the few that have changed last.
  func communities(besidesBlogsOf domains: Set<String>, limit: Int) throws -> [NodeView] {
    let others = try listed(Self.publicCommunities, limit)
    let blogs = try listed(Self.publicBlogs, Self.newestBlogs).filter {
      !$0.node.isBlog(of: domains)
    }
    return (others + blogs).sorted { $0.latest > $1.latest }.prefix(limit).map(\.node)
  }

  private func listed(
    _ nodes: String, _ limit: Int
  ) throws -> [(node: NodeView, latest: Int64)] {
    let found = try rows(nodes, [Int64.max, limit])
    var nodes: [(node: NodeView, latest: Int64)] = []
    while let row = try found.next() { nodes.append((try Self.nodeView(row), row[10])) }
    return nodes
  }

  static let publicFollows = """
    \(nodeView) JOIN subscription ON subscription.node = node.id
    WHERE subscription.bare = ? AND subscription.public = 1 AND subscription.state = 'subscribed'
      AND node.listed = 1 AND node.deleted IS NULL
    ORDER BY subscription.id DESC LIMIT ?
    """

  /// The listed nodes of ours to which an account is publicly subscribed (XEP-0465), the last ones first.
  func follows(of account: BareJID, limit: Int) throws -> [NodeView] {
    guard limit > 0, let number = try number(of: account.description) else { return [] }
    // With several subscriptions to one node it comes several times.
    let found = try rows(Self.publicFollows, [number, limit])
    var (nodes, seen): ([NodeView], Set<Int64>) = ([], [])
    while let row = try found.next() {
      if seen.insert(row[0]).inserted { nodes.append(try Self.nodeView(row)) }
    }
    return nodes
  }
}

extension NodeView {
  fileprivate func isBlog(of domains: Set<String>) -> Bool {
    name == NodeProfile.microblogType && service.local != nil && domains.contains(service.domain)
  }
}
