import Social
import Store
import XMPP

extension Transaction {
  /// A node has gone, and another one stands in its place: whoever wanted it wants that one.
  func move(_ source: Source, to redirect: String?, _ now: Timestamp) throws {
    guard let address = redirect.flatMap({ try? FollowAddress($0) }), let node = address.node,
      address.service != source.service || node != source.node
    else { return }
    for origin in try snapshot.origins(source) {
      try follow(Follow(node, of: address.service, origin), now)
    }
  }
}
