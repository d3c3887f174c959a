package import XMPP

/// How the service keeps a node for another one. It makes the node by itself; the other one's rules and affiliations
/// are this one's, always, and nobody configures it, deletes it or manages who is what to it.
package enum Keeping: String, Hashable, Sendable, CaseIterable {
  /// Who may publish in the other node publishes here, or who may read it, if its owners say so.
  case shared
  /// The service alone writes it.
  case derived

  /// What anybody may do at all, administrators too.
  var actions: Set<Action> {
    switch self {
    case .shared: Rights.reading.union(Rights.writing).union([.retractAny])
    case .derived: Rights.reading
    }
  }
}

/// A node that is kept for another one.
package struct Kept: Hashable, Sendable {
  package var keeping: Keeping
  /// The other one.
  package var target: NodeID
  /// What whoever manages the node by hand is told: each specification of such nodes says it in its own way.
  package var refusal: StanzaError.Condition

  package init(
    _ keeping: Keeping, for target: NodeID, refusal: StanzaError.Condition = .notAllowed
  ) {
    self.keeping = keeping
    self.target = target
    self.refusal = refusal
  }
}

/// Who may write into the nodes that are kept for a node and shared: react to its items, for instance.
package enum Reactors: String, Hashable, Sendable, CaseIterable {
  /// As XEP-0470, section 4.3, has it: the publish model is that of the node.
  case publishers
  case readers
}

extension NodeConfiguration {
  /// A node that is kept for another one, as it is made. Nobody hears of it by themselves: no last item is sent, no
  /// owner told of subscribers.
  ///
  /// - Parameter type: the namespace of its payloads.
  package init(_ kept: Kept, type: String, payloadBytes: Int? = nil) {
    self.init()
    self.kept = kept
    self.type = type
    publishModel = kept.keeping == .shared ? .open : .publishers
    maxPayloadSize = payloadBytes
    sendLastItem = .never
    notifySubscriptions = false
    // Nobody in particular has published what the service writes.
    itemReply = kept.keeping == .derived ? .none : .publisher
  }

  /// Whether those are listed who are publicly subscribed (XEP-0465): nobody is to what is kept for another node.
  var listsFollowers: Bool { kept == nil }

  /// Takes the rules of the node that it is kept for.
  package mutating func follow(_ rules: AccessRules) {
    accessModel = rules.access
    rosterGroups = rules.rosterGroups
    publishModel = rules.publish
    reactors = rules.reactors
  }
}
