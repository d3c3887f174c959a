import PubSub
import Store
import XML
import XMPP

/// Somebody comes online: they are sent the newest items of nodes that are configured so, and what they missed while
/// they were away (XEP-0060, sections 6.1.7 and 9.2; XEP-0312).
///
/// An arrival costs its sender one stanza: what it brings is bounded. Of who follows more nodes, those count that
/// changed last.
extension Context {
  /// So many nodes are looked at for one who comes.
  static let maximumArrivalNodes = 100
  /// So many items are sent at most, with so many bytes of payload, the first one aside.
  static let maximumArrivalItems = 200
  static let maximumArrivalBytes = 1_048_576
  /// What clocks may disagree by, in seconds (XEP-0312, section 2).
  private static let skew = 60

  /// Nil if they were there before.
  func arrival(_ presence: Presence) -> (@Sendable (Transaction) throws -> Reply)? {
    let jid = presence.from
    guard jid.hasResource else { return nil }
    let isNew = people.presence.arrive(jid, presence.show)
    let mark = presence.capabilities
    let interests = mark.flatMap { people.capabilities.interests(jid, $0) }
    let wanted = interests.map { people.presence.watch(jid, $0) } ?? []
    return welcome(jid, isNew ? presence.show : nil, presence.secondsAway, wanted)
  }

  /// - Parameters:
  ///   - show: as which they have come; nil if they were there before.
  ///   - interests: nodes whose notifications are asked for since now, without a subscription.
  func welcome(
    _ jid: JID, _ show: Presence.Show?, _ secondsAway: Int?, _ interests: Set<NodeID>
  ) -> (@Sendable (Transaction) throws -> Reply)? {
    guard show != nil || !interests.isEmpty else { return nil }
    let (known, now) = (known, Timestamp.now)
    return { tx in
      var parcel = Parcel()
      if let show {
        if try tx.snapshot.hasBounces(jid.bare) { try tx.resume(jid.bare) }
        try addNews(to: &parcel, for: jid, show, secondsAway, tx.snapshot, now)
      }
      try addInteresting(interests, to: &parcel, for: jid, tx.snapshot, known)
      let events = parcel.items.map { Event.lastItem($0.item, $0.node, to: jid) }
      try tx.apply(Decision(events: events), in: service, now: now, known)
      return Reply()
    }
  }

  /// What one who comes is sent.
  private struct Parcel {
    private(set) var items: [(item: StoredItem, node: NodeFacts)] = []
    private var bytes = 0

    var itemsLeft: Int { bytesLeft > 0 ? Context.maximumArrivalItems - items.count : 0 }
    var bytesLeft: Int { Context.maximumArrivalBytes - bytes }

    mutating func add(_ more: [StoredItem], of node: NodeRecord) {
      items += more.map { ($0, node.facts) }
      bytes += more.reduce(0) { $0 + $1.wireBytes }
    }
  }

  /// What a subscriber is sent.
  private func addNews(
    to parcel: inout Parcel, for jid: JID, _ show: Presence.Show, _ secondsAway: Int?,
    _ snapshot: Snapshot, _ now: Timestamp
  ) throws {
    for (node, isPresenceBased) in try snapshot.nodesForArrival(
      of: jid, show, in: service, limit: Self.maximumArrivalNodes)
    {
      var range = ItemRange.newestFirst
      var limit = 1
      if isPresenceBased, let secondsAway {
        let away = Int64(min(secondsAway, Int(Int32.max)) + Self.skew) * 1000
        range.start = Timestamp(milliseconds: now.milliseconds - away)
        limit = .max
      } else if node.facts.configuration.sendLastItem != .onSubscribeAndPresence {
        continue
      }
      // The final version of what was published meanwhile, oldest first.
      let found = try snapshot.items(
        of: node, range, limit: min(limit, parcel.itemsLeft), bytes: parcel.bytesLeft)
      parcel.add(found.page.reversed(), of: node)
    }
  }

  /// What somebody is sent who asks for the notifications of nodes by their capabilities, and is not subscribed.
  private func addInteresting(
    _ nodes: Set<NodeID>, to parcel: inout Parcel, for jid: JID, _ snapshot: Snapshot,
    _ known: Acquaintances
  ) throws {
    for id in nodes where parcel.itemsLeft > 0 {
      guard let node = try snapshot.node(id, in: service),
        node.facts.configuration.sendLastItem == .onSubscribeAndPresence,
        try !snapshot.subscriptions(of: jid.bare, to: node).contains(where: { $0.covers(jid) }),
        let item = try snapshot.newestItem(of: node),
        Rights.may(
          .retrieve, try snapshot.actor(jid.bare, of: node, known), node.facts.configuration)
      else { continue }
      parcel.add([item], of: node)
    }
  }
}

extension SubscriptionFacts {
  /// A bare address stands for all of its resources.
  fileprivate func covers(_ jid: JID) -> Bool { self.jid == jid || self.jid == JID(jid.bare) }
}
