import Foundation
import GRDB
import PubSub
import Social
import XMPP

extension Transaction {
  /// Stores an item, or replaces the one of that name: it then moves to the end of the order, and keeps
  /// its place in the order of creation.
  func store(_ item: PublishedItem, _ node: NodeRecord, _ now: Timestamp, _ entry: Entry?) throws {
    let sequence = nextSequence()
    let publisher = try intern(item.publisher)
    let payload = item.payload.map { Data($0) }
    let replaced = try snapshot.itemPlace(item.id, in: node)
    let present = replaced?.number
    var entry = entry
    if let present {
      try removeEntry(present, node)
      // No post was published after it was first seen.
      if let replaced, let published = entry?.published {
        entry?.published = min(published, replaced.created)
      }
      try run(
        "UPDATE item SET sequence = ?, publisher = ?, published = ?, payload = ? WHERE id = ?",
        [sequence, publisher, now.milliseconds, payload, present])
    } else {
      try run(
        """
        INSERT INTO item (id, node, name, sequence, publisher, created, published, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          sequence, node.number, item.id.name, sequence, publisher, now.milliseconds,
          now.milliseconds, payload,
        ])
      try run(
        "DELETE FROM tombstone WHERE node = ? AND name = ?", [node.number, item.id.name])
    }
    if let entry { try insertEntry(entry, present ?? sequence, sequence, node) }
    try run(
      """
      UPDATE node SET changed = ?, latest = ?, items = items + ?, posts = posts + ? WHERE id = ?
      """,
      [
        now.milliseconds, sequence, present == nil ? 1 : 0, entry == nil ? 0 : 1, node.number,
      ])
  }

  func retract(_ item: ItemID, _ node: NodeRecord, _ now: Timestamp) throws {
    guard let number = try snapshot.itemNumber(item, in: node) else { return }
    if Rights.may(.retrieve, .anyone, node.facts.configuration) {
      try run(
        """
        INSERT INTO tombstone (node, name, retracted)
        SELECT item.node, item.name, ? FROM item JOIN entry ON entry.item = item.id
        WHERE item.id = ?
        """, [now.milliseconds, number])
    }
    try removeItem(number, node)
    try touch(node, now, sequence: nextSequence())
  }

  /// What the public could read leaves tombstones.
  func purge(_ node: NodeRecord, _ now: Timestamp) throws {
    if Rights.may(.retrieve, .anyone, node.facts.configuration) {
      try run(
        """
        INSERT INTO tombstone (node, name, retracted)
        SELECT item.node, item.name, ? FROM entry JOIN item ON item.id = entry.item
        WHERE entry.node = ?
        """, [now.milliseconds, node.number])
    }
    for number in try snapshot.oldestItems(node, limit: Int.max) {
      try removeItem(number, node)
    }
    try touch(node, now, sequence: nextSequence())
  }

  func trim(_ node: NodeRecord, keep: Int) throws {
    let surplus = node.facts.items - keep
    guard surplus > 0 else { return }
    for number in try snapshot.oldestItems(node, limit: surplus) { try removeItem(number, node) }
  }

  func removeItem(_ number: Int64, _ node: NodeRecord) throws {
    try removeEntry(number, node)
    try run("DELETE FROM item WHERE id = ?", [number])
    try run("UPDATE node SET items = items - 1 WHERE id = ?", [node.number])
  }
}

// MARK: - What is derived from an item

extension Transaction {
  private func insertEntry(_ entry: Entry, _ item: Int64, _ sequence: Int64, _ node: NodeRecord)
    throws
  {
    let tags = entry.tags.joined(separator: "\n")
    try run(
      """
      INSERT INTO entry (
        item, node, sequence, sanitizer, atom_id, title, html, text, author, author_uri,
        author_disagrees, published, updated, language, tags
      ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        item, node.number, sequence, Sanitizer.version, entry.atomID, entry.title,
        entry.html.markup, entry.text, entry.author.name, entry.author.uri,
        entry.author.disagrees, entry.published.milliseconds, entry.updated.milliseconds,
        entry.language, tags,
      ])
    for (position, file) in entry.enclosures.enumerated() {
      try run(
        """
        INSERT INTO enclosure (item, position, href, type, title, length)
        VALUES (?, ?, ?, ?, ?, ?)
        """, [item, position, file.href, file.type, file.title, file.length])
    }
    try changeSearch(
      .insert(
        SearchRow(
          item: item, title: entry.title, text: entry.text, author: entry.author.name, tags: tags)))
  }

  private func removeEntry(_ item: Int64, _ node: NodeRecord) throws {
    guard let row = try snapshot.searchRow(item) else { return }
    try changeSearch(.delete(row))
    try run("DELETE FROM entry WHERE item = ?", [item])
    try run("UPDATE node SET posts = posts - 1 WHERE id = ?", [node.number])
  }
}
