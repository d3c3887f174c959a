import Synchronization

/// Wakes a fan-out: something was announced, or a node that was left alone may have its turn again.
final class Bell: Sendable {
  /// Several rings are rolled into one if nobody listens.
  let rings: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation
  private let released = Mutex<Set<Int64>>([])

  init() {
    (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func ring() { continuation.yield() }

  func release(_ node: Int64) {
    released.withLock { _ = $0.insert(node) }
    ring()
  }

  func takeReleased() -> Set<Int64> {
    released.withLock { nodes in
      defer { nodes = [] }
      return nodes
    }
  }

  /// What rang before is still heard.
  func stop() { continuation.finish() }
}
