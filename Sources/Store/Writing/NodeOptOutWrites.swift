import GRDB
package import PubSub
package import XMPP

// Owners of nodes elsewhere who do not want them to be found here: they go at once, and are not taken in again, whoever asks
// for them.
extension Transaction {
  package func optOut(_ node: NodeID, of service: BareJID, _ now: Timestamp) throws {
    try run(
      "INSERT OR IGNORE INTO node_opt_out (service, node, since, domain) VALUES (?, ?, ?, ?)",
      [try intern(service), node.name, now.milliseconds, try intern(service.domain)])
    guard let source = try snapshot.source(node, of: service) else { return }
    try close(source)
    try dropAll(of: source, now)
    // Whatever has become of it, it is looked at once more, and left.
    try retry(source, for: .look, now)
    changed()
  }

  /// It may be found again: whoever wanted to follow it does.
  package func optIn(_ node: NodeID, of service: BareJID, _ now: Timestamp) throws {
    let number = try intern(service)
    try run("DELETE FROM node_opt_out WHERE service = ? AND node = ?", [number, node.name])
    try run("UPDATE follow SET begun = 0 WHERE service = ? AND node = ?", [number, node.name])
    guard let source = try snapshot.source(node, of: service) else {
      return try forgetOwners(of: node, at: service)
    }
    try retry(source, for: .compare, now)
  }

  /// So many owners of a node are remembered.
  package static let maximumOwners = 20

  /// Who owns a followed node, as its service says now.
  package func setOwners(_ owners: [BareJID], of source: Source) throws {
    let owners = Set(owners.prefix(Self.maximumOwners))
    let present = Set(try snapshot.owners(of: source.node, at: source.service))
    guard owners != present else { return }
    let service = try intern(source.service)
    for owner in present.subtracting(owners) {
      try run(
        "DELETE FROM node_owner WHERE service = ? AND node = ? AND jid = ?",
        [service, source.node.name, try intern(owner)])
    }
    for owner in owners.subtracting(present) {
      try run(
        "INSERT INTO node_owner (service, node, jid) VALUES (?, ?, ?)",
        [service, source.node.name, try intern(owner)])
    }
  }

  /// Of a node that is followed no more: only who may undo an opt-out is still of interest.
  func forgetOwners(of node: NodeID, at service: BareJID) throws {
    guard try !snapshot.isOptedOut(node, of: service) else { return }
    try run(
      "DELETE FROM node_owner WHERE service = ? AND node = ?", [try intern(service), node.name])
  }
}

extension Snapshot {
  func owners(of node: NodeID, at service: BareJID) throws -> [BareJID] {
    guard let service = try number(of: service.description) else { return [] }
    let found = try rows(
      """
      SELECT jid.jid FROM node_owner JOIN jid ON jid.id = node_owner.jid
      WHERE node_owner.service = ? AND node_owner.node = ?
      """, [service, node.name])
    var owners: [BareJID] = []
    while let row = try found.next() { owners.append(try storedJID(row[0]).bare) }
    return owners
  }

  /// Whether somebody may say that a node elsewhere is not to be found here: whose account it belongs to, or who owns it as
  /// its service says.
  package func isOwner(_ jid: BareJID, of node: NodeID, at service: BareJID) throws -> Bool {
    try jid == service || owners(of: node, at: service).contains(jid)
  }

  package func isOptedOut(_ node: NodeID, of service: BareJID) throws -> Bool {
    guard let service = try number(of: service.description) else { return false }
    return try number(
      "SELECT 1 FROM node_opt_out WHERE service = ? AND node = ?", [service, node.name]) != nil
  }

  /// Whether nothing of a node, or of whom it belongs to, is to be found here.
  ///
  /// - Parameter node: nil: all of the service's.
  package func hasOptedOut(_ node: NodeID?, of service: BareJID) throws -> Bool {
    if try hasOptedOut(service) { return true }
    return try node.map { try isOptedOut($0, of: service) } ?? false
  }
}
