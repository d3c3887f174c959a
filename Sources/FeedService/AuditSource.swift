import PubSub
import Social
import Store
import XMPP

/// An administrator has every post of a followed node compared with its service, and reads what that came to.
extension Context {
  func auditSource(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    guard policy.isAdmin(iq.from.bare) else {
      throw StanzaError(.forbidden, "That is for administrators.")
    }
    guard let form = command.form else {
      return .answer(asking(command, FollowForm.auditForm).element)
    }
    let request = try AuditOfSource(form)
    try charge(iq)
    return .write { tx in
      let address = request.address
      let source = try address.node.flatMap { try tx.snapshot.source($0, of: address.service) }
      guard let source else { throw StanzaError(.itemNotFound, "That is not followed.") }
      if request.isAgain { try tx.retry(source, for: .audit, .now) }
      let note =
        request.isAgain
        ? "All of it is compared now. What came of it is shown when you ask again."
        : source.task == .audit ? "It is being compared." : nil
      var answer = answer(command, .completed, note: note)
      answer.form = FollowForm.auditResult(source.auditRows(jid))
      return Reply(answer.element)
    }
  }
}

extension Source {
  fileprivate func auditRows(_ us: BareJID) -> [(name: String, label: String, value: String)] {
    var rows = [
      ("address", "Address", "\(FollowAddress(service: service, node: node))"),
      ("state", "State", state), ("items", "Posts", progress),
    ]
    if let audit {
      rows += [
        ("when", "Compared last", audit.at.text), ("missing", "Were missing", "\(audit.missing)"),
        ("differing", "Had changed", "\(audit.differing)"),
        ("stale", "Were gone there", "\(audit.stale)"),
      ]
    }
    if let advice = advice(.now, us) { rows.append(("remedy", "What is wrong", advice)) }
    return rows
  }
}
