import GRDB
package import PubSub
package import XMPP

extension Transaction {
  /// Adds to what an account and its domain have.
  func use(_ jid: BareJID, _ more: Usage) throws {
    let addresses = jid.local == nil ? [jid.domain] : [jid.domain, jid.description]
    let values: StatementArguments = [more.nodes, more.items, more.bytes, more.subscriptions]
    try run(
      """
      UPDATE usage SET nodes = nodes + ?, items = items + ?, bytes = bytes + ?,
        subscriptions = subscriptions + ?
      WHERE jid IN (SELECT id FROM jid WHERE jid IN (?, ?))
      """, values + [jid.domain, jid.description])
    guard db.changesCount < addresses.count else { return }
    for address in addresses {
      try run(
        """
        INSERT INTO usage (nodes, items, bytes, subscriptions, jid) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (jid) DO NOTHING
        """, values + [try intern(address)])
    }
  }
}

extension Snapshot {
  /// What an account has, and all accounts of its domain together.
  package func account(_ jid: BareJID) throws -> Account {
    let found = try rows(
      """
      SELECT jid.jid, nodes, items, bytes, subscriptions
      FROM jid JOIN usage ON usage.jid = jid.id WHERE jid.jid IN (?, ?)
      """, [jid.domain, jid.description])
    var account = Account()
    while let row = try found.next() {
      let usage = Usage(nodes: row[1], items: row[2], bytes: row[3], subscriptions: row[4])
      let address: String = row[0]
      if address == jid.domain { account.domain = usage }
      if address == jid.description { account.own = usage }
    }
    return account
  }
}
