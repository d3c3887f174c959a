import PubSub
import Social
import Store
import XMPP

/// Our own people follow nodes of other services, each for themself; administrators for everybody.
extension Context {
  func follow(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    let jid = try follower(iq)
    guard let form = command.form else {
      return .answer(asking(command, FollowForm.followForm).element)
    }
    let request = try FollowRequest(form)
    try charge(iq)
    return .write { tx in
      let (service, node) = (request.address.service, request.address.node)
      let wanted = node.map { self.wanted($0, of: service, by: jid) }
      let facts = FollowElsewhere.Facts(
        isOurs: try tx.snapshot.isHosted(service),
        hasOptedOut: try tx.snapshot.hasOptedOut(node, of: service),
        isFollowed: try wanted.map(tx.snapshot.isAskedFor) ?? false,
        count: try tx.snapshot.countFollowed(by: jid))
      try FollowElsewhere.authorize(node, of: service, facts, by: jid, policy)
      if let wanted {
        try tx.follow(wanted, .now)
      } else {
        try tx.followService(service, .admin, .now)
      }
      let note =
        "\(request.address) is followed. What everybody may read there is found here before long."
      return Reply(answer(command, .completed, note: note).element)
    }
  }

  /// What somebody asks for: an administrator's word is one, whoever of them says it.
  func wanted(_ node: NodeID, of service: BareJID, by jid: BareJID) -> Follow {
    policy.isAdmin(jid) ? Follow(node, of: service, .admin) : Follow(node, of: service, for: jid)
  }

  /// Throws if who asks is none of our own people.
  func follower(_ iq: IQ) throws(StanzaError) -> BareJID {
    let jid = iq.from.bare
    guard policy.isLocal(jid), !policy.isBlocked(jid) else {
      throw StanzaError(.forbidden, "That is for accounts of this server.")
    }
    return jid
  }
}
