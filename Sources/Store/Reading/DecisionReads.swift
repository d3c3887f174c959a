import GRDB
package import XMPP

// What people elsewhere have decided of what is theirs is remembered as long as they do not take it back.
extension Snapshot {
  static let decisions = """
    SELECT (SELECT count(*) FROM opt_out WHERE opt_out.domain = jid.id)
      + (SELECT count(*) FROM consent WHERE consent.domain = jid.id)
      + (SELECT count(DISTINCT service) FROM node_opt_out WHERE node_opt_out.domain = jid.id)
    FROM jid WHERE jid.jid = ?
    """

  /// How much that is of the people of a domain; all nodes of one of them together are one decision.
  package func decisions(of domain: String) throws -> Int {
    Int(try number(Self.decisions, [domain]) ?? 0)
  }

  static let hasDecided = """
    SELECT 1 FROM jid WHERE jid.jid = ? AND (
      EXISTS (SELECT 1 FROM opt_out WHERE opt_out.jid = jid.id)
      OR EXISTS (SELECT 1 FROM consent WHERE consent.jid = jid.id))
    """

  /// Whether something is remembered of an account already.
  package func hasDecided(_ account: BareJID) throws -> Bool {
    try number(Self.hasDecided, [account.description]) != nil
  }

  static let holdsAnything = """
    SELECT 1 FROM jid WHERE jid.jid = ? AND (
      EXISTS (SELECT 1 FROM item WHERE item.publisher = jid.id)
      OR EXISTS (SELECT 1 FROM item WHERE item.claimed = jid.id)
      OR EXISTS (SELECT 1 FROM hidden WHERE hidden.publisher = jid.id)
      OR EXISTS (SELECT 1 FROM follow WHERE follow.service = jid.id)
      OR EXISTS (
        SELECT 1 FROM service JOIN node ON node.service = service.id WHERE service.jid = jid.id))
    """

  /// Whether anything is here that an account has or has written, or is asked for.
  package func holdsAnything(of account: BareJID) throws -> Bool {
    try number(Self.holdsAnything, [account.description]) != nil
  }

  static let countOptedOut = """
    SELECT count(*) FROM node_opt_out JOIN jid ON jid.id = node_opt_out.service WHERE jid.jid = ?
    """

  /// How many nodes of an account, or a service, are kept out.
  package func countOptedOut(of service: BareJID) throws -> Int {
    Int(try number(Self.countOptedOut, [service.description]) ?? 0)
  }
}
