import GRDB
package import PubSub
import Social
import XML
package import XMPP

// What is attached to the items of followed nodes, as their services sum it up (XEP-0470, section 4.6). The summary node of a
// followed node is followed with it: its name says so. What it says of an item is kept as long as the item is here, and
// nothing that it says of others.
extension Transaction {
  /// Follows the summary node of a node that the public may read here.
  package func followSummary(of feed: Source, _ now: Timestamp) throws {
    guard let name = feed.node.summary, feed.isOpen, feed.isPublic,
      try !snapshot.hasOptedOut(name, of: feed.service)
    else { return }
    try setUnsummed(nil, feed)
    try begin(name, of: feed.service, isPublic: true, now)
    // It may have been deleted, and made again.
    if let summary = try snapshot.summary(of: feed), summary.stage == .ended {
      try retry(summary, for: .compare, now)
    }
  }

  /// Something may be attached to a new item soon: a summary node that was not there yet is looked for then.
  package func expectSummary(of feed: Source, at moment: Timestamp) throws {
    guard !feed.isCompanion, let summary = try snapshot.summary(of: feed), summary.compared == nil
    else { return }
    try wake(summary, for: .compare, at: moment)
  }

  /// The service of a node says that it sums up nothing.
  package func noteUnsummed(_ feed: Source, _ now: Timestamp) throws { try setUnsummed(now, feed) }

  private func setUnsummed(_ moment: Timestamp?, _ feed: Source) throws {
    try run(
      "UPDATE service SET unsummed = ? WHERE id = (SELECT service FROM node WHERE id = ?)",
      [moment?.milliseconds, feed.number])
  }

  /// The node is for the public no more, or is about to be forgotten: its summary node is left as soon as its turn comes.
  func releaseSummary(of feed: Source) throws {
    guard let summary = try snapshot.summary(of: feed) else { return }
    try retry(summary, for: .look, .now)
  }

  /// What is said of the items of a node that are all gone.
  func dropSummaries(of feed: Source, _ now: Timestamp) throws {
    guard let summary = try snapshot.summary(of: feed) else { return }
    try dropAll(of: summary, now)
  }

  /// What is said of an item that is about to go.
  func dropSummary(ofFollowed item: Int64, _ now: Timestamp) throws {
    let said = try snapshot.first(Snapshot.summaryOfItem, [item]) {
      (node: $0[0] as Int64, item: $0[1] as Int64, isAlive: $0[2] as Bool)
    }
    guard let said, let node = try snapshot.nodeAlone(number: said.node) else { return }
    try removeItem(said.item, node, isAlive: said.isAlive, now)
  }
}

extension Snapshot {
  static let summaryPrefix = Namespace.attachmentSummary + "/"

  /// The summary node of a followed node, if that is followed.
  package func summary(of feed: Source) throws -> Source? {
    try feed.node.summary.flatMap { try source($0, of: feed.service) }
  }

  /// The followed node that a summary node is followed for.
  func feed(ofSummary summary: Source) throws -> Source? {
    guard summary.isSummary else { return nil }
    return try summary.node.summedUp.flatMap { try source($0, of: summary.service) }
  }

  /// When the service of a node said last that it sums up nothing; nil: it was not asked, or does.
  package func unsummed(_ feed: Source) throws -> Timestamp? {
    try number(
      "SELECT unsummed FROM service WHERE id = (SELECT service FROM node WHERE id = ?)",
      [feed.number]
    ).map(Timestamp.init(milliseconds:))
  }

  /// Those of some items that may be here: of a summary node those alone that are about an item that is here.
  func fitting(_ items: [ForeignItem], in source: Source) throws -> [ForeignItem] {
    guard let name = source.node.summedUp, let feed = try self.source(name, of: source.service)
    else { return source.node.summedUp == nil ? items : [] }
    return try items.filter { item in
      try number(
        """
        SELECT 1 FROM item JOIN node ON node.id = item.node
        WHERE item.node = ? AND item.name = ? AND item.sequence > node.floor
        """, [feed.number, item.id.name]) != nil
    }
  }

  /// The names of the items that a summary node may say something of; nil if it is none, and holds what it likes.
  package func summedUpItems(of source: Source) throws -> Set<ItemID>? {
    guard let name = source.node.summedUp else { return nil }
    return try self.source(name, of: source.service).map { Set(try itemNames(of: $0)) } ?? []
  }

  private static let ofItem = """
    item AS post JOIN node AS feed ON feed.id = post.node
    JOIN node AS summary ON summary.service = feed.service
      AND summary.name = '\(summaryPrefix)' || feed.name AND summary.deleted IS NULL
      AND summary.followed IS NOT NULL
    JOIN item AS said ON said.node = summary.id AND said.name = post.name
    WHERE post.id = ?
    """

  static let summaryOfItem =
    "SELECT summary.id, said.id, said.sequence > summary.floor FROM \(ofItem)"

  static let publicSummaryOfItem = """
    SELECT said.payload FROM \(ofItem) AND said.sequence > summary.floor AND summary.readable = 1
    """
}
