import GRDB
package import XMPP

// Services that do not answer: what is so of them is so of each of their nodes.
extension Transaction {
  /// None of a service's nodes is tried before the one that has failed last is, and all have failed as often.
  package func postponeSources(like source: Source) throws {
    guard let problem = source.problem, let service = try snapshot.service(source.service) else {
      return
    }
    try run(
      """
      UPDATE source SET due = max(due, ?),
        failures = CASE WHEN \(Self.isHeard) THEN max(failures, ?) ELSE failures END,
        problem = CASE WHEN \(Self.isHeard) THEN ? ELSE problem END
      WHERE \(Self.liveOfService)
      """,
      [source.due.milliseconds, source.failures, problem.rawValue, service.number])
  }

  /// Nobody has said for long who may read nodes of a service: from now on nobody sees them.
  ///
  /// - Returns: whether there may be more of them.
  package func distrustSources(of service: BareJID, lookedBefore moment: Timestamp, limit: Int)
    throws -> Bool
  {
    guard let service = try snapshot.service(service) else { return false }
    let sources = try snapshot.sources(
      """
      SELECT \(Snapshot.sourceColumns) FROM \(Snapshot.sourceTables)
      WHERE node.service = ? AND node.deleted IS NULL AND source.access IS NOT NULL
        AND source.looked < ? LIMIT ?
      """, [service.number, moment.milliseconds, limit])
    for source in sources { try close(source) }
    return sources.count == limit
  }

  /// A service answers again: what has failed for its silence alone is compared at once.
  package func resumeSources(of service: BareJID, at moment: Timestamp) throws {
    guard let service = try snapshot.service(service) else { return }
    try run(
      """
      UPDATE source SET failures = 0, problem = NULL, due = min(due, ?), task = max(task, 1),
        wakes = wakes + 1
      WHERE problem IN (\(Self.silences)) AND \(Self.liveOfService)
      """, [moment.milliseconds, service.number])
  }

  private static let isHeard = "(problem IS NULL OR problem IN (\(silences)))"

  private static let silences = Source.Problem.allCases.filter(\.isOfService)
    .map { "'\($0.rawValue)'" }.joined(separator: ", ")
}

extension Source.Problem {
  /// Whether it is one of the service, not of the node.
  package var isOfService: Bool { self == .unreachable || self == .noAnswer }
}
