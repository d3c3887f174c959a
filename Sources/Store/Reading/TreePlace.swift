/// A place in the tree below a node (XEP-0499). It is there whatever comes and goes.
///
/// The order of a tree: a node, its items in the order of the last publish, the nodes that belong to it, and those
/// below it, each with all that is theirs. Nodes beside one another stand in the order of their creation.
package struct TreePlace: Hashable, Sendable, Comparable {
  /// From a node to one that belongs to it, or stands below it.
  package struct Step: Hashable, Sendable, Comparable {
    package let isLink: Bool
    package let node: Int64

    package init(isLink: Bool, node: Int64) {
      self.isLink = isLink
      self.node = node
    }

    package static func < (one: Step, other: Step) -> Bool {
      one.isLink == other.isLink ? one.node < other.node : one.isLink
    }
  }

  package enum Part: Hashable, Sendable, Comparable {
    /// Just before the node.
    case start
    case node
    /// By its sequence number.
    case item(Int64)
    /// Just after all that is the node's.
    case end
  }

  /// From the root, which has none.
  package let path: [Step]
  package let part: Part

  package init(_ path: [Step], _ part: Part) {
    self.path = path
    self.part = part
  }

  package static func < (one: TreePlace, other: TreePlace) -> Bool {
    for (step, otherStep) in zip(one.path, other.path) where step != otherStep {
      return step < otherStep
    }
    if one.path.count == other.path.count { return one.part < other.part }
    return one.path.count < other.path.count ? one.part != .end : other.part == .end
  }
}

/// Which part of a tree is wanted.
package struct TreeRange: Hashable, Sendable {
  /// How many levels below the root.
  package var depth: Int
  /// Whether nodes are meant that belong to one of them.
  package var withLinks: Bool
  /// Only beyond this place, in the direction that is read.
  package var beyond: TreePlace?
  package var isBackwards: Bool
  /// So many nodes are looked at, whether the asker may see them or not.
  package var nodes: Int

  package init(
    depth: Int, withLinks: Bool, beyond: TreePlace? = nil, isBackwards: Bool = false, nodes: Int
  ) {
    self.depth = depth
    self.withLinks = withLinks
    self.beyond = beyond
    self.isBackwards = isBackwards
    self.nodes = nodes
  }
}
