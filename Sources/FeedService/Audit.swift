import PubSub
import Store
import XMPP

/// The log of moderation, for the owners of a node, and for the administrators of all.
extension Context {
  func audit(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    guard let form = command.form else {
      return .answer(asking(command, ModerationForm.auditForm).element)
    }
    let request = try AuditRequest(form)
    // Whoever has seen enough of the pages says so.
    if command.action == .complete, request.before != nil {
      return .answer(answer(command, .completed).element)
    }
    let known = known
    return .read { snapshot in
      let node = try request.node.map {
        try self.node($0, for: iq, snapshot, known, Hide.authorize)
      }
      if node == nil { try Moderate.authorizeAllNodes(iq.from.bare, policy) }
      let cipher = cipher.list(.audit, of: node?.number ?? 0)
      let page = try snapshot.acts(
        of: node, in: service, before: try request.before.map { try cipher.place($0) },
        limit: AuditLimits.perPage)
      let form = ModerationForm.auditPage(
        page.acts.map { $0.act.line(at: $0.time) }, of: request.node,
        before: page.next.map { cipher.name($0) })
      guard page.next == nil else {
        return Reply(asking(command, form, more: true, default: .next).element)
      }
      var answer = answer(command, .completed)
      answer.form = form
      return Reply(answer.element)
    }
  }
}
