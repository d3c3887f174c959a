import GRDB
package import PubSub
package import Social
import XMPP

extension Snapshot {
  /// What the service adds to an item as it is delivered.
  ///
  /// - Parameter page: the address of the page of a post that the public may read.
  package func serverLinks(
    of item: ItemID, in node: NodeRecord, page: (NodeID, ItemID) -> String?
  ) throws -> ServerLinks {
    guard let place = try itemPlace(item, in: node), place.sequence > node.floor else {
      return ServerLinks()
    }
    let hasPage =
      try node.isReadable && SocialNode.isListed(name: node.facts.id.name, type: nil)
      && number("SELECT 1 FROM entry WHERE item = ?", [place.number]) != nil
    var links = ServerLinks(page: hasPage ? page(node.facts.id, item) : nil)
    if let comments = try boundComments(of: item, place.number, in: node),
      let service = try address(ofServiceOf: comments.number)
    {
      links.comments = XMPPURI.Place(service: service, node: comments.facts.id.name)
    }
    return links
  }
}
