import GRDB
import PubSub
package import XMPP

/// Somebody to tell.
package struct Recipient: Hashable, Sendable {
  /// Unlike that of any other recipient of the event: the number of the subscription, if there is one.
  package internal(set) var tag: String
  package let jid: String
  /// The subscriptions that the event is for, if there are several or they have options (XEP-0060, section
  /// 12.16).
  package var subscriptions: [String] = []
  /// The node that is subscribed, if it is another one.
  package var collection: String?
  package var wantsBody = false

  package init(tag: String, jid: String) {
    self.tag = tag
    self.jid = jid
  }
}

/// The recipients of an event, found page by page: the subscribers of the node itself, and those of the nodes that
/// it belongs to or stands below, as far as they asked for that (XEP-0497).
package struct Recipients {
  /// Where subscribers are looked for.
  struct Place {
    let node: Int64
    /// How many levels above the event's node.
    let distance: Int
    let isLinked: Bool
  }

  let snapshot: Snapshot
  let event: OutboxEvent
  let known: Acquaintances
  let rules: AccessRules
  let onlyAvailable: Bool
  /// False where a node ends that stands for itself: all who follow it are told. What belongs to an item or is kept for
  /// another node is nothing that people hear of who were put out of that.
  let asksRights: Bool
  /// Who is told must be let in on all of them.
  let levels: [NodeRecord.Level]
  /// The nearest first.
  let places: [Place]
  private let suspension: Suspension

  package init(
    of event: OutboxEvent, _ known: Acquaintances, _ snapshot: Snapshot, now: Timestamp
  ) throws {
    self.snapshot = snapshot
    self.event = event
    self.known = known
    suspension = Suspension(now)
    let node = try snapshot.deliveryNode(event.node, formerlyBelow: event.formerParent)
    rules = node.rules
    onlyAvailable = node.onlyAvailable
    levels = node.levels + node.home
    asksRights = event.audience != "everybody" || node.isKept || !node.home.isEmpty
    // Who is subscribed to a node with those below it has not asked for what is kept for them.
    let above = (node.isKept ? [] : node.levels).enumerated().map { index, level in
      Place(node: level.number, distance: index + 1, isLinked: node.link != nil)
    }
    guard event.formerParent == nil else {
      places = above
      return
    }
    let own = Place(node: event.node, distance: 0, isLinked: false)
    let linked = node.link.map { Place(node: $0, distance: 0, isLinked: true) }
    places = [own] + [linked].compactMap(\.self) + above
  }

  /// Whether those are told too whose request waits for an owner.
  var isForPending: Bool { event.audience == "everybody" }

  /// A page of those who are told of the event; `next` is the cursor of the next page, nil after the last one.
  /// Who has lost the right to read since they subscribed is passed over.
  ///
  /// The cursor is the last subscription that was looked at, at whichever node. So nobody is passed over who was to
  /// be told before the hierarchy changed and is to be told still.
  package func page(after cursor: Int64, limit: Int) throws -> (page: [Recipient], next: Int64?) {
    switch event.audience {
    case "owners": return try owners(after: cursor, limit: limit)
    case "one", "reader": return (try single(), nil)
    default: break
    }
    let found = try candidates(after: cursor, limit: limit)
    let (page, last) = try told(found)
    return (page, found.count == limit || last != found.last?.number ? last : nil)
  }

  /// Those of some addresses who may read and are not subscribed, to be told because their presence asks for it.
  ///
  /// - Parameter first: the number of the first of them among all that are asked about.
  package func watchers(_ jids: [JID], from first: Int = 0) throws -> [Recipient] {
    try jids.enumerated().compactMap { index, jid in
      guard try snapshot.mayRead(jid, rules, levels, event.node, known),
        try !snapshot.isSubscribed(jid, to: event.node)
      else { return nil }
      return Recipient(tag: "w\(first + index)", jid: jid.description)
    }
  }

  private func owners(after cursor: Int64, limit: Int) throws -> ([Recipient], next: Int64?) {
    let found = try snapshot.rows(
      """
      SELECT affiliation.jid, jid.jid FROM affiliation JOIN jid ON jid.id = affiliation.jid
      WHERE affiliation.node = ? AND affiliation.affiliation = 'owner' AND affiliation.jid > ?
      ORDER BY affiliation.jid LIMIT ?
      """, [event.node, cursor, limit])
    var list: [Recipient] = []
    var last = cursor
    while let row = try found.next() {
      last = row[0]
      list.append(Recipient(tag: "o\(last)", jid: row[1]))
    }
    return (list, list.count == limit ? last : nil)
  }

  private func single() throws -> [Recipient] {
    let jid = try String.fetchOne(
      snapshot.db.cachedStatement(sql: "SELECT jid FROM jid WHERE id = ?"),
      arguments: [event.recipient])
    guard let jid else { return [] }
    guard event.audience == "reader" else { return [Recipient(tag: "0", jid: jid)] }
    guard try snapshot.mayRead(try storedJID(jid), rules, levels, event.node, known) else {
      return []
    }
    // What a subscriber is sent alone may come back too.
    let own = try snapshot.first(
      "SELECT id, \(Suspension.condition) FROM subscription WHERE node = ? AND jid = ? LIMIT 1",
      suspension.arguments + [event.node, event.recipient]
    ) { (number: $0[0] as Int64, isSuspended: $0[1] as Bool) }
    if own?.isSuspended == true { return [] }
    var recipient = Recipient(tag: own.map { String($0.number) } ?? "0", jid: jid)
    recipient.wantsBody =
      try event.text != nil && snapshot.wantsBody(storedJID(jid), of: event.node)
    return [recipient]
  }
}

// MARK: - Subscribers

extension Recipients {
  static let subscriberPage = """
    SELECT subscription.id, jid.jid, affiliation.affiliation, subscription.plain,
      \(Suspension.condition)
    FROM subscription JOIN jid ON jid.id = subscription.jid
    LEFT JOIN affiliation
      ON affiliation.node = subscription.node AND affiliation.jid = subscription.bare
    WHERE subscription.node = ? AND subscription.id > ? AND subscription.since < ?
      AND (subscription.state = 'subscribed' OR ?)
    ORDER BY subscription.id LIMIT ?
    """

  /// Those with options: all subscribers of the nodes above who are told have some.
  static let optionedPage = """
    SELECT subscription.id, jid.jid, NULL, 0, \(Suspension.condition)
    FROM subscription JOIN jid ON jid.id = subscription.jid
    WHERE subscription.node = ? AND subscription.id > ? AND subscription.since < ?
      AND subscription.plain = 0 AND (subscription.state = 'subscribed' OR ?)
    ORDER BY subscription.id LIMIT ?
    """

  /// A subscription at one of the places.
  private struct Candidate {
    let number: Int64
    let jid: String
    let affiliation: String?
    let isPlain: Bool
    let isSuspended: Bool
  }

  /// The next subscriptions, in the order in which they came.
  private func candidates(after id: Int64, limit: Int) throws -> [Candidate] {
    var list: [Candidate] = []
    list.reserveCapacity(limit)
    for place in places {
      // Observers have options, or they would not be told.
      let isOwn = place.node == event.node && event.audience != "observers"
      let found = try snapshot.rows(
        isOwn ? Self.subscriberPage : Self.optionedPage,
        suspension.arguments + [place.node, id, event.id, isOwn && isForPending, limit])
      while let row = try found.next() {
        list.append(
          Candidate(
            number: row[0], jid: row[1], affiliation: row[2], isPlain: row[3],
            isSuspended: row[4]))
      }
    }
    guard places.count > 1 else { return list }
    return Array(list.sorted { $0.number < $1.number }.prefix(limit))
  }

  /// Those of some subscriptions who are told, and the last one that was looked at: to look for keywords takes time,
  /// which is limited.
  private func told(_ candidates: [Candidate]) throws -> (page: [Recipient], last: Int64?) {
    var readers = ReaderTable(self)
    var addresses = AddressTable(self)
    var page: [Recipient] = []
    for one in candidates {
      if !one.isSuspended {
        let recipient =
          try one.isPlain ? readers.recipient(one) : addresses.recipient(one.jid, one.number)
        if let recipient { page.append(recipient) }
      }
      if addresses.budget.isSpent { return (page, one.number) }
    }
    return (page, candidates.last?.number)
  }

  /// What the usual subscribers may do depends on their affiliation alone, mostly.
  private struct ReaderTable {
    private let recipients: Recipients
    private var answers: [Affiliation: Bool] = [:]
    private let isSimple: Bool

    init(_ recipients: Recipients) {
      self.recipients = recipients
      isSimple = !recipients.rules.access.needsRosters && recipients.levels.isEmpty
    }

    mutating func recipient(_ one: Candidate) throws -> Recipient? {
      let affiliation = one.affiliation.flatMap(Affiliation.init) ?? .none
      guard try mayRead(one.jid, affiliation) else { return nil }
      return Recipient(tag: String(one.number), jid: one.jid)
    }

    private mutating func mayRead(_ jid: String, _ affiliation: Affiliation) throws -> Bool {
      if recipients.onlyAvailable, recipients.event.matter != .node,
        !recipients.known.isAvailable(try storedJID(jid), [])
      {
        return false
      }
      guard recipients.asksRights else { return true }
      guard isSimple else {
        return try recipients.snapshot.mayRead(
          try storedJID(jid), recipients.rules, recipients.levels, recipients.event.node,
          recipients.known)
      }
      if let answer = answers[affiliation] { return answer || isAdmin(jid, affiliation) }
      let actor = Actor(jid: nil, Standing(affiliation, .subscribed))
      let answer = Rights.may(.retrieve, actor, recipients.rules)
      answers[affiliation] = answer
      return answer || isAdmin(jid, affiliation)
    }

    private func isAdmin(_ jid: String, _ affiliation: Affiliation) -> Bool {
      (try? storedJID(jid).bare).map(recipients.known.policy.isAdmin) ?? false
    }
  }
}
