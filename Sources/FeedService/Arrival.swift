import PubSub
import Store
import XML
import XMPP

/// What is new of somebody who is online.
struct Arrival: Sendable {
  /// As which they have come; nil if they were there before.
  var show: Presence.Show?
  /// For how long they were not there, if they say so.
  var secondsAway: Int?
  /// Nodes whose notifications are asked for since now, without a subscription.
  var interests: Set<NodeID> = []

  var isNews: Bool { show != nil || !interests.isEmpty }

  func followed(by later: Arrival) -> Arrival {
    Arrival(
      show: later.show ?? show, secondsAway: later.secondsAway ?? secondsAway,
      interests: interests.union(later.interests))
  }
}

/// Somebody comes online: they are sent the newest items of nodes that are configured so, and what they missed while
/// they were away (XEP-0060, sections 6.1.7 and 9.2; XEP-0312).
///
/// An arrival costs its sender one stanza: what it brings is bounded, and so is what one account is sent in a minute. Of
/// who follows more nodes, those count that changed last.
extension Context {
  /// So many nodes are looked at for one who comes.
  static let maximumArrivalNodes = 100
  /// So much is sent at most, the first item aside.
  static let maximumArrival = ArrivalBudget.Amount(items: 200, bytes: 1_048_576)
  /// What clocks may disagree by, in seconds (XEP-0312, section 2).
  private static let skew = 60

  /// What one who comes is sent.
  struct Parcel: Sendable {
    private(set) var items: [(item: StoredItem, node: NodeFacts)] = []
    private(set) var size = ArrivalBudget.Amount(items: 0, bytes: 0)
    let room: ArrivalBudget.Amount

    var itemsLeft: Int { bytesLeft > 0 ? room.items - size.items : 0 }
    var bytesLeft: Int { room.bytes - size.bytes }

    init(_ left: ArrivalBudget.Amount) {
      room = ArrivalBudget.Amount(
        items: min(left.items, maximumArrival.items), bytes: min(left.bytes, maximumArrival.bytes))
    }

    mutating func add(_ more: [StoredItem], of node: NodeRecord) {
      items += more.map { ($0, node.facts) }
      size.items += more.count
      size.bytes += more.reduce(0) { $0 + $1.wireBytes }
    }
  }

  /// What is due to somebody.
  func parcel(
    _ arrival: Arrival, of jid: JID, _ left: ArrivalBudget.Amount, _ snapshot: Snapshot,
    _ known: Acquaintances
  ) throws -> Parcel {
    var parcel = Parcel(left)
    let since = arrival.secondsAway.map { seconds in
      let away = Int64(min(seconds, Int(Int32.max)) + Self.skew) * 1000
      return Timestamp(milliseconds: Timestamp.now.milliseconds - away)
    }
    if let show = arrival.show { try addNews(to: &parcel, for: jid, show, since, snapshot) }
    try addInteresting(arrival.interests, to: &parcel, for: jid, since, snapshot, known)
    return parcel
  }

  /// What a subscriber is sent.
  private func addNews(
    to parcel: inout Parcel, for jid: JID, _ show: Presence.Show, _ since: Timestamp?,
    _ snapshot: Snapshot
  ) throws {
    guard parcel.itemsLeft > 0 else { return }
    for (node, isPresenceBased) in try snapshot.nodesForArrival(
      of: jid, show, in: service, limit: Self.maximumArrivalNodes)
    {
      try addItems(of: node, isPresenceBased ? since : nil, to: &parcel, snapshot)
    }
  }

  /// What somebody is sent who asks for the notifications of nodes by their capabilities, and is not subscribed.
  private func addInteresting(
    _ nodes: Set<NodeID>, to parcel: inout Parcel, for jid: JID, _ since: Timestamp?,
    _ snapshot: Snapshot, _ known: Acquaintances
  ) throws {
    for id in nodes where parcel.itemsLeft > 0 {
      guard let node = try snapshot.node(id, in: service), node.facts.items > 0,
        try !snapshot.subscriptions(of: jid.bare, to: node).contains(where: { $0.covers(jid) }),
        Rights.may(
          .retrieve, try snapshot.actor(jid.bare, of: node, known), node.facts.configuration)
      else { continue }
      try addItems(of: node, since, to: &parcel, snapshot)
    }
  }

  /// What was published since then, the final version of each, oldest first; else the newest item, where the node sends
  /// it to those who come.
  private func addItems(
    of node: NodeRecord, _ since: Timestamp?, to parcel: inout Parcel, _ snapshot: Snapshot
  ) throws {
    guard since != nil || node.facts.configuration.sendLastItem == .onSubscribeAndPresence else {
      return
    }
    var range = ItemRange.newestFirst
    range.start = since
    let limit = since == nil ? min(1, parcel.itemsLeft) : parcel.itemsLeft
    let found = try snapshot.items(of: node, range, limit: limit, bytes: parcel.bytesLeft)
    let items = try delivered(
      found.page.reversed(), of: node, bytes: parcel.bytesLeft, snapshot)
    parcel.add(node.hasOptions ? try withText(items, snapshot) : items, of: node)
  }

  /// Sends what is due, as far as it still stands.
  func send(_ parcel: Parcel, to jid: JID, _ tx: Transaction, _ known: Acquaintances) throws {
    let items = try parcel.items.filter { try tx.snapshot.isCurrent($0.item) }
    let events = items.map { Event.lastItem($0.item, $0.node, to: jid) }
    try tx.apply(Decision(events: events), in: service, now: .now, known)
  }
}

extension SubscriptionFacts {
  /// A bare address stands for all of its resources.
  fileprivate func covers(_ jid: JID) -> Bool { self.jid == jid || self.jid == JID(jid.bare) }
}
