import XMPP

/// The hierarchy of nodes (XEP-0496).
package enum Lineage {
  /// How many nodes may stand above one another.
  package static let maximumDepth = 16
  /// How many nodes may be led to by the relations of a node that others are to lead to, itself among them.
  package static let maximumReach = 64

  /// A node that another one is to stand below, or to belong to.
  package struct Relative: Hashable, Sendable {
    package var id: NodeID
    /// Whether the asker may publish in it: who may add items may add nodes.
    package var mayPublish: Bool
    package var parent: NodeID?
    package var link: NodeID?
    /// It and all nodes that its relations lead to.
    package var reach: Set<NodeID>
    /// How many nodes stand above it.
    package var depth: Int

    package init(
      id: NodeID, mayPublish: Bool, parent: NodeID? = nil, link: NodeID? = nil,
      reach: Set<NodeID>, depth: Int = 0
    ) {
      self.id = id
      self.mayPublish = mayPublish
      self.parent = parent
      self.link = link
      self.reach = reach
      self.depth = depth
    }
  }

  /// What is known of the relations that a configuration names.
  package struct Facts: Hashable, Sendable {
    /// Nil: there is no such node.
    package var parent: Relative?
    package var link: Relative?
    /// How many levels of nodes stand below the node itself.
    package var height: Int

    package init(parent: Relative? = nil, link: Relative? = nil, height: Int = 0) {
      self.parent = parent
      self.link = link
      self.height = height
    }
  }

  /// Checks the relations of a new configuration and completes them: a node that belongs to another one
  /// has the same parent (XEP-0496, section 4.2).
  ///
  /// - Parameters:
  ///   - node: nil for one that has no name yet.
  ///   - old: nil for a new one.
  static func settle(
    _ new: NodeConfiguration, of node: NodeID?, from old: NodeConfiguration?, _ facts: Facts
  ) throws(StanzaError) -> NodeConfiguration {
    guard new.parent != old?.parent || new.link != old?.link else { return new }
    var new = new
    if new.link != nil {
      guard let link = facts.link else { throw missing("link") }
      // It will stand beside that node, not below it.
      try check(link, node, depth: link.depth + facts.height)
      // What it has from its present link goes with that link.
      let isInherited = old?.link != nil && new.parent == old?.parent
      guard new.parent == nil || new.parent == link.parent || isInherited else {
        throw invalid("A node with a link has the parent of the node that it leads to.")
      }
      new.parent = link.parent
    } else if new.parent != nil, new.parent != old?.parent {
      guard let parent = facts.parent else { throw missing("parent") }
      try check(parent, node, depth: parent.depth + 1 + facts.height)
    }
    return new
  }

  /// - Parameter depth: how many nodes would stand above the lowest one.
  private static func check(_ relative: Relative, _ node: NodeID?, depth: Int)
    throws(StanzaError)
  {
    guard relative.mayPublish else {
      throw StanzaError(.forbidden, "You may not publish in \(relative.id), nor add nodes to it.")
    }
    if let node, relative.reach.contains(node) {
      throw invalid("A node cannot come back to itself through its relations.")
    }
    guard relative.reach.count <= maximumReach else {
      throw invalid("The relations of \(relative.id) lead too far.")
    }
    guard depth <= maximumDepth else {
      throw invalid("At most \(maximumDepth) nodes stand above one another.")
    }
  }

  private static func missing(_ relation: String) -> StanzaError {
    invalid("The \(relation) of the node is not there.")
  }

  private static func invalid(_ text: String) -> StanzaError {
    .pubsub(.notAllowed, .invalidOption, text)
  }
}
