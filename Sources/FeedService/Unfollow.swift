import PubSub
import Social
import Store
import XMPP

/// Whoever has asked for something elsewhere wants it no more; what nobody wants is forgotten.
extension Context {
  /// So much is offered in one form; whatever else they follow can be named.
  private static let choices = 200

  func unfollow(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    let jid = try follower(iq)
    guard let form = command.form else {
      return .read { snapshot in
        let addresses = try choices(of: jid, snapshot)
        guard !addresses.isEmpty else {
          return Reply(answer(command, .completed, note: "You follow nothing elsewhere.").element)
        }
        return Reply(asking(command, FollowForm.unfollowForm(addresses)).element)
      }
    }
    let request = try UnfollowRequest(form)
    try charge(iq, request.addresses.count)
    return .write { tx in
      for address in request.addresses {
        guard try unfollow(address, by: jid, tx) else {
          throw StanzaError(.itemNotFound, "You do not follow \(address).")
        }
      }
      return Reply(answer(command, .completed, note: "You follow it no more.").element)
    }
  }

  private func unfollow(_ address: FollowAddress, by jid: BareJID, _ tx: Transaction) throws -> Bool
  {
    guard let node = address.node else {
      return try policy.isAdmin(jid) && tx.unfollowService(address.service, .admin, .now)
    }
    // Administrators may have followed it for themselves before they were ones.
    let isMine = try tx.unfollow(Follow(node, of: address.service, for: jid), .now)
    guard policy.isAdmin(jid) else { return isMine }
    return try tx.unfollow(Follow(node, of: address.service, .admin), .now) || isMine
  }

  private func choices(of jid: BareJID, _ snapshot: Snapshot) throws -> [FollowAddress] {
    func addresses(_ followed: [Followed]) -> [FollowAddress] {
      followed.map { FollowAddress(service: $0.service, node: $0.node) }
    }
    let mine = addresses(try snapshot.followed(by: jid, limit: Self.choices))
    guard policy.isAdmin(jid) else { return mine }
    let services = try snapshot.serviceFollows.filter { $0.origins.contains(.admin) }
      .map { FollowAddress(service: $0.service) }
    let nodes = try snapshot.followed(as: .admin, limit: Self.choices)
    let all = services + addresses(nodes)
    return Array((all + mine.filter { !all.contains($0) }).prefix(Self.choices))
  }
}
