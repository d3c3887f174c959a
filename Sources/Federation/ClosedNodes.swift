import PubSub
import Synchronization
import XMPP

/// Nodes of services that are followed as a whole which were not open when they were asked last: they are left alone for a
/// while. Nothing is lost when it is forgotten.
final class ClosedNodes: Sendable {
  /// So many bytes of them are remembered; others are asked each time.
  private static let maximumBytes = 8_388_608

  private struct State {
    var nodes: [BareJID: [NodeID: ContinuousClock.Instant]] = [:]
    var bytes = 0
  }

  private let time: Duration
  private let state = Mutex(State())

  /// - Parameter time: how long they are left alone.
  init(for time: Duration) { self.time = time }

  func note(_ node: NodeID, of service: BareJID, _ now: ContinuousClock.Instant = .now) {
    state.withLock { state in
      guard state.bytes < Self.maximumBytes else { return }
      if state.nodes[service, default: [:]].updateValue(now, forKey: node) == nil {
        state.bytes += node.name.heldBytes
      }
    }
  }

  /// Those of a service that are to be left alone now.
  func nodes(of service: BareJID, _ now: ContinuousClock.Instant = .now) -> Set<NodeID> {
    state.withLock { state in
      guard let nodes = state.nodes[service] else { return [] }
      let left = nodes.filter { now - $0.value < time }
      state.bytes -= nodes.keys.heldBytes - left.keys.heldBytes
      state.nodes[service] = left.isEmpty ? nil : left
      return Set(left.keys)
    }
  }

  /// Nobody follows any other service as a whole.
  func keep(only services: Set<BareJID>) {
    state.withLock { state in
      state.nodes = state.nodes.filter { services.contains($0.key) }
      state.bytes = state.nodes.values.reduce(0) { $0 + $1.keys.heldBytes }
    }
  }
}
