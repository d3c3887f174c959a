import PubSub
import Synchronization
import XMPP

/// What services have told and nobody has read or stored. It is kept here until the store takes note of it, which it may have
/// no room for just then.
final class Missed: Sendable {
  /// Of one service.
  struct Nodes: Sendable {
    /// Nil: any of them.
    var names: Set<NodeID>? = []
    /// When they are to be compared.
    var moment: Timestamp
    /// Whether more was told than is read.
    var isFlood = false
  }

  struct All: Sendable {
    var services: [BareJID: Nodes] = [:]
    /// Whether there were more services than are remembered.
    var isEverything = false
    /// How often a service has told of what is not followed.
    var strays: [BareJID: Int] = [:]
    fileprivate var names = 0

    var isEmpty: Bool { services.isEmpty && !isEverything && strays.isEmpty }
  }

  /// Of a service with more of them, any node counts as missed; and so many in all.
  private static let namesOfService = 500
  private static let maximumNames = 5_000
  private static let maximumServices = 1_000

  private let all = Mutex(All())
  /// What the store knows already of floods that go on: it is told once of each, or again where it is visited meanwhile.
  private let told = Mutex<[BareJID: Nodes]>([:])

  func noteStrays(_ count: Int = 1, of service: BareJID) {
    all.withLock { all in
      guard all.strays[service] != nil || all.strays.count < Self.maximumServices else { return }
      all.strays[service, default: 0] += count
    }
  }

  /// - Parameters:
  ///   - node: nil: all of its nodes.
  ///   - moment: when it is to be compared; the latest one counts.
  func note(_ node: NodeID?, of service: BareJID, at moment: Timestamp, isFlood: Bool = false) {
    if isFlood, told.withLock({ $0[service]?.holds(node, moment) }) == true { return }
    all.withLock { all in
      guard all.services[service] != nil || all.services.count < Self.maximumServices else {
        all.isEverything = true
        return
      }
      var nodes = all.services[service] ?? Nodes(moment: moment)
      nodes.moment = max(nodes.moment, moment)
      nodes.isFlood = nodes.isFlood || isFlood
      all.names -= nodes.names?.count ?? 0
      if let node { nodes.names?.insert(node) } else { nodes.names = nil }
      if let names = nodes.names,
        names.count > Self.namesOfService || all.names + names.count > Self.maximumNames
      {
        nodes.names = nil
      }
      all.names += nodes.names?.count ?? 0
      all.services[service] = nodes
    }
  }

  func take() -> All {
    all.withLock { all in
      defer { all = All() }
      tell(all)
      return all
    }
  }

  /// Before the visit begins, so that what is missed during it is told of.
  func noteVisit(of service: BareJID) { told.withLock { $0[service] = nil } }

  private func tell(_ all: All) {
    let floods = all.services.filter(\.value.isFlood)
    guard !floods.isEmpty else { return }
    told.withLock { told in
      told.merge(floods) { $1.moment > $0.moment ? $1 : $0.joined($1) }
      if told.count > Self.maximumServices { told = floods }
    }
  }

  /// What was taken could not be stored.
  func putBack(_ taken: All) {
    for service in taken.services.keys { noteVisit(of: service) }
    if taken.isEverything { all.withLock { $0.isEverything = true } }
    for (service, count) in taken.strays { noteStrays(count, of: service) }
    for (service, nodes) in taken.services {
      let names = nodes.names.map { $0.map(Optional.some) } ?? [nil]
      for name in names {
        note(name, of: service, at: nodes.moment, isFlood: nodes.isFlood)
      }
    }
  }
}

extension Missed.Nodes {
  /// Whether a node is one of them, for that moment.
  fileprivate func holds(_ node: NodeID?, _ moment: Timestamp) -> Bool {
    guard moment == self.moment else { return false }
    return names.map { names in node.map(names.contains) ?? false } ?? true
  }

  fileprivate func joined(_ others: Missed.Nodes) -> Missed.Nodes {
    var nodes = self
    if let new = others.names { nodes.names?.formUnion(new) } else { nodes.names = nil }
    return nodes
  }
}
