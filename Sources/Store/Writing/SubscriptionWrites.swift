import GRDB
import PubSub
import XMPP

extension Transaction {
  /// A lease that ends within this time, in milliseconds, is announced to end; one that was shorter from the
  /// beginning is not.
  package static let leaseNotice: Int64 = 86_400_000

  func subscribe(_ subscription: SubscriptionFacts, _ node: NodeRecord, _ now: Timestamp) throws {
    let columns =
      ["node", "jid", "bare", "payer", "since", "subid", "state", "plain", "noticed"]
      + SubscriptionColumns.names
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let (jid, bare) = (
      try intern(subscription.jid.description), try intern(subscription.jid.bare)
    )
    let payer = subscription.payer ?? subscription.jid.bare
    let isAlone = try subscriptions(of: jid, node).isEmpty
    let isPlain = isAlone && subscription.options.isUsual
    let row: StatementArguments = [
      node.number, jid, bare, try intern(payer), nextSequence(), subscription.id.name,
      subscription.state.rawValue, isPlain,
      subscription.options.endsSoon(now),
    ]
    try following(subscription.jid.bare, node, now) {
      try run(
        "INSERT INTO subscription (\(columns.joined(separator: ", "))) VALUES (\(marks))",
        row + SubscriptionColumns.arguments(subscription.options))
      if subscription.options.digest { try beginDigest(db.lastInsertedRowID) }
    }
    try run(
      "UPDATE node SET subscribers = subscribers + ?, optioned = optioned + ? WHERE id = ?",
      binding: subscription.state == .subscribed ? 1 : 0, isPlain ? 0 : 1, node.number)
    if !isAlone { try settlePlain(jid, node) }
    use(payer, Usage(subscriptions: 1))
  }

  /// Changes state and options. Who is let in is told of what happens from now on.
  func change(_ subscription: SubscriptionFacts, _ node: NodeRecord, _ now: Timestamp) throws {
    guard let (number, jid, wasPending) = try find(subscription, node) else { return }
    let isGranted = wasPending && subscription.state == .subscribed
    let gathered =
      try snapshot.number("SELECT digest FROM subscription WHERE id = ?", [number]) == 1
    if subscription.options.digest, isGranted || !gathered { try beginDigest(number) }
    let assignments = SubscriptionColumns.names.map { "\($0) = ?" }.joined(separator: ", ")
    try following(subscription.jid.bare, node, now) {
      try run(
        "UPDATE subscription SET state = ?, noticed = ?, bounces = 0, \(assignments) WHERE id = ?",
        [subscription.state.rawValue, subscription.options.endsSoon(now)]
          + SubscriptionColumns.arguments(subscription.options) + [number])
    }
    if gathered, !subscription.options.digest { try endDigest(node.number) }
    if isGranted {
      try run("UPDATE subscription SET since = ? WHERE id = ?", [nextSequence(), number])
      try count(subscribers: 1, node)
    }
    try settlePlain(jid, node)
  }

  func unsubscribe(_ subscription: SubscriptionFacts, _ node: NodeRecord, _ now: Timestamp) throws {
    guard let (number, jid, wasPending) = try find(subscription, node) else { return }
    let old = try snapshot.first(
      """
      SELECT subscription.plain, jid.jid FROM subscription JOIN jid ON jid.id = subscription.payer
      WHERE subscription.id = ?
      """, [number]
    ) { (wasPlain: $0[0] as Bool, payer: $0[1] as String) }
    guard let old else { return }
    try following(subscription.jid.bare, node, now) {
      try run("DELETE FROM subscription WHERE id = ?", [number])
    }
    if !old.wasPlain {
      try endDigest(node.number)
      try run("UPDATE node SET optioned = max(optioned - 1, 0) WHERE id = ?", [node.number])
    }
    if !wasPending { try count(subscribers: -1, node) }
    try settlePlain(jid, node)
    use(try storedJID(old.payer).bare, Usage(subscriptions: -1))
  }

  private func find(_ subscription: SubscriptionFacts, _ node: NodeRecord) throws -> (
    number: Int64, jid: Int64, wasPending: Bool
  )? {
    try snapshot.first(
      """
      SELECT id, jid, state FROM subscription
      WHERE node = ? AND jid = (SELECT id FROM jid WHERE jid = ?) AND subid = ?
      """, [node.number, subscription.jid.description, subscription.id.name]
    ) { ($0[0], $0[1], $0[2] == "pending") }
  }

  private func count(subscribers change: Int, _ node: NodeRecord) throws {
    try run(
      "UPDATE node SET subscribers = max(subscribers + ?, 0) WHERE id = ?", [change, node.number])
  }

  /// Says which of an address's subscriptions are plain: the only one, if it has no options that delivery depends on.
  private func settlePlain(_ jid: Int64, _ node: NodeRecord) throws {
    let list = try subscriptions(of: jid, node)
    for (number, wasPlain, isUsual) in list {
      let isPlain = isUsual && list.count == 1
      guard isPlain != wasPlain else { continue }
      try run("UPDATE subscription SET plain = ? WHERE id = ?", [isPlain, number])
      try run(
        "UPDATE node SET optioned = max(optioned + ?, 0) WHERE id = ?",
        [isPlain ? -1 : 1, node.number])
    }
  }

  private func subscriptions(of jid: Int64, _ node: NodeRecord) throws -> [(
    number: Int64, wasPlain: Bool, isUsual: Bool
  )] {
    let found = try snapshot.rows(Self.subscriptionsOfAddress, [node.number, jid])
    var list: [(number: Int64, wasPlain: Bool, isUsual: Bool)] = []
    while let row = try found.next() {
      list.append((row[0], row[1], SubscriptionColumns.options(row, from: 2).isUsual))
    }
    return list
  }

  private static let subscriptionsOfAddress = """
    SELECT id, plain, \(SubscriptionColumns.names.joined(separator: ", ")) FROM subscription
    WHERE node = ? AND jid = ?
    """
}

extension SubscriptionOptions {
  /// Delivery depends on none of them.
  fileprivate var isUsual: Bool { delivery == SubscriptionOptions() }

  fileprivate func endsSoon(_ now: Timestamp) -> Bool {
    guard case .at(let end) = expiry else { return false }
    return end.milliseconds - now.milliseconds < Transaction.leaseNotice
  }
}
