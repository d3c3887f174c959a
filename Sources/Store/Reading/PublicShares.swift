import GRDB
package import Social
import XMPP

/// How a post is connected with others by sharing, as far as everybody may see: one step, never further, so that posts
/// which share each other do no harm.
///
/// Nothing is fetched for it. What nobody follows nobody was asked about: it is a link, as its sharer wrote it.
package struct PublicShares: Hashable, Sendable {
  /// A post that another one passes on.
  package struct Original: Hashable, Sendable {
    /// As the other one names it.
    package let reference: Entry.Reference
    /// Nil if it is not here or not for everybody, which look the same.
    package let post: PostView?
  }

  package let originals: [Original]
  /// The newest posts that pass this one on.
  package let shares: [PostView]
  /// How many do, among the newest `maximumCounted`.
  package let count: Int

  /// So many of those that pass a post on are looked at, whoever may see them.
  package static let maximumCounted = 1_000
}

/// How much is read of what a post is connected with.
package struct ShareExtent: Hashable, Sendable {
  package var originals: Int
  package var shares: Int
  /// How much of each.
  package var each: PostExtent

  package init(originals: Int, shares: Int, each: PostExtent) {
    (self.originals, self.shares, self.each) = (originals, shares, each)
  }
}

extension Snapshot {
  func publicShares(of post: PostView, _ extent: ShareExtent) throws -> PublicShares {
    let place = XMPPURI.Place(service: post.service, node: post.node, item: post.item)
    let originals = try post.entry.references.filter { $0.place != place }.prefix(extent.originals)
      .map { reference in
        PublicShares.Original(
          reference: reference,
          post: try reference.place.flatMap { try publicPost(at: $0, extent.each) })
      }
    let shares = try sharesInLists(of: post)
    return PublicShares(
      originals: originals,
      shares: try shares.prefix(extent.shares).compactMap {
        try self.post(number: $0, extent.each)
      }, count: shares.count)
  }

  private func publicPost(at place: XMPPURI.Place, _ extent: PostExtent) throws -> PostView? {
    guard let item = place.item, let node = try publicNode(place.service, place.node)?.number,
      let number = try number(
        """
        SELECT item.id FROM item JOIN node ON node.id = item.node
        WHERE item.node = ? AND item.name = ? AND item.sequence > node.floor
        """, [node, item])
    else {
      // It may come at any time.
      noted?.noteEverything()
      return nil
    }
    return try post(number: number, extent)
  }

  /// The last written first, whenever they came here.
  private func sharesInLists(of post: PostView) throws -> [Int64] {
    let found = try rows(
      """
      SELECT reference.item, node.listed = 1 AND node.deleted IS NULL
        AND entry.sequence > node.floor AND entry.sequence <> ?
      FROM reference CROSS JOIN entry ON entry.item = reference.item
      CROSS JOIN node ON node.id = entry.node
      WHERE reference.service = (SELECT id FROM jid WHERE jid = ?) AND reference.node = ?
        AND reference.target = ? AND reference.shares = 1
      ORDER BY reference.item DESC LIMIT ?
      """,
      [
        post.sequence, post.service.description, post.node, post.item, PublicShares.maximumCounted,
      ])
    var numbers: [Int64] = []
    while let row = try found.next() {
      if row[1] as Bool { numbers.append(row[0]) }
    }
    return numbers
  }
}
