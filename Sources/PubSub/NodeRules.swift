package import XMPP

/// What the type or the name of a node asks of it, beyond what XEP-0060 does. The engine knows no types: who does hands
/// it these.
package struct NodeRules: Sendable {
  /// The configuration of a new node of this name and type, on which its creator's form is merged.
  package var defaults:
    @Sendable (_ node: NodeID?, _ type: String?, ServicePolicy) -> NodeConfiguration
  /// Throws why a node may not be configured so; `old` is nil for a new one, `items` how many there are.
  package var check:
    @Sendable (_ node: NodeID, _ new: NodeConfiguration, _ old: NodeConfiguration?, _ items: Int)
      throws(StanzaError) -> Void
  /// Throws why an item may not be published in a node.
  package var admit:
    @Sendable (_ item: PublishRequest.Item, _ node: NodeID, NodeConfiguration)
      throws(StanzaError) -> Void

  package init(
    defaults: @escaping @Sendable (NodeID?, String?, ServicePolicy) -> NodeConfiguration,
    check:
      @escaping @Sendable (NodeID, NodeConfiguration, NodeConfiguration?, Int) throws(StanzaError)
      -> Void,
    admit:
      @escaping @Sendable (PublishRequest.Item, NodeID, NodeConfiguration) throws(StanzaError) ->
      Void
  ) {
    self.defaults = defaults
    self.check = check
    self.admit = admit
  }

  /// Nothing beyond XEP-0060.
  package static let none = NodeRules(
    defaults: { _, _, _ in NodeConfiguration() }, check: { _, _, _, _ throws(StanzaError) in },
    admit: { _, _, _ throws(StanzaError) in })
}

extension NodeRules {
  /// What a new node is where its form says nothing. Throws `undecided` where that depends on whether rosters can be seen,
  /// which is not known yet.
  func defaults(
    _ node: NodeID?, _ form: DataForm?, _ policy: ServicePolicy
  ) throws(StanzaError) -> NodeConfiguration {
    let type = form.flatMap(NodeForm.type)
    let configuration = defaults(node, type, policy)
    guard policy.mayYetSeeRosters, form?.value(of: NodeOptions.accessModel) == nil else {
      return configuration
    }
    var seeing = policy
    seeing.seesRosters = true
    guard defaults(node, type, seeing).accessModel == configuration.accessModel else {
      throw .undecided
    }
    return configuration
  }
}
