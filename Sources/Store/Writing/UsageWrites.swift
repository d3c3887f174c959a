import GRDB
package import PubSub
package import XMPP

/// What accounts and domains have, as a transaction finds it, and what its writes add. Most of them are of the same few
/// accounts: those are read once and written once.
struct UsageLedger {
  private struct Line {
    /// Nil: not looked up yet.
    var found: Usage?
    var more = Usage()
  }

  /// By the address of an account or domain.
  private var lines: [String: Line] = [:]
  /// What the write adds that is under way.
  private var pending: [String: Usage] = [:]

  fileprivate mutating func add(_ more: Usage, to address: String) {
    pending[address, default: Usage()] += more
  }

  fileprivate mutating func usage(
    of address: String, _ lookUp: (String) throws -> Usage
  ) rethrows -> Usage {
    var line = lines[address] ?? Line()
    var usage = try line.found ?? lookUp(address)
    if line.found == nil {
      line.found = usage
      lines[address] = line
    }
    usage += line.more
    if let more = pending[address] { usage += more }
    return usage
  }

  /// A write is over.
  mutating func settle(isDone: Bool) {
    if isDone { for (address, more) in pending { lines[address, default: Line()].more += more } }
    pending.removeAll(keepingCapacity: true)
  }

  /// What is to be written.
  fileprivate var additions: some Sequence<(address: String, more: Usage)> {
    lines.lazy.filter { $0.value.more != Usage() }.map { ($0.key, $0.value.more) }
  }
}

extension Transaction {
  /// What an account has, and all accounts of its domain together, with what this transaction adds.
  package func account(_ jid: BareJID) throws -> Account {
    let snapshot = snapshot
    return Account(
      own: try ledger.usage(of: jid.description, snapshot.usage),
      domain: try ledger.usage(of: jid.domain, snapshot.usage))
  }

  /// Adds to what an account and its domain have.
  func use(_ jid: BareJID, _ more: Usage) {
    ledger.add(more, to: jid.domain)
    if jid.local != nil { ledger.add(more, to: jid.description) }
  }

  func writeUsage() throws {
    ledger.settle(isDone: true)
    for (address, more) in ledger.additions {
      try run(
        """
        INSERT INTO usage (jid, nodes, items, bytes, subscriptions) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (jid) DO UPDATE SET nodes = nodes + excluded.nodes, items = items + excluded.items,
          bytes = bytes + excluded.bytes, subscriptions = subscriptions + excluded.subscriptions
        """, [try intern(address), more.nodes, more.items, more.bytes, more.subscriptions])
    }
    ledger = UsageLedger()
  }
}

extension Snapshot {
  /// What an account or a domain has, as it is stored.
  func usage(of address: String) throws -> Usage {
    let usage = try first(
      """
      SELECT nodes, items, bytes, subscriptions FROM usage
      WHERE jid = (SELECT id FROM jid WHERE jid = ?)
      """, binding: address
    ) { Usage(nodes: $0[0], items: $0[1], bytes: $0[2], subscriptions: $0[3]) }
    return usage ?? Usage()
  }
}
