import PubSub
import Store
import XML
import XMPP

/// Ad-hoc commands (XEP-0050): what can be asked for by forms.
extension Context {
  struct Offered: Sendable {
    let node: String
    let name: String
    let run: @Sendable (Command, IQ) throws(StanzaError) -> Work
  }

  var commands: [Offered] {
    [
      Offered(
        node: Context.pendingCommand, name: "Requests to subscribe that wait for you",
        run: pendingRequests)
    ]
  }

  /// The nodes of service discovery that stand for commands: no node of the service may be called so.
  static let commandNames: Set<String> = [Namespace.commands, pendingCommand]

  func execute(_ iq: IQ) throws(StanzaError) -> Work {
    let command = try Command(try iq.request)
    guard let offered = commands.first(where: { $0.node == command.node }) else {
      throw StanzaError(.itemNotFound, "There is no such command here.")
    }
    guard command.action != .prev else {
      throw .command(.badAction, "There is no step to go back to.")
    }
    return try offered.run(command, iq)
  }

  /// Section 3.2; nil if the node does not stand for commands.
  func commandList(_ node: String) -> Element? {
    let items = commands.map { DiscoItems.Item(JID(jid), node: $0.node, name: $0.name) }
    if node == Namespace.commands { return DiscoItems(node: node, items: items).element }
    // A command is known, and nothing is below it.
    return commands.contains { $0.node == node } ? DiscoItems(node: node).element : nil
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
