import Synchronization

/// What a page was made from: it is out of date as soon as that has changed.
package struct PageSource: Hashable, Sendable {
  /// Read before the data was.
  let version: Int64
  /// The nodes that it shows something of; nil: what may be in any node.
  let nodes: Set<Int64>?

  /// About what it holds in memory.
  package var heldBytes: Int { 32 * (nodes?.count ?? 0) }
}

extension Store {
  /// Makes a page, and notes what it reads for it.
  package func noting<Made: Sendable>(_ make: () async throws -> Made) async throws
    -> (made: Made, source: PageSource)
  {
    let (reads, version) = (NotedReads(), version)
    let made = try await NotedReads.$current.withValue(reads) { try await make() }
    return (made, PageSource(version: version, nodes: reads.nodes))
  }

  /// Whether nothing has changed that a page was made from.
  package func isCurrent(_ source: PageSource) -> Bool { writes.changes.isCurrent(source) }

  /// Reads at one moment what is in some nodes alone: no other node's change makes it another.
  func readNodes<T: Sendable>(_ body: @escaping @Sendable (Snapshot) throws -> T) async throws -> T
  {
    try await read(noting: NotedReads.current, body)
  }
}

/// The nodes that are read for a page.
final class NotedReads: Sendable {
  @TaskLocal static var current: NotedReads?

  private let noted = Mutex<Set<Int64>?>([])

  var nodes: Set<Int64>? { noted.withLock { $0 } }

  func note(_ node: Int64) { noted.withLock { _ = $0?.insert(node) } }

  /// Whatever changes may be seen in it.
  func noteEverything() { noted.withLock { $0 = nil } }
}
