import GRDB
package import XMPP

/// A part of the sitemap: some posts of a node, in the order of their creation.
package struct SitemapPart: Hashable, Sendable {
  package var service: BareJID
  package var node: String
  /// The number of the item before the first one; nil: from the beginning.
  package var after: Int64?
  /// The last real change of the node.
  package var changed: Timestamp
}

/// What one part holds.
package struct SitemapView: Hashable, Sendable {
  package struct Post: Hashable, Sendable {
    package var item: String
    package var title: String
    /// When it was published last, by this service's clock.
    package var published: Timestamp
  }

  package var changed: Timestamp
  package var posts: [Post]
}

extension Store {
  /// The parts of the listed nodes that are at home here and may be found, the nodes that were changed last first. An edit moves
  /// nothing from one part to another.
  ///
  /// - Parameters:
  ///   - size: items of a node in one part.
  ///   - limit: parts in all.
  ///   - isAtHome: whether the nodes of a service are.
  package func sitemapParts(
    each size: Int, limit: Int, where isAtHome: @escaping @Sendable (BareJID) -> Bool
  ) async throws -> [SitemapPart] {
    try await read { try $0.sitemapParts(each: size, limit: limit, where: isAtHome) }
  }

  /// The posts of one part; nil if there is no such node that is listed.
  package func sitemap(service: BareJID, node: String, after item: Int64?, limit: Int)
    async throws -> SitemapView?
  {
    try await read { try $0.sitemap(of: node, service, after: item ?? 0, limit: limit) }
  }
}

extension Snapshot {
  fileprivate func sitemapParts(each size: Int, limit: Int, where isAtHome: (BareJID) -> Bool)
    throws -> [SitemapPart]
  {
    let found = try rows(
      """
      SELECT node.id, service_jid.jid, node.name, node.changed, node.items
      FROM node JOIN service ON service.id = node.service
      JOIN jid AS service_jid ON service_jid.id = service.jid
      WHERE node.listed = 1 AND node.deleted IS NULL AND \(Self.isIndexed)
      ORDER BY node.latest DESC
      """, [])
    var parts: [SitemapPart] = []
    while parts.count < limit, let row = try found.next() {
      let service = try storedJID(row[1]).bare
      guard isAtHome(service) else { continue }
      var part = SitemapPart(
        service: service, node: row[2], changed: Timestamp(milliseconds: row[3]))
      parts.append(part)
      guard row[4] > size else { continue }
      while parts.count < limit, let last = try end(of: row[0], after: part.after ?? 0, size) {
        part.after = last
        parts.append(part)
      }
    }
    return parts
  }

  /// Whether search engines may find what a node has.
  private static let isIndexed = "node.robots NOT IN ('noindex', 'noindex-noai')"

  /// The last item of a part; nil if the node has no further one.
  private func end(of node: Int64, after item: Int64, _ size: Int) throws -> Int64? {
    let found = try rows(
      "SELECT id FROM item WHERE node = ? AND id > ? ORDER BY id LIMIT 2 OFFSET ?",
      [node, item, size - 1])
    guard let last = try found.next().map({ $0[0] as Int64 }) else { return nil }
    return try found.next() == nil ? nil : last
  }

  fileprivate func sitemap(of node: String, _ service: BareJID, after item: Int64, limit: Int)
    throws -> SitemapView?
  {
    guard let service = try self.service(service),
      let (number, changed, floor) = try first(
        """
        SELECT id, changed, floor FROM node
        WHERE service = ? AND name = ? AND deleted IS NULL AND listed = 1 AND \(Self.isIndexed)
        """, [service.number, node], { ($0[0] as Int64, $0[1] as Int64, $0[2] as Int64) })
    else { return nil }
    let found = try rows(
      """
      SELECT item.name, entry.title, item.published FROM item CROSS JOIN entry ON entry.item = item.id
      WHERE item.node = ? AND item.id > ? AND item.id <= ? AND item.sequence > ?
      ORDER BY item.id
      """, [number, item, try end(of: number, after: item, limit) ?? .max, floor])
    var view = SitemapView(changed: Timestamp(milliseconds: changed), posts: [])
    while let row = try found.next() {
      view.posts.append(
        SitemapView.Post(
          item: row[0], title: row[1], published: Timestamp(milliseconds: row[2])))
    }
    return view
  }
}
