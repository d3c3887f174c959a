import Foundation
import GRDB
import PubSub
import Social
import XMPP

extension Transaction {
  /// Stores an item, or replaces the one of that name: it then moves to the end of the order, and keeps
  /// its place in the order of creation.
  func store(
    _ item: PublishedItem, _ node: NodeRecord, _ now: Timestamp, _ projection: Projection?
  ) throws {
    // Times grow with the sequence numbers, whatever the clock does.
    let published = max(now.milliseconds, node.changed)
    let replaced = try present(item.id, node, now)
    if let replaced {
      try keepRevision(of: replaced.number)
      try releaseUsage(replaced.number)
    } else {
      try run(
        "DELETE FROM tombstone WHERE node = ? AND name = ?", binding: node.number, item.id.name)
    }
    use(item.publisher, Usage(items: 1, bytes: item.payload?.count ?? 0))
    let place = ItemPlace(sequence: nextSequence(), published: published)
    try put(item, node, place, replacing: replaced, projection, now)
  }

  /// The place that an item gets in its node.
  struct ItemPlace {
    let sequence: Int64
    /// When it was published, in milliseconds since 1970.
    let published: Int64
  }

  /// - Parameter replaced: the item that has its name.
  func put(
    _ item: PublishedItem, _ node: NodeRecord, _ place: ItemPlace,
    replacing replaced: (number: Int64, created: Timestamp)?, _ projection: Projection?,
    _ now: Timestamp
  ) throws {
    let (sequence, published) = (place.sequence, place.published)
    let publisher = try intern(item.publisher)
    let payload = item.payload.map { Data($0) }
    if let replaced {
      try removeDerived(replaced.number, node, isAlive: true, now)
      try run(
        "UPDATE item SET sequence = ?, publisher = ?, published = ?, payload = ? WHERE id = ?",
        [sequence, publisher, published, payload, replaced.number])
    } else {
      try run(
        """
        INSERT INTO item (id, node, name, sequence, publisher, created, published, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        binding: sequence, node.number, item.id.name, sequence, publisher, published, published,
        payload)
    }
    let received = Timestamp(milliseconds: published)
    let counts = try derive(
      projection,
      DerivedItem(
        number: replaced?.number ?? sequence, sequence: sequence, publisher: publisher,
        received: received, firstSeen: replaced?.created ?? received, payload: item.payload),
      node, now)
    let expires = node.facts.configuration.itemExpiry.map { published + Int64($0) * 1000 }
    try run(
      """
      UPDATE node SET changed = max(changed, ?), latest = max(latest, ?), items = items + ?, posts = posts + ?,
        hearts = hearts + ?, expires = coalesce(expires, ?) WHERE id = ?
      """,
      binding: published, sequence, replaced == nil ? 1 : 0, counts.posts, counts.hearts, expires,
      node.number)
  }

  /// The item of a name, if it is there; what is left of one that is gone is removed.
  func present(_ item: ItemID, _ node: NodeRecord, _ now: Timestamp) throws -> (
    number: Int64, created: Timestamp
  )? {
    guard let place = try snapshot.itemPlace(item, in: node) else {
      try removeLeftHidden(item, node, now)
      return nil
    }
    guard place.sequence > node.floor else {
      try removeItem(place.number, node, isAlive: false, now)
      return nil
    }
    return (place.number, place.created)
  }

  func retract(_ item: ItemID, _ node: NodeRecord, _ now: Timestamp) throws {
    guard let (number, sequence, _) = try snapshot.itemPlace(item, in: node),
      sequence > node.floor
    else { return try removeHidden(item, node, now) }
    if node.isReadable { try leaveTombstone(number, now) }
    try removeItem(number, node, isAlive: true, now)
    try touch(node, now, sequence: nextSequence())
  }

  /// A post that the public could read, and that is gone, says so.
  func leaveTombstone(_ item: Int64, _ now: Timestamp) throws {
    try run(
      """
      INSERT OR REPLACE INTO tombstone (node, name, retracted)
      SELECT item.node, item.name, ? FROM item JOIN entry ON entry.item = item.id
      WHERE item.id = ?
      """, [now.milliseconds, item])
  }

  /// All items are gone at once; their rows are removed little by little.
  func purge(_ node: NodeRecord, _ now: Timestamp) throws {
    let sequence = nextSequence()
    try run(
      """
      UPDATE node SET floor = ?, items = 0, posts = 0, hearts = 0, expires = NULL,
        dead = dead + items + (
          SELECT count(*) FROM hidden WHERE hidden.node = node.id AND hidden.sequence > node.floor)
      WHERE id = ?
      """, [sequence, node.number])
    try purgeSummaries(of: node, now)
    // What waits for digests is gone with them.
    try run("DELETE FROM gathered WHERE origin = ?", [node.number])
    try touch(node, now, sequence: sequence)
  }

  /// All but the newest items are gone at once.
  func trim(_ node: NodeRecord, keep: Int, _ now: Timestamp) throws {
    guard keep > 0 else { return try purge(node, now) }
    let floor = try snapshot.number(
      """
      SELECT sequence FROM item WHERE node = ? AND sequence > ?
      ORDER BY sequence DESC LIMIT 1 OFFSET ?
      """, [node.number, node.floor, keep])
    guard let floor else { return }
    try raiseFloor(node, to: floor)
    try touch(node, now, sequence: nextSequence())
  }

  /// Everything up to a sequence number is gone.
  func raiseFloor(_ node: NodeRecord, to floor: Int64) throws {
    guard floor > node.floor else { return }
    let range: StatementArguments = [node.number, node.floor, floor]
    // Pages of other nodes show who shares what is on them.
    if try snapshot.number(Snapshot.referring, range) != nil { changed() }
    let items = try snapshot.number(
      "SELECT count(*) FROM item WHERE node = ? AND sequence > ? AND sequence <= ?", range)
    let posts = try snapshot.number(
      "SELECT count(*) FROM entry WHERE node = ? AND sequence > ? AND sequence <= ?", range)
    let hearts = try hearts(in: node, from: node.floor, to: floor)
    let hidden = try snapshot.number(
      "SELECT count(*) FROM hidden WHERE node = ? AND sequence > ? AND sequence <= ?", range)
    try run(
      """
      UPDATE node SET floor = ?, dead = dead + ? + ?, items = max(items - ?, 0),
        posts = max(posts - ?, 0), hearts = max(hearts - ?, 0)
      WHERE id = ?
      """, [floor, items, hidden, items, posts, hearts, node.number])
  }

  /// - Parameter isAlive: not below the node's floor.
  func removeItem(_ number: Int64, _ node: NodeRecord, isAlive: Bool, _ now: Timestamp) throws {
    try buryCompanions(of: number, now)
    try dropSummary(ofPost: number, node, now)
    try removeRevisions(of: number)
    if !node.isFollowed {
      try releaseUsage(number)
    } else if isAlive {
      try dropSummary(ofFollowed: number, now)
      try release(number, of: node)
    }
    try takeOut(number, node, isAlive: isAlive, now)
  }

  /// An item is in no list, page or index any more; what belongs to it, and what it counts for, is another matter.
  func takeOut(_ number: Int64, _ node: NodeRecord, isAlive: Bool, _ now: Timestamp) throws {
    try removeDerived(number, node, isAlive: isAlive, now)
    try run("DELETE FROM item WHERE id = ?", [number])
    let counter = isAlive ? "items" : "dead"
    // A count that has gone wrong must not keep items from going.
    try run("UPDATE node SET \(counter) = max(\(counter) - 1, 0) WHERE id = ?", [node.number])
  }

  /// Its publisher has the item no more.
  func releaseUsage(_ item: Int64) throws {
    let had = try snapshot.first(
      """
      SELECT jid.jid, coalesce(length(item.payload), 0) FROM item
      JOIN jid ON jid.id = item.publisher WHERE item.id = ?
      """, [item]
    ) { (publisher: $0[0] as String, bytes: $0[1] as Int) }
    guard let had else { return }
    use(try storedJID(had.publisher).bare, Usage(items: -1, bytes: -had.bytes))
  }

  /// When the oldest item expires.
  func setExpiry(_ node: NodeRecord, after seconds: Int?) throws {
    try run(
      """
      UPDATE node SET expires = (
        SELECT published + ?1 * 1000 FROM item WHERE node = ?2 AND sequence > node.floor
        ORDER BY sequence LIMIT 1)
      WHERE id = ?2
      """, [seconds, node.number])
  }
}
