import Foundation
import GRDB
import PubSub
import Social
import XML
import XMPP

extension Snapshot {
  /// What the full-text index holds of an item; nil if it is no post.
  func searchRow(_ item: Int64) throws -> SearchRow? {
    try first(
      "SELECT \(SearchRow.columns) FROM entry WHERE item = ?", [item], SearchRow.init(_:))
  }

  /// The columns of a post. They come first in a statement, and so do their arguments, which
  /// `PostExtent` gives: what is too long is not read. Where it was written is kept of every post that says so, and read
  /// where the node shows it.
  static let postColumns = """
    service_jid.jid, node.name, node.title, item.name, item.sequence, publisher.jid, entry.item,
    CASE WHEN entry.html_bytes <= ? THEN item.payload END, entry.atom_id, entry.title,
    substr(entry.text, 1, ?), entry.author, entry.author_uri, entry.author_disagrees,
    entry.published, entry.updated, entry.language, entry.tags,
    CASE WHEN node.show_location = 1 THEN entry.latitude END,
    CASE WHEN node.show_location = 1 THEN entry.longitude END,
    CASE WHEN node.show_location = 1 THEN entry.place END, entry.parts,
    entry.node, node.robots, node.type
    """

  /// The tables around an `entry` that its page needs.
  static let postTables = """
    JOIN item ON item.id = entry.item
    JOIN node ON node.id = entry.node
    JOIN service ON service.id = node.service
    JOIN jid AS service_jid ON service_jid.id = service.jid
    JOIN jid AS publisher ON publisher.id = item.publisher
    """

  /// Reads the columns `postColumns`.
  func post(_ row: Columns, _ extent: PostExtent) throws -> PostView {
    noted?.note(row[22])
    let node: String = row[1]
    let item: String = row[3]
    let publisher = try storedJID(row[5]).bare
    let html = html(row, extent)
    var post = PostView(
      service: try storedJID(row[0]).bare, node: node,
      nodeTitle: Label.first(of: row[2], node, limit: NodeView.titleLength), item: item,
      sequence: row[4], publisher: publisher, entry: try entry(row, html ?? .empty),
      isWhole: html != nil)
    post.robots = RobotRules(stored: row[23])
    post.isInGallery = NodeProfile(name: node, type: row[24]) == .gallery
    if let profile = try profile(ofPublisher: row[6]) {
      (post.avatar, post.isProfiled) = (profile.picture, true)
      if let name = profile.nickname, post.entry.author.isNamedByAddress(of: publisher) {
        post.entry.author.name = name
      }
    }
    return post
  }

  /// What the sanitiser of today makes of the payload: markup is not stored. nil if it is longer than wanted.
  private func html(_ row: Columns, _ extent: PostExtent) -> SafeHTML? {
    guard let payload = row[7] as Data? else { return nil }
    let html = markup?.markup(of: row[4], payload, Self.html(of:)) ?? Self.html(of: payload)
    return html.markup.utf8.count <= extent.htmlBytes ? html : nil
  }

  private static func html(of payload: Data) -> SafeHTML {
    guard let element = try? Element(parsing: Array(payload)) else { return .empty }
    return Entry.html(of: element)
  }

  private func entry(_ row: Columns, _ html: SafeHTML) throws -> Entry {
    let number: Int64 = row[6]
    let tags: String = row[17]
    let parts = EntryParts(rawValue: row[21])
    return Entry(
      atomID: row[8], title: row[9], html: html,
      text: row[10],
      author: Entry.Author(name: row[11], uri: row[12], disagrees: row[13]),
      published: Timestamp(milliseconds: row[14]), updated: Timestamp(milliseconds: row[15]),
      language: row[16], tags: tags.split(separator: "\n").map(String.init),
      enclosures: parts.contains(.enclosures) ? try enclosures(of: number) : [],
      links: parts.contains(.links) ? try links(of: number) : [],
      mentions: parts.contains(.mentions) ? try mentions(of: number) : [],
      references: parts.contains(.references) ? try references(of: number) : [],
      location: location(row))
  }

  /// The page that a post of a node that is followed calls its own.
  func ownPage(ofFollowed item: String, in node: Int64) throws -> String? {
    let payload = try first(
      """
      SELECT item.payload FROM item JOIN node ON node.id = item.node
      WHERE item.node = ? AND item.name = ? AND node.followed IS NOT NULL
      """, [node, item]
    ) { $0[0] as Data? }
    guard let bytes = payload ?? nil, let element = try? Element(parsing: Array(bytes)) else {
      return nil
    }
    return ServerLinks.ownPage(of: element)
  }

  private func enclosures(of item: Int64) throws -> [Entry.Enclosure] {
    let found = try rows(
      """
      SELECT href, type, title, length, width, height FROM enclosure
      WHERE item = ? ORDER BY position
      """, [item])
    var list: [Entry.Enclosure] = []
    while let row = try found.next() {
      list.append(
        Entry.Enclosure(
          href: row[0], type: row[1], title: row[2], length: row[3], width: row[4], height: row[5]))
    }
    return list
  }

  private func links(of item: Int64) throws -> [Entry.LinkCard] {
    let found = try rows(
      "SELECT href, title, description, picture FROM link_card WHERE item = ? ORDER BY position",
      [item])
    var list: [Entry.LinkCard] = []
    while let row = try found.next() {
      list.append(
        Entry.LinkCard(href: row[0], title: row[1], description: row[2], picture: row[3]))
    }
    return list
  }

  /// In the order in which the addresses were first met.
  private func mentions(of item: Int64) throws -> [BareJID] {
    let found = try rows(
      "SELECT jid.jid FROM mention JOIN jid ON jid.id = mention.jid WHERE item = ? ORDER BY mention.jid",
      [item])
    var list: [BareJID] = []
    while let row = try found.next() { list.append(try storedJID(row[0]).bare) }
    return list
  }

  private func references(of item: Int64) throws -> [Entry.Reference] {
    let found = try rows(
      """
      SELECT kind, jid.jid, node, target, page FROM reference
      LEFT JOIN jid ON jid.id = reference.service WHERE item = ? ORDER BY position
      """, [item])
    var list: [Entry.Reference] = []
    while let row = try found.next() {
      var place: XMPPURI.Place?
      if let service = row[1] as String? {
        place = XMPPURI.Place(
          service: try storedJID(service).bare, node: row[2], item: row[3] as String)
      }
      list.append(
        Entry.Reference(kind: .init(rawValue: row[0]) ?? .reply, place: place, page: row[4]))
    }
    return list
  }

  private func location(_ row: Columns) -> Entry.Location? {
    let (latitude, longitude, name) = (
      row[18] as Double?, row[19] as Double?, row[20] as String?
    )
    var coordinates: Entry.Location.Coordinates?
    if let latitude, let longitude {
      coordinates = Entry.Location.Coordinates(latitude: latitude, longitude: longitude)
    }
    guard coordinates != nil || name != nil else { return nil }
    return Entry.Location(coordinates: coordinates, name: name)
  }
}
