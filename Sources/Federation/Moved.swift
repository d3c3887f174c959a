import Social
import Store
import XMPP

extension Transaction {
  /// A node has gone, and perhaps another one stands in its place.
  func move(_ source: Source, to redirect: String?, _ now: Timestamp) throws {
    guard let address = redirect.flatMap({ try? FollowAddress($0) }), let node = address.node
    else { return }
    try follow(source, to: node, of: address.service, now)
  }
}
