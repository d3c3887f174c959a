import GRDB
package import PubSub
package import XMPP

/// A node of a tree that the asker may see.
package struct TreeNode: Sendable {
  package let node: NodeRecord
  package let actor: Actor
  package let path: [TreePlace.Step]

  package func place(_ part: TreePlace.Part) -> TreePlace { TreePlace(path, part) }
}

/// What is met on the way through a tree.
package enum TreeStop: Sendable {
  case node
  /// The node's items, from one on or beyond it.
  case items(beyond: Int64?)
}

extension Snapshot {
  /// Goes through the tree below a node, which is met itself, as far as the asker may see it: what belongs to a node
  /// or stands below it is looked for only where the node itself is seen. What a page costs does not depend on what
  /// lies before it or behind it.
  ///
  /// - Parameter visit: is given one stop after the other, until it says false.
  /// - Returns: the place to go on from, if so many nodes were looked at as were to be.
  package func tree(
    below root: NodeRecord, _ range: TreeRange, for jid: BareJID, _ known: Acquaintances,
    visit: (TreeNode, TreeStop) throws -> Bool
  ) throws -> TreePlace? {
    let account = try number(of: jid.description)
    var walk = TreeWalk(
      snapshot: self, range: range, jid: jid, account: account, known: known, left: range.nodes)
    let start = TreeNode(node: root, actor: try actor(jid, of: root, known), path: [])
    _ = try walk.enter(start, isOnEdge: range.beyond != nil, visit)
    return walk.reached
  }

  /// Nodes that belong to a node, or stand below it and belong to none, between two numbers.
  fileprivate func relatives(
    of node: NodeRecord, linking isLink: Bool, after low: Int64, before high: Int64,
    isDescending: Bool, limit: Int
  ) throws -> [NodeRecord] {
    let relation = isLink ? "node.link = ?" : "node.parent = ? AND node.link IS NULL"
    let found = try rows(
      """
      SELECT \(Self.nodeColumns) FROM node JOIN jid AS creator ON creator.id = node.creator
      WHERE \(relation) AND node.deleted IS NULL AND node.id > ? AND node.id < ?
      ORDER BY node.id \(isDescending ? "DESC" : "ASC") LIMIT ?
      """, [node.number, low, high, limit])
    var list: [NodeRecord] = []
    while let row = try found.next() {
      var relative = try Self.node(row)
      // What belongs to a node has the same parent.
      let configuration = node.facts.configuration
      relative.facts.configuration.link = isLink ? node.facts.id : nil
      relative.facts.configuration.parent = isLink ? configuration.parent : node.facts.id
      let level = NodeRecord.Level(number: node.number, rules: configuration.rules)
      relative.above = isLink ? node.above : [level] + node.above
      list.append(try withHome(relative) ?? relative)
    }
    return list
  }
}

private struct TreeWalk {
  typealias Visit = (TreeNode, TreeStop) throws -> Bool

  let snapshot: Snapshot
  let range: TreeRange
  let jid: BareJID
  let account: Int64?
  let known: Acquaintances
  /// So many nodes more may be looked at.
  var left: Int
  var reached: TreePlace?

  /// So many nodes are read at a time.
  private static let portion = 32

  /// Goes through a node and all that is its own.
  ///
  /// - Parameter isOnEdge: whether the place to go on from is in there.
  /// - Returns: whether to go on.
  mutating func enter(_ here: TreeNode, isOnEdge: Bool, _ visit: Visit) throws -> Bool {
    var next: TreePlace.Step?
    var part: TreePlace.Part?
    if isOnEdge, let edge = range.beyond {
      next = edge.path.dropFirst(here.path.count).first
      part = next == nil ? edge.part : nil
    }
    let stops = stops(next, part)
    if range.isBackwards {
      let isPast = part.map { $0 != .end } ?? false
      guard try isPast || relatives(of: here, next, visit) else { return false }
      return try stops.allSatisfy { try visit(here, $0) }
    }
    guard try stops.allSatisfy({ try visit(here, $0) }) else { return false }
    return try part == .end || relatives(of: here, next, visit)
  }

  /// What of a node itself lies beyond a step from it, or beyond a part of it.
  private func stops(_ next: TreePlace.Step?, _ part: TreePlace.Part?) -> [TreeStop] {
    if range.isBackwards {
      switch part {
      case nil, .end: return [.items(beyond: nil), .node]
      case .item(let item): return [.items(beyond: item), .node]
      case .node, .start: return []
      }
    }
    guard next == nil else { return [] }
    switch part {
    case nil, .start: return [.node, .items(beyond: nil)]
    case .node: return [.items(beyond: nil)]
    case .item(let item): return [.items(beyond: item)]
    case .end: return []
    }
  }

  /// Goes through what belongs to a node and what stands below it.
  private mutating func relatives(
    of here: TreeNode, _ next: TreePlace.Step?, _ visit: Visit
  ) throws -> Bool {
    guard here.path.last?.isLink != true else { return true }
    for isLink in range.isBackwards ? [false, true] : [true, false] {
      guard isLink ? range.withLinks : here.path.count < range.depth else { continue }
      var edge: Int64?
      if let next {
        // Both kinds are gone through in this very order.
        guard next.isLink == isLink || isLink == range.isBackwards else { continue }
        edge = next.isLink == isLink ? next.node : nil
      }
      guard try relatives(of: here, linking: isLink, edge, visit) else { return false }
    }
    return true
  }

  private mutating func relatives(
    of here: TreeNode, linking isLink: Bool, _ edge: Int64?, _ visit: Visit
  ) throws -> Bool {
    if let edge, let node = try read(here, isLink, after: edge - 1, before: edge + 1).first {
      guard try look(at: node, from: here, isLink, isOnEdge: true, visit) else { return false }
    }
    var (low, high) = range.isBackwards ? (0, edge ?? .max) : (edge ?? 0, Int64.max)
    while true {
      let nodes = try read(here, isLink, after: low, before: high)
      for node in nodes {
        guard left > 0 else {
          let step = TreePlace.Step(isLink: isLink, node: node.number)
          reached = TreePlace(here.path + [step], range.isBackwards ? .end : .start)
          return false
        }
        left -= 1
        guard try look(at: node, from: here, isLink, isOnEdge: false, visit) else { return false }
      }
      guard nodes.count == Self.portion, let last = nodes.last else { return true }
      if range.isBackwards { high = last.number } else { low = last.number }
    }
  }

  private func read(_ here: TreeNode, _ isLink: Bool, after low: Int64, before high: Int64) throws
    -> [NodeRecord]
  {
    try snapshot.relatives(
      of: here.node, linking: isLink, after: low, before: high, isDescending: range.isBackwards,
      limit: min(Self.portion, left + 1))
  }

  private mutating func look(
    at node: NodeRecord, from here: TreeNode, _ isLink: Bool, isOnEdge: Bool, _ visit: Visit
  ) throws -> Bool {
    // Its post is gone, and it goes as well.
    guard node.post == nil || node.home != nil else { return true }
    let rules = node.facts.configuration.rules
    var actor = here.actor
    actor.standing = try snapshot.standing(jid, account, node.number, rules, known)
    if !isLink, !actor.isAdmin {
      let level = Actor.Level(here.node.facts.configuration.rules, here.actor.standing)
      actor.above = [level] + here.actor.above
    }
    if let home = node.home, !actor.isAdmin {
      actor.above += try snapshot.levels(jid, account, home.levels, isOfPost: true, known)
    }
    guard Rights.may(.discover, actor, node.facts.configuration) else { return true }
    let step = TreePlace.Step(isLink: isLink, node: node.number)
    return try enter(
      TreeNode(node: node, actor: actor, path: here.path + [step]), isOnEdge: isOnEdge, visit)
  }
}
