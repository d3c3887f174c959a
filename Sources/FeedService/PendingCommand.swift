import PubSub
import Store
import XMPP

/// `http://jabber.org/protocol/pubsub#get-pending`: an owner asks for the requests to subscribe that wait (XEP-0060,
/// section 8.7). The first step names the nodes, the second has the requests of one sent again; who names a
/// node at once needs one step. Nothing is kept between the two.
extension Context {
  static let pendingCommand = Namespace.pubsub + "#get-pending"

  /// So many requests of one node are sent again at a time.
  private static let maximumRequests = 100

  func pendingRequests(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    guard let form = command.form else {
      return .read { snapshot in try pendingNodes(command, iq.from.bare, snapshot) }
    }
    guard form.formType == nil || form.formType == AuthorizationForm.formType,
      form.repeatedField == nil, let names = form.values(of: "pubsub#node"), names.count == 1,
      let name = names.first
    else { throw .command(.badPayload, "The form names one node, in pubsub#node.") }
    let id = try NodeID(name)
    try charge(iq)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let node = try node(id, for: iq, tx.snapshot, known, ManageSubscriptions.authorize)
      let questions = try tx.snapshot.pending(node, limit: Self.maximumRequests).map {
        Authorize.question($0, node.facts, to: .one(iq.from))
      }
      try tx.apply(Decision(events: questions), in: service, now: now, known)
      return Reply(answer(command, .completed).element)
    }
  }

  private func pendingNodes(_ command: Command, _ jid: BareJID, _ snapshot: Snapshot) throws
    -> Reply
  {
    let nodes = try snapshot.nodesWithPending(
      ownedBy: jid, in: service, limit: policy.maximumEntriesPerList)
    try Moderate.authorize(
      jid, ownsNodes: try !nodes.isEmpty || snapshot.ownsNodes(jid, in: service), policy)
    var answer = answer(command, .executing)
    answer.actions = Command.Actions([.next, .complete], default: .complete)
    answer.form = DataForm(
      .form, formType: AuthorizationForm.formType, title: "Requests to subscribe",
      fields: [
        DataForm.Field(
          "pubsub#node", .listSingle, label: "Node",
          options: nodes.map { DataForm.Option($0.name) })
      ])
    return Reply(answer.element)
  }
}
