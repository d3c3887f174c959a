import Foundation
import GRDB
package import Social
package import XMPP

// The pictures of people, as the public may see them: of those alone who have written something that it may read.
extension Store {
  /// That somebody looks at a picture is noted so often.
  private static let useInterval: Int64 = 86_400_000

  /// A picture of somebody; nil if there is none, or if it is not for the public.
  package func picture(_ id: AvatarID, _ now: Timestamp) async throws -> AvatarPicture? {
    guard let (picture, used) = try await read({ try $0.publicPicture(id) }) else { return nil }
    if used + Self.useInterval < now.milliseconds {
      // Nobody waits for that: at worst it goes a day too soon.
      submit {
        try $0.use(id, now)
      } completion: { _ in
      }
    }
    return picture
  }
}

extension Snapshot {
  /// So many of the oldest and so many of the newest items of somebody, reactions among them, are looked through for a post
  /// that the public may read, and so many people who show the same picture: where there is none, which is often asked for,
  /// all of them are.
  static let itemsLookedAt = 250
  private static let alike = 100

  private enum Age: String {
    case oldest = "ASC"
    case newest = "DESC"
  }

  /// A node in which everybody may read a post of somebody's.
  private static func publicNode(of publisher: String, among age: Age) -> String {
    """
    SELECT node.id FROM (
      SELECT id, node, sequence FROM item WHERE publisher = \(publisher)
      ORDER BY id \(age.rawValue) LIMIT \(itemsLookedAt)
    ) AS own
    JOIN entry ON entry.item = own.id JOIN node ON node.id = own.node
    WHERE node.readable = 1 AND node.deleted IS NULL AND node.itemreply = 'publisher'
      AND own.sequence > node.floor
    LIMIT 1
    """
  }

  static let publicPicture = """
    SELECT picture.type, picture.bytes, picture.used FROM picture
    WHERE picture.hash = ?1 AND EXISTS (
      SELECT 1 FROM (SELECT jid FROM person WHERE picture = ?1 LIMIT \(alike)) AS shown
      WHERE EXISTS (\(publicNode(of: "shown.jid", among: .newest)))
        OR EXISTS (\(publicNode(of: "shown.jid", among: .oldest))))
    """

  fileprivate func publicPicture(_ id: AvatarID) throws -> (AvatarPicture, used: Int64)? {
    let found = try first(Self.publicPicture, [id.description]) { row in
      let bytes: Data = row[1]
      return PictureFormat(rawValue: row[0]).map {
        (AvatarPicture(id: id, format: $0, bytes: Array(bytes)), row[2] as Int64)
      }
    }
    return found ?? nil
  }

  /// What an account says of itself, its picture only where everybody may see it; nil if it has said nothing, or is no
  /// account.
  func profile(of account: BareJID) throws -> PersonView? {
    guard account.local != nil else { return nil }
    let found = try first(
      """
      SELECT person.nickname, picture.hash, jid.id FROM jid JOIN person ON person.jid = jid.id
      LEFT JOIN picture ON picture.hash = person.picture WHERE jid.jid = ?
      """, [account.description]
    ) {
      let picture = ($0[1] as String?).flatMap(AvatarID.init)
      return (person: PersonView(nickname: $0[0], picture: picture), number: $0[2] as Int64)
    }
    guard var (person, number) = found, person.picture != nil else { return found?.person }
    // One of the oldest stays among them as long as it is there; with any other post one may be of the newest no more, or
    // be the first.
    if let node = try self.number(Self.publicNode(of: "?", among: .oldest), [number]) {
      noted?.note(node)
      return person
    }
    noted?.noteEverything()
    let recent = try self.number(Self.publicNode(of: "?", among: .newest), [number])
    if recent == nil { person.picture = nil }
    return person
  }

  /// What the publisher of an item says of themself, where the node says who that is.
  func profile(ofPublisher item: Int64) throws -> (nickname: String?, picture: AvatarID?)? {
    try first(
      """
      SELECT person.nickname, picture.hash FROM item
      JOIN node ON node.id = item.node AND node.itemreply = 'publisher'
      JOIN person ON person.jid = item.publisher
      LEFT JOIN picture ON picture.hash = person.picture
      WHERE item.id = ?
      """, [item]
    ) { ($0[0], ($0[1] as String?).flatMap(AvatarID.init)) }
  }
}
