import PubSub
import Social
import Store
import XML
import XMPP

/// Ad-hoc commands (XEP-0050): what can be asked for by forms. Nothing is kept between the steps of a command: what a
/// later step needs comes back with its form.
extension Context {
  struct Offered: Sendable {
    let node: String
    let name: String
    /// Who finds it in the list.
    let audience: Audience
    let run: @Sendable (Command, IQ) throws(StanzaError) -> Work
  }

  enum Audience: Sendable {
    case everybody
    /// Our own people.
    case locals
    /// Who owns a node, and the administrators.
    case moderators
    case administrators
  }

  var commands: [Offered] {
    [
      Offered(
        node: Context.pendingCommand, name: "Requests to subscribe that wait for you",
        audience: .everybody, run: pendingRequests),
      Offered(
        node: ModerationForm.report, name: "Report a post", audience: .everybody,
        run: reportByForm),
      Offered(
        node: HistoryForm.command, name: HistoryForm.name, audience: .everybody, run: history),
      Offered(
        node: OptOutForm.command, name: OptOutForm.name, audience: .everybody, run: optOut),
      Offered(
        node: FollowForm.follow, name: FollowForm.followName, audience: .locals, run: follow),
      Offered(
        node: FollowForm.follows, name: FollowForm.followsName, audience: .locals, run: follows),
      Offered(
        node: FollowForm.unfollow, name: FollowForm.unfollowName, audience: .locals, run: unfollow),
      Offered(
        node: FollowForm.audit, name: FollowForm.auditName, audience: .administrators,
        run: auditSource),
      Offered(
        node: ModerationForm.queue, name: ModerationForm.queueName, audience: .moderators,
        run: reportQueue),
      Offered(node: ModerationForm.hide, name: "Hide a post", audience: .moderators, run: hide),
      Offered(
        node: ModerationForm.show, name: "Show hidden posts again", audience: .moderators,
        run: show),
      Offered(
        node: ModerationForm.removeAll, name: "Remove everything of an account",
        audience: .moderators, run: removeAll),
      Offered(
        node: ModerationForm.audit, name: "What moderators did", audience: .moderators,
        run: audit),
    ]
  }

  /// The nodes of service discovery that stand for commands: no node of the service may be called so.
  static let commandNames = Set(
    [Namespace.commands, pendingCommand, HistoryForm.command, OptOutForm.command]
      + FollowForm.commands + ModerationForm.commands)

  func execute(_ iq: IQ) throws(StanzaError) -> Work {
    let command = try Command(try iq.request)
    guard let offered = commands.first(where: { $0.node == command.node }) else {
      throw StanzaError(.itemNotFound, "There is no such command here.")
    }
    guard command.action != .prev else {
      throw .command(.badAction, "There is no step to go back to.")
    }
    if command.action == .cancel { return .answer(answer(command, .canceled).element) }
    return try offered.run(command, iq)
  }

  /// Section 3.2; nil if the node does not stand for commands.
  func commandList(_ node: String, _ iq: IQ) -> Work? {
    // A command is known, and nothing is below it.
    guard node == Namespace.commands else {
      return commands.contains { $0.node == node }
        ? .answer(DiscoItems(node: node).element) : nil
    }
    return .read { snapshot in
      let audiences = try audiences(of: iq.from.bare, snapshot)
      let items = commands.filter { audiences.contains($0.audience) }.map {
        DiscoItems.Item(JID(jid), node: $0.node, name: $0.name)
      }
      return Reply(DiscoItems(node: node, items: items).element)
    }
  }

  private func audiences(of jid: BareJID, _ snapshot: Snapshot) throws -> Set<Audience> {
    var audiences: Set<Audience> = [.everybody]
    if policy.isLocal(jid) { audiences.insert(.locals) }
    if try isModerator(jid, snapshot) { audiences.insert(.moderators) }
    if policy.isAdmin(jid) { audiences.insert(.administrators) }
    return audiences
  }

  func isModerator(_ jid: BareJID, _ snapshot: Snapshot) throws -> Bool {
    Moderate.isModerator(
      jid, ownsNodes: try snapshot.ownsNodes(jid, in: service), policy)
  }

  /// What service discovery says of the list of commands and of one.
  func commandInfo(_ node: String) -> Element? {
    if node == Namespace.commands {
      return DiscoInfo(
        node: node, identities: [DiscoInfo.Identity("automation", "command-list")],
        features: [Namespace.commands]
      ).element
    }
    guard let offered = commands.first(where: { $0.node == node }) else { return nil }
    return DiscoInfo(
      node: node,
      identities: [DiscoInfo.Identity("automation", "command-node", name: offered.name)],
      features: [Namespace.commands, Namespace.dataForms]
    ).element
  }
}

// MARK: - Answers

extension Context {
  /// - Parameter note: what people read of it.
  func answer(_ command: Command, _ status: Command.Status, note: String? = nil) -> Command {
    Command(
      command.node, sessionID: command.sessionID ?? Context.newName(), status: status,
      notes: note.map { [Command.Note(.info, $0)] } ?? [])
  }

  /// Asks for a form to be filled in.
  ///
  /// - Parameters:
  ///   - more: `next` goes on to another page.
  ///   - default: what is done if nothing else is said.
  func asking(
    _ command: Command, _ form: DataForm, more: Bool = false,
    default action: Command.Action = .complete
  ) -> Command {
    var answer = answer(command, .executing)
    answer.actions = Command.Actions(more ? [.next, .complete] : [.complete], default: action)
    answer.form = form
    return answer
  }
}
