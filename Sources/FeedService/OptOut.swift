import PubSub
import Social
import Store
import XMPP

/// Whoever writes elsewhere decides whether that is found here, and on the public web; whoever owns a node elsewhere, whether
/// that is.
extension Context {
  func optOut(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    let account = iq.from.bare
    guard let form = command.form else {
      return .read { snapshot in
        let form = OptOutForm.form(
          isFound: try !snapshot.hasOptedOut(account), try snapshot.consent(account),
          try snapshot.robots(account))
        return Reply(asking(command, form).element)
      }
    }
    let request = try OptOutRequest(form)
    let node = try request.node.map(FollowAddress.init(submitted:))
    try charge(iq)
    return .write { tx in
      let note: String
      if let node {
        note = try decide(request, on: node, by: account, tx)
      } else {
        note = try decide(request, by: account, tx)
      }
      return Reply(answer(command, .completed, note: note).element)
    }
  }

  private func decide(_ request: OptOutRequest, by account: BareJID, _ tx: Transaction) throws
    -> String
  {
    if !request.isFound || request.publication?.isAllowed != nil || request.robots ?? .all != .all {
      try requireRoom(for: account, tx)
    }
    guard request.isFound else {
      try tx.optOut(account, .now)
      return
        "What you wrote elsewhere is not found here any more, and will not be. What you publish on this service itself "
        + "stays: retract it where you like."
    }
    let isOurs = policy.domains.contains(account.domain)
    try tx.optIn(
      account, publication: request.publication, robots: request.robots, isOurs: isOurs,
      isIndexed: isOurs && policy.indexesOwners, .now)
    return "What you write elsewhere may be found here."
  }

  /// So many decisions of the people of a domain elsewhere are remembered: a domain has as many people as it likes. Whoever
  /// has something here may always decide.
  static let decisionsPerDomain = 10_000
  /// So many nodes of an account that are not here may be kept out: it can give them any names.
  static let nodesPerAccount = 100

  private func requireRoom(for account: BareJID, _ tx: Transaction) throws {
    guard try !tx.snapshot.hasDecided(account), try !tx.snapshot.holdsAnything(of: account)
    else { return }
    try requireRoom(in: account.domain, tx)
  }

  private func requireRoom(for node: NodeID, of service: BareJID, _ tx: Transaction) throws {
    guard try !tx.snapshot.isOptedOut(node, of: service),
      try tx.snapshot.source(node, of: service) == nil
    else { return }
    let count = try tx.snapshot.countOptedOut(of: service)
    guard count < Self.nodesPerAccount else {
      throw StanzaError(
        .resourceConstraint,
        "Too many nodes of \(service) that are not here are kept out; keep out all that is yours.")
    }
    // All of them together are one decision.
    if count == 0 { try requireRoom(in: service.domain, tx) }
  }

  private func requireRoom(in domain: String, _ tx: Transaction) throws {
    guard !policy.domains.contains(domain),
      try tx.snapshot.decisions(of: domain) >= Self.decisionsPerDomain
    else { return }
    throw StanzaError(
      .resourceConstraint,
      "Too many people of \(domain) have decided something here; ask the administrators.",
      kind: .wait)
  }

  /// Whoever owns nothing there learns nothing of what is followed.
  private func decide(
    _ request: OptOutRequest, on address: FollowAddress, by account: BareJID, _ tx: Transaction
  ) throws -> String {
    guard let node = address.node, try tx.snapshot.isOwner(account, of: node, at: address.service)
    else { throw StanzaError(.forbidden, "We do not know that you own that.") }
    guard request.isFound else {
      try requireRoom(for: node, of: address.service, tx)
      try tx.optOut(node, of: address.service, .now)
      return "It is not found here any more, and will not be."
    }
    try tx.optIn(node, of: address.service, .now)
    return "It may be found here."
  }
}
