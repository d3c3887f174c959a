import PubSub
import Synchronization
import XMPP

/// Who is available, as far as people share their presence with us. Kept in memory: after a connection was lost
/// it is asked for again, and what is not confirmed then is forgotten.
///
/// A domain of others may fill a quarter of the book, all of them three quarters; our own people find room up to the whole.
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
    /// How many resources are known, and how many interests of them.
    var resources: Shares
    var interests: Shares
  }

  enum Place { case new, known, full }

  /// So many resources are known of one account, and in all; more look as if they were away.
  static let resourcesPerAccount = 32
  static let capacity = 200_000
  /// So many interests are known in all; who has more is told nothing without a subscription.
  static let maximumInterests = 1_000_000

  private let state: Mutex<State>

  /// - Parameter local: the domains of our own people.
  init(local: Set<String>) {
    state = Mutex(
      State(
        resources: Shares(Self.capacity, account: Self.resourcesPerAccount, local: local),
        interests: Shares(
          Self.maximumInterests,
          account: Self.resourcesPerAccount * CapabilityBook.maximumInterests, local: local)))
  }

  /// Takes note that somebody is available, and says whether that is news.
  func arrive(_ jid: JID, _ show: Presence.Show) -> Place {
    state.withLock { state in
      if var resource = state.people[jid.bare]?[jid] {
        (resource.show, resource.round) = (show, state.round)
        state.people[jid.bare]?[jid] = resource
        return .known
      }
      guard state.resources.take(for: jid.bare) else { return .full }
      state.people[jid.bare, default: [:]][jid] = Resource(show: show, round: state.round)
      return .new
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

  /// - Parameter interests: the nodes whose notifications a resource asks for. Returns those that are new; nil if there
  ///   is no room for them.
  func watch(_ jid: JID, _ interests: Set<NodeID>) -> Set<NodeID>? {
    state.withLock { state in
      guard let before = state.people[jid.bare]?[jid]?.interests else { return [] }
      let more = interests.count - before.count
      if more > 0 {
        guard state.interests.take(more, for: jid.bare) else { return nil }
      } else {
        state.interests.giveBack(-more, of: jid.bare)
      }
      for node in before.subtracting(interests) { state.unwatch(jid, node) }
      for node in interests.subtracting(before) {
        state.watchers[node, default: []].insert(jid)
      }
      state.people[jid.bare]?[jid]?.interests = interests
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
    resources.giveBack(of: jid.bare)
    interests.giveBack(resource.interests.count, of: jid.bare)
    for node in resource.interests { unwatch(jid, node) }
    if people[jid.bare]?.isEmpty == true { people[jid.bare] = nil }
  }

  fileprivate mutating func unwatch(_ jid: JID, _ node: NodeID) {
    watchers[node]?.remove(jid)
    if watchers[node]?.isEmpty == true { watchers[node] = nil }
  }
}
