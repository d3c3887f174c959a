import Synchronization
package import XML

/// The presence that a component shows: that it is there, what it can do, and of which nodes it wants to be told
/// (XEP-0115; XEP-0163, section 4.3; XEP-0060, section 9.2).
package final class OwnPresence: Sendable {
  fileprivate struct State {
    var info = DiscoInfo()
    /// What else is wanted of accounts whose nodes are.
    var others: Set<String> = []
    /// The nodes of accounts that are followed by their presence.
    var wanted: [BareJID: Set<String>] = [:]
    /// How many accounts' nodes of a name are.
    var counts: [String: Int] = [:]
    var mark: EntityCapabilities.Mark?
  }

  /// Names the software, in capabilities.
  fileprivate static let software = "https://martlet.im"
  fileprivate static let hash = HashFunction.sha1

  private let jid: BareJID
  private let state = Mutex(State())

  package init(_ jid: BareJID) { self.jid = jid }

  /// What the component can do, apart from what it wants to be told of.
  package func describe(_ info: DiscoInfo) {
    state.withLock { state in
      state.info = info
      state.renew()
    }
  }

  /// Of accounts of which any node is wanted, these are wanted too.
  package func wantBesides(_ nodes: [String]) {
    state.withLock { state in
      state.others = Set(nodes)
      state.renew()
    }
  }

  /// What service discovery says of the nodes that are wanted, and the disco node that stands for all that it says
  /// (XEP-0115, section 6.2); nil if there is no hash function.
  package var interests: (features: [String], discoNode: String?) {
    state.withLock { ($0.interests, $0.mark?.discoNode) }
  }

  /// From now on notifications of an account's node are wanted, or not. Whoever asks what the component can do learns the
  /// names of the nodes, and all accounts are told of each new one: they are to be few that say nothing.
  ///
  /// - Returns: to whom presence is to be shown because of that.
  package func want(_ isWanted: Bool, _ node: String, of account: BareJID) -> [BareJID] {
    state.withLock { state in
      let isNew = state.wanted[account] == nil
      let names = state.counts.count
      guard state.change(isWanted, node, of: account) else { return [] }
      guard state.counts.count != names else { return isNew && isWanted ? [account] : [] }
      state.renew()
      return Array(state.wanted.keys)
    }
  }

  /// Whose nodes are followed by their presence.
  package var audience: [BareJID] { state.withLock { Array($0.wanted.keys) } }

  package func isShown(to account: BareJID) -> Bool {
    state.withLock { $0.wanted[account] != nil }
  }

  /// The presence, with what the component can do where it is available.
  package func stanza(_ kind: Presence.Kind = .available, to jid: JID) -> Element {
    let mark = kind == .available ? state.withLock { $0.mark } : nil
    return Presence(
      kind, from: JID(self.jid), to: jid, children: mark.map { [$0.element] } ?? []
    ).element
  }
}

extension OwnPresence.State {
  fileprivate var interests: [String] {
    counts.isEmpty ? [] : others.union(counts.keys).map { $0 + "+notify" }.sorted()
  }

  /// False if that is nothing new.
  fileprivate mutating func change(_ isWanted: Bool, _ node: String, of account: BareJID) -> Bool {
    let present = wanted[account, default: []]
    guard present.contains(node) != isWanted else { return false }
    if isWanted {
      wanted[account, default: []].insert(node)
      counts[node, default: 0] += 1
    } else {
      wanted[account] = present.count == 1 ? nil : present.subtracting([node])
      counts[node] = counts[node].flatMap { $0 > 1 ? $0 - 1 : nil }
    }
    return true
  }

  fileprivate mutating func renew() {
    var info = info
    info.features.formUnion(interests)
    mark = EntityCapabilities.Mark(
      of: info.element, hash: OwnPresence.hash, node: OwnPresence.software)
  }
}
