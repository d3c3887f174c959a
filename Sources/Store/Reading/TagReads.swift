import GRDB
package import Social
package import XMPP

extension Snapshot {
  /// So many of the newest posts say which tags are in use.
  static let maximumTrending = 2_000
  /// They are among so many of the newest with tags, whoever may read them.
  package static let maximumTagged = 20_000
  /// Older ones, in milliseconds, say nothing of what is in use just now.
  static let trendingAge: Int64 = 30 * 86_400_000

  static let tagged = """
    SELECT entry.tags, item.publisher, entry.published FROM entry INDEXED BY entry_tagged
    CROSS JOIN node ON node.id = entry.node CROSS JOIN item ON item.id = entry.item
    WHERE entry.tags <> '' AND node.listed = 1 AND node.deleted IS NULL AND node.service = ?
      AND entry.sequence > node.floor AND entry.published >= ?
      AND entry.item > coalesce((
        SELECT item FROM entry INDEXED BY entry_tagged WHERE tags <> ''
        ORDER BY item DESC LIMIT 1 OFFSET ?), 0)
    ORDER BY entry.item DESC LIMIT ?
    """

  /// The tags that are most in use in the communities and blogs of a service that everybody may read.
  package func tagTrend(
    in service: ServiceID, now: Timestamp, among newest: Int = maximumTagged
  ) throws -> TagTrend {
    let found = try rows(
      Self.tagged,
      [
        service.number, now.milliseconds - Self.trendingAge, newest, Self.maximumTrending,
      ])
    var trend = TagTrend(now: now)
    while let row = try found.next() {
      let tags: String = row[0]
      trend.add(
        tags.split(separator: "\n").map(String.init), by: row[1],
        at: Timestamp(milliseconds: row[2]))
    }
    return trend
  }
}
