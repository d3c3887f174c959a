import GRDB
import PubSub
import Social
import XML
import XMPP

// Who is publicly subscribed to a node (XEP-0465, "Retrieving Public Subscribers to a node"). The list is written in the
// transaction that changes the subscriptions, which it follows from alone: nothing of it need ever be made anew from
// payloads. Each change costs the same, however long the list is.

extension Transaction {
  /// Changes an account's subscriptions to a node. Whether the account is on the list of those who follow the node
  /// depends on what they all are then.
  func following(
    _ jid: BareJID, _ node: NodeRecord, _ now: Timestamp, _ change: () throws -> Void
  ) throws {
    // Nobody follows what is kept for another node.
    guard node.keeping == nil else { return try change() }
    let account = try intern(jid)
    let before = try snapshot.isFollower(account, of: node)
    try change()
    let isFollower = try snapshot.isFollower(account, of: node)
    guard isFollower != before, let service = try snapshot.service(ofNode: node.number) else {
      return
    }
    try changed(blogOf: jid)
    let id = try followerID(account, of: node)
    if isFollower {
      try list(Follower(jid), as: id, of: node, service, now)
    } else {
      try unlist(id, of: node, service, now)
    }
  }

  /// The same whenever an account follows a node, and nothing that says which one it is, or when it came.
  private func followerID(_ account: Int64, of node: NodeRecord) throws -> ItemID {
    ItemID(stored: try Cipher(db).list(.followers, of: node.number).name(account))
  }

  private func list(
    _ follower: Follower, as id: ItemID, of target: NodeRecord, _ service: ServiceID,
    _ now: Timestamp
  ) throws {
    let list = try stored(try snapshot.followerList(of: target, in: service), service, now)
    try put(follower.element.canonical, as: id, in: list, service, now)
  }

  private func unlist(
    _ id: ItemID, of target: NodeRecord, _ service: ServiceID, _ now: Timestamp
  ) throws {
    let list = try snapshot.followerList(of: target, in: service)
    guard try snapshot.item(id, in: list) != nil else { return }
    try takeBack(id, from: list, service, now)
  }

  /// A list as it is stored from now on: with the first who is on it, or who wants to be told who is.
  func stored(_ list: NodeRecord, _ service: ServiceID, _ now: Timestamp) throws -> NodeRecord {
    guard !list.isStored else { return list }
    var configuration = list.facts.configuration
    // Its rules are looked up where they stand, in the other node.
    configuration.follow(AccessRules())
    try create(list.facts.id, configuration, list.facts.creator, service, now)
    guard let node = try snapshot.node(list.facts.id, in: service) else {
      throw StoreError.internalFailure("a list of followers that was made is not there")
    }
    return node
  }
}
