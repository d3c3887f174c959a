import GRDB
package import PubSub
import Social
package import XMPP

extension Snapshot {
  /// Where a heart goes of somebody who notices a post now: to the comments that belong to it. Nil if there are none, or
  /// if they have noticed the post already, by a heart or otherwise.
  package func placeForHeart(on item: ItemID, in node: NodeRecord, by jid: BareJID) throws -> (
    node: NodeRecord, service: ServiceID
  )? {
    guard let place = try itemPlace(item, in: node), place.sequence > node.floor else {
      return nil
    }
    if let number = try number(of: jid.description), try hasNoticed(place.number, number) {
      return nil
    }
    guard let comments = try boundComments(of: item, place.number, in: node),
      let service = try service(ofNode: comments.number)
    else { return nil }
    return (comments, service)
  }

  /// The comments node that belongs to a post, that which the post names before others.
  func boundComments(of item: ItemID, _ post: Int64, in node: NodeRecord) throws -> NodeRecord? {
    let named = try commentsNode(of: item, in: node)
    return try named?.post == post ? named : ownComments(ofPost: post)
  }

  /// The comments node that belongs to a post; the oldest, if there are several.
  func ownComments(ofPost post: Int64) throws -> NodeRecord? {
    try number(
      """
      SELECT id FROM node
      WHERE post = ? AND deleted IS NULL AND quiet = 1 AND kept_for IS NULL ORDER BY id LIMIT 1
      """, [post]
    ).flatMap { try node(number: $0) }
  }

  /// So many of the newest hearts of one person on one post are looked at.
  private static let maximumHearts = 64

  /// The heart that the service has written on a post for somebody, and whether they have one of their own there.
  func hearts(of noticer: Noticer) throws -> (written: Int64?, hasOwn: Bool) {
    let found = try rows(
      """
      SELECT item.id, item.name FROM heart JOIN item ON item.id = heart.item
      JOIN node ON node.id = item.node
      WHERE heart.post = ? AND heart.jid = ? AND item.sequence > node.floor
      ORDER BY heart.item DESC LIMIT ?
      """, [noticer.post, noticer.jid, Self.maximumHearts])
    var hearts: (written: Int64?, hasOwn: Bool) = (nil, false)
    while let row = try found.next() {
      if Heart.isWritten(ItemID(stored: row[1])) {
        hearts.written = row[0]
      } else {
        hearts.hasOwn = true
      }
    }
    return hearts
  }

  func hasAttachedNoticed(_ noticer: Noticer) throws -> Bool {
    try number(
      "SELECT 1 FROM attachment WHERE post = ? AND jid = ? AND noticed = 1 LIMIT 1",
      [noticer.post, noticer.jid]) != nil
  }
}
