import GRDB
package import XMPP

// What people elsewhere have decided of what is theirs is remembered as long as they do not take it back.
extension Snapshot {
  static let decisions = """
    SELECT (SELECT count(*) FROM opt_out WHERE opt_out.domain = jid.id)
      + (SELECT count(*) FROM consent WHERE consent.domain = jid.id)
      + (SELECT count(*) FROM node_opt_out WHERE node_opt_out.domain = jid.id)
    FROM jid WHERE jid.jid = ?
    """

  /// How much that is of the people of a domain, and of those who own nodes there.
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
}
