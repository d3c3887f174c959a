import PubSub
import Synchronization
import XMPP

/// Who is available, as far as people share their presence with us. Kept in memory: after a connection was lost
/// it is asked for again, and what is not confirmed then is forgotten.
final class PresenceBook: Sendable {
  fileprivate struct Resource {
    var show: Presence.Show
    /// In which round it was heard of last.
    var round: Int
    /// The nodes whose notifications it asks for (XEP-0060, section 9.2).
    var interests: Set<NodeID> = []
  }

  fileprivate struct State {
    var people: [BareJID: [JID: Resource]] = [:]
    var watchers: [NodeID: Set<JID>] = [:]
    var round = 0
    var count = 0
    /// Of all resources together.
    var interests = 0
  }

  /// So many resources are known of one account, and in all; more look as if they were away.
  static let resourcesPerAccount = 32
  static let capacity = 200_000
  /// So many interests are known in all; who has more is told nothing without a subscription.
  static let maximumInterests = 1_000_000

  private let state = Mutex(State())

  /// Takes note that somebody is available; true if that is news.
  func arrive(_ jid: JID, _ show: Presence.Show) -> Bool {
    state.withLock { state in
      let known = state.people[jid.bare] ?? [:]
      if var resource = known[jid] {
        guard resource.show != show || resource.round != state.round else { return false }
        (resource.show, resource.round) = (show, state.round)
        state.people[jid.bare]?[jid] = resource
        return false
      }
      guard known.count < Self.resourcesPerAccount, state.count < Self.capacity else {
        return false
      }
      state.people[jid.bare, default: [:]][jid] = Resource(show: show, round: state.round)
      state.count += 1
      return true
    }
  }

  /// Takes note that somebody has gone: an address without resource stands for all of the account's. Says who
  /// was there, and whether nobody of the account is any more.
  func leave(_ jid: JID) -> (gone: [JID], isLast: Bool) {
    state.withLock { state in
      let known = state.people[jid.bare] ?? [:]
      let gone = jid.hasResource ? known.keys.filter { $0 == jid } : Array(known.keys)
      for jid in gone { state.remove(jid) }
      return (gone, !gone.isEmpty && gone.count == known.count)
    }
  }

  /// A new round begins: all who are known are to be heard of again.
  func beginRound() { state.withLock { $0.round += 1 } }

  /// Forgets who was not heard of in this round.
  func endRound() {
    state.withLock { state in
      for (jid, resource) in state.people.values.joined() where resource.round < state.round {
        state.remove(jid)
      }
    }
  }

  /// - Parameter interests: the nodes whose notifications a resource asks for. Returns those that are new.
  func watch(_ jid: JID, _ interests: Set<NodeID>) -> Set<NodeID> {
    state.withLock { state in
      guard let before = state.people[jid.bare]?[jid]?.interests,
        state.interests - before.count + interests.count <= Self.maximumInterests
      else { return [] }
      for node in before.subtracting(interests) { state.unwatch(jid, node) }
      for node in interests.subtracting(before) {
        state.watchers[node, default: []].insert(jid)
      }
      state.people[jid.bare]?[jid]?.interests = interests
      state.interests += interests.count - before.count
      return interests.subtracting(before)
    }
  }

  /// Whether somebody is available in one of these states; an empty set stands for any.
  func isAvailable(_ jid: JID, _ states: Set<Presence.Show>) -> Bool {
    state.withLock { state in
      guard let known = state.people[jid.bare] else { return false }
      func fits(_ resource: Resource) -> Bool { states.isEmpty || states.contains(resource.show) }
      guard jid.hasResource else { return known.values.contains(where: fits) }
      return known[jid].map(fits) ?? false
    }
  }

  func hasWatchers(_ node: NodeID) -> Bool { state.withLock { $0.watchers[node] != nil } }

  /// The resources that ask for the notifications of a node.
  func watchers(_ node: NodeID) -> Set<JID> { state.withLock { $0.watchers[node] ?? [] } }
}

extension PresenceBook.State {
  fileprivate mutating func remove(_ jid: JID) {
    guard let resource = people[jid.bare]?.removeValue(forKey: jid) else { return }
    count -= 1
    interests -= resource.interests.count
    for node in resource.interests { unwatch(jid, node) }
    if people[jid.bare]?.isEmpty == true { people[jid.bare] = nil }
  }

  fileprivate mutating func unwatch(_ jid: JID, _ node: NodeID) {
    watchers[node]?.remove(jid)
    if watchers[node]?.isEmpty == true { watchers[node] = nil }
  }
}
