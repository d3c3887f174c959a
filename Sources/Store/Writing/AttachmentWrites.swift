import GRDB
import PubSub
import Social
import XML
import XMPP

// What is attached to posts (XEP-0470). Each write costs the same, however much is attached: counts go up and down, and
// nothing is counted anew. What they come to does not depend on the order of the writes.

extension Transaction {
  /// Counts what an item attaches to the post that its node is for, instead of what it attached before.
  func attach(_ item: Int64, _ payload: [UInt8]?, _ node: NodeRecord, _ now: Timestamp) throws {
    try detach(item, now)
    let post = try snapshot.number("SELECT post FROM node WHERE id = ?", [node.number])
    guard let post, let payload, let element = try? Element(parsing: payload),
      let attachments = Attachments(element), !attachments.isEmpty
    else { return }
    try count(post, try publisher(of: item), now, attached: 1) {
      try run(
        "INSERT INTO attachment (item, post, jid, noticed) SELECT id, ?, publisher, ? FROM item WHERE id = ?",
        [post, attachments.isNoticed, item])
    }
    for text in attachments.reactions {
      try run("INSERT INTO reaction (item, text) VALUES (?, ?)", [item, text])
      try tally(post, text, 1)
    }
  }

  /// Counts no more what an item attaches, if it does.
  func detach(_ item: Int64, _ now: Timestamp) throws {
    let found = try snapshot.first(
      "SELECT post, jid, noticed FROM attachment WHERE item = ?", [item]
    ) {
      (post: $0[0] as Int64, jid: $0[1] as Int64, isNoticed: $0[2] as Bool)
    }
    guard let found else { return }
    if found.isNoticed {
      review(Noticer(post: found.post, jid: found.jid), isTakenBack: true, now)
    }
    let texts = try String.fetchAll(
      db.cachedStatement(sql: "SELECT text FROM reaction WHERE item = ?"), arguments: [item])
    for text in texts { try tally(found.post, text, -1) }
    try run("DELETE FROM reaction WHERE item = ?", [item])
    try count(found.post, found.jid, now, attached: -1) {
      try run("DELETE FROM attachment WHERE item = ?", [item])
    }
  }

  /// A comment is a heart, which says that its publisher has noticed the post. However often somebody says so, in
  /// whatever way, they count once.
  func addHeart(_ comment: Int64, to post: Int64, _ now: Timestamp) throws {
    try removeHeart(comment, now)
    try count(post, try publisher(of: comment), now, attached: 1) {
      try run(
        "INSERT INTO heart (item, post, jid) SELECT id, ?, publisher FROM item WHERE id = ?",
        [post, comment])
    }
  }

  /// A comment is a heart no more, if it was one.
  func removeHeart(_ comment: Int64, _ now: Timestamp) throws {
    let found = try snapshot.first("SELECT post, jid FROM heart WHERE item = ?", [comment]) {
      (post: $0[0] as Int64, jid: $0[1] as Int64)
    }
    guard let found else { return }
    try count(found.post, found.jid, now, attached: -1) {
      try run("DELETE FROM heart WHERE item = ?", [comment])
    }
  }

  private func publisher(of item: Int64) throws -> Int64 {
    guard let jid = try snapshot.number("SELECT publisher FROM item WHERE id = ?", [item]) else {
      throw StoreError.internalFailure("an item that was stored is not there")
    }
    return jid
  }

  private func tally(_ post: Int64, _ text: String, _ change: Int) throws {
    try run("UPDATE tally SET count = count + ? WHERE post = ? AND text = ?", [change, post, text])
    if db.changesCount == 0, change > 0 {
      return try run(
        "INSERT INTO tally (post, text, count) VALUES (?, ?, ?)", [post, text, change])
    }
    guard change < 0 else { return }
    try run("DELETE FROM tally WHERE post = ? AND text = ? AND count = 0", [post, text])
  }

  /// Counts what a change makes of a post, and has its summary written before the transaction ends.
  private func count(
    _ post: Int64, _ jid: Int64, _ now: Timestamp, attached: Int, _ change: () throws -> Void
  ) throws {
    let before = try snapshot.hasNoticed(post, jid)
    try change()
    let noticed = (try snapshot.hasNoticed(post, jid) ? 1 : 0) - (before ? 1 : 0)
    try run(
      "UPDATE summary SET attached = attached + ?, noticed = noticed + ? WHERE post = ?",
      [attached, noticed, post])
    if db.changesCount == 0, attached > 0 {
      try run(
        "INSERT INTO summary (post, attached, noticed) VALUES (?, ?, ?)",
        [post, attached, noticed])
    }
    if attached < 0 { try run("DELETE FROM summary WHERE post = ? AND attached = 0", [post]) }
    summaries[post] = now
    try changed(aroundPost: post)
  }
}

// MARK: - Summary nodes

extension Transaction {
  /// Writes the summary items of the posts that something was attached to, and announces them.
  func writeSummaries() throws {
    guard !summaries.isEmpty else { return }
    let due = summaries.sorted { $0.key < $1.key }
    summaries = [:]
    for (number, now) in due {
      // What is said of a post that is elsewhere, its own service says.
      guard let post = try snapshot.post(number), !post.node.isFollowed else { continue }
      guard let summary = try snapshot.summary(ofPost: number) else {
        try retractSummary(of: post.id, in: post.node, post.service, now)
        continue
      }
      try write(summary.element.canonical, as: post.id, of: post.node, post.service, now)
    }
  }

  private func write(
    _ payload: [UInt8], as id: ItemID, of target: NodeRecord, _ service: ServiceID,
    _ now: Timestamp
  ) throws {
    let node = try summaryNode(of: target, service, now)
    // What is attached may change without a change of what is counted.
    guard try snapshot.item(id, in: node)?.payload != payload else { return }
    try put(payload, as: id, in: node, service, now)
  }

  /// Made when something is attached to an item of a node for the first time.
  private func summaryNode(of target: NodeRecord, _ service: ServiceID, _ now: Timestamp) throws
    -> NodeRecord
  {
    if let node = try snapshot.summaryNode(of: target, in: service) { return node }
    let configuration = NodeConfiguration(
      Kept(.derived, for: target.facts.id), type: Namespace.attachmentSummary)
    let name = KeptName.summary(of: target.facts.id.name).name
    try create(
      NodeID(stored: name), configuration, try snapshot.address(of: service), service, now)
    guard let node = try snapshot.summaryNode(of: target, in: service) else {
      throw StoreError.internalFailure("a summary node that was made is not there")
    }
    return node
  }

  /// A post is back, and what is said of it with it.
  func writeSummaryAgain(ofPost post: Int64, _ now: Timestamp) { summaries[post] = now }

  /// A post is about to go, and what is said of it with it.
  func dropSummary(ofPost post: Int64, _ target: NodeRecord, _ now: Timestamp) throws {
    summaries[post] = nil
    guard try snapshot.hasSummary(post), let service = try snapshot.service(ofNode: target.number),
      let name = try snapshot.first(
        "SELECT name FROM item WHERE id = ?", [post], { $0[0] as String })
    else { return }
    try retractSummary(of: ItemID(stored: name), in: target, service, now)
  }

  private func retractSummary(
    of id: ItemID, in target: NodeRecord, _ service: ServiceID, _ now: Timestamp
  ) throws {
    guard let node = try snapshot.summaryNode(of: target, in: service),
      try snapshot.item(id, in: node) != nil
    else { return }
    try takeBack(id, from: node, service, now)
  }

  /// All posts of a node are gone at once, and what is said of them with them.
  func purgeSummaries(of target: NodeRecord, _ now: Timestamp) throws {
    guard let service = try snapshot.service(ofNode: target.number),
      let node = try snapshot.summaryNode(of: target, in: service), node.facts.items > 0
    else { return }
    try purge(node, now)
    for event in Purge.events(node.facts) { try announce(event, node, service) }
  }
}
