import GRDB
import PubSub
import Social
import XMPP

// What is derived from an item that is a post. It can be made again at any time: nothing here depends on what was
// there before, or on the order in which items come.
extension Transaction {
  /// - Parameter shares: it passes on what it refers to.
  func insertEntry(
    _ entry: Entry, _ item: Int64, _ sequence: Int64, _ node: Int64, shares: Bool
  ) throws {
    let tags = entry.tags.joined(separator: "\n")
    let coordinates = entry.location?.coordinates
    try run(
      """
      INSERT INTO entry (
        item, node, sequence, html_bytes, parts, atom_id, title, text, author, author_uri,
        author_disagrees, published, updated, language, tags, latitude, longitude, place
      ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      binding:
        item, node, sequence, entry.html.markup.utf8.count, EntryParts(entry).rawValue,
      entry.atomID,
      entry.title, entry.text, entry.author.name, entry.author.uri,
      entry.author.disagrees, entry.published.milliseconds, entry.updated.milliseconds,
      entry.language, tags, coordinates?.latitude, coordinates?.longitude,
      entry.location?.name)
    try insertParts(of: entry, item, shares: shares)
    index(item, bytes: entry.text.utf8.count)
  }

  private func insertParts(of entry: Entry, _ item: Int64, shares: Bool) throws {
    for (position, file) in entry.enclosures.enumerated() {
      try run(
        """
        INSERT INTO enclosure (item, position, href, type, title, length, width, height)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          item, position, file.href, file.type, file.title, file.length, file.width, file.height,
        ])
    }
    for (position, link) in entry.links.enumerated() {
      try run(
        """
        INSERT INTO link_card (item, position, href, title, description, picture)
        VALUES (?, ?, ?, ?, ?, ?)
        """, [item, position, link.href, link.title, link.description, link.picture])
    }
    for (position, reference) in entry.references.enumerated() {
      try run(
        """
        INSERT INTO reference (item, position, kind, service, node, target, page, shares)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          item, position, reference.kind.rawValue,
          try reference.place.map { try intern($0.service) }, reference.place?.node,
          reference.place?.item, reference.page, shares,
        ])
    }
    if !entry.references.isEmpty { try changed(originalsOf: item) }
    for jid in entry.mentions {
      try run("INSERT INTO mention (item, jid) VALUES (?, ?)", [item, try intern(jid)])
    }
  }

  /// Whether there was one.
  @discardableResult
  func removeEntry(_ item: Int64) throws -> Bool {
    guard let row = try snapshot.searchRow(item) else { return false }
    try takeOutOfIndex(row)
    try changed(originalsOf: item)
    try run("DELETE FROM entry WHERE item = ?", [item])
    return true
  }
}
