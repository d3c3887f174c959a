import Foundation
import GRDB
package import PubSub
import XMPP

/// How an item of another service is not what is here.
enum ItemDifference: Hashable, Sendable {
  /// It is not here in that version.
  case version
  /// Its service names another author, and is believed.
  case publisher
  /// Its service names another author, and is not: what is here stays as it is, the number says where, but for that.
  case claim(item: Int64)
}

extension Snapshot {
  /// Those of some items that are not here in that very version, and those that are, but are said to be another one's.
  package func differing(_ items: [ForeignItem], in source: Source) throws -> (
    versions: Set<ItemID>, authors: Set<ItemID>
  ) {
    var (versions, authors): (Set<ItemID>, Set<ItemID>) = ([], [])
    for item in items {
      switch try difference(of: item, in: source) {
      case .version: versions.insert(item.id)
      case .publisher, .claim: authors.insert(item.id)
      case nil: break
      }
    }
    return (versions, authors)
  }

  func difference(of item: ForeignItem, in source: Source) throws -> ItemDifference? {
    let held = try first(
      """
      SELECT item.id, item.payload, author.jid, claimed.jid FROM item
      JOIN node ON node.id = item.node JOIN jid AS author ON author.id = item.publisher
      LEFT JOIN jid AS claimed ON claimed.id = item.claimed
      WHERE item.node = ? AND item.name = ? AND item.sequence > node.floor
      """, [source.number, item.id.name]
    ) { (number: $0[0] as Int64, payload: $0[1] as Data?, names: [$0[2], $0[3]] as [String?]) }
    guard let held, held.payload == item.payload.map({ Data($0) }) else { return .version }
    // Whoever is named by nobody now is the author as before.
    guard let named = item.named, !held.names.contains(named.description) else { return nil }
    return item.publisher == nil ? .claim(item: held.number) : .publisher
  }
}
