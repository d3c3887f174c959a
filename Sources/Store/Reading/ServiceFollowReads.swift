import GRDB
package import PubSub
package import XMPP

// Services that are followed as a whole.
extension Snapshot {
  private static let serviceFollowColumns = """
    SELECT jid.jid, service_follow.configuration, service_follow.admin, service_follow.due,
      service_follow.listed, service_follow.failures, service_follow.problem,
      (SELECT count(*) FROM follow
        WHERE follow.service = service_follow.service AND follow.origin = 'service')
    FROM service_follow JOIN jid ON jid.id = service_follow.service
    """

  private static func serviceFollow(_ row: Columns) throws -> ServiceFollow {
    let origins: [Follow.Origin?] = [row[1] ? .configuration : nil, row[2] ? .admin : nil]
    return ServiceFollow(
      service: try storedJID(row[0]).bare, origins: origins.compactMap(\.self),
      due: Timestamp(milliseconds: row[3]),
      listed: (row[4] as Int64?).map(Timestamp.init(milliseconds:)), failures: row[5],
      problem: (row[6] as String?).flatMap(Source.Problem.init), nodes: row[7])
  }

  package func serviceFollow(_ service: BareJID) throws -> ServiceFollow? {
    try first(
      "\(Self.serviceFollowColumns) WHERE jid.jid = ?", [service.description], Self.serviceFollow)
  }

  static let dueServices = """
    \(serviceFollowColumns)
    WHERE service_follow.due <= ?
      AND \(domain(of: "jid.jid")) NOT IN (SELECT value FROM json_each(?))
    ORDER BY service_follow.due LIMIT 1
    """

  /// The one whose nodes are to be listed first.
  ///
  /// - Parameter busy: domains that are left alone for now.
  package func serviceFollow(dueAt moment: Timestamp, besides busy: Set<String>) throws
    -> ServiceFollow?
  {
    let list = try Self.list(busy.sorted())
    return try first(Self.dueServices, [moment.milliseconds, list], Self.serviceFollow)
  }

  /// All of them: there are as many as administrators name.
  package var serviceFollows: [ServiceFollow] {
    get throws {
      let found = try rows("\(Self.serviceFollowColumns) ORDER BY service_follow.service", [])
      var list: [ServiceFollow] = []
      while let row = try found.next() { list.append(try Self.serviceFollow(row)) }
      return list
    }
  }

  /// The nodes that are followed because their service is; or some of them.
  package func followedNodes(of service: BareJID, limit: Int = .max) throws -> [NodeID] {
    guard let number = try number(of: service.description) else { return [] }
    let found = try rows(
      "SELECT node FROM follow WHERE service = ? AND origin = 'service' LIMIT ?", [number, limit])
    var nodes: [NodeID] = []
    while let row = try found.next() { nodes.append(NodeID(stored: row[0])) }
    return nodes
  }

  /// Nodes of a service that are followed for its sake in vain: those that it lists no more and says that it does not have,
  /// and those that not everybody may read any more.
  ///
  /// - Parameter listed: nil: not all of the list is known.
  package func lostNodes(of service: BareJID, besides listed: Set<NodeID>?) throws -> [NodeID] {
    try followedNodes(of: service).filter { node in
      guard let source = try source(node, of: service) else { return false }
      let isGone = source.problem == .notFound || source.problem == .gone
      return isGone && listed?.contains(node) == false || source.isClosed
    }
  }

  /// Nodes of a service that were followed for its sake until it said that they are deleted.
  package func endedNodes(of service: BareJID) throws -> [NodeID] {
    try followedNodes(of: service).filter { try source($0, of: service)?.stage == .ended }
  }

  /// The addresses of all of them.
  package var followedServices: Set<BareJID> {
    get throws {
      let found = try rows(
        "SELECT jid.jid FROM service_follow JOIN jid ON jid.id = service_follow.service", [])
      var services: Set<BareJID> = []
      while let row = try found.next() { services.insert(try storedJID(row[0]).bare) }
      return services
    }
  }
}

extension Source {
  /// Whether its service says that not everybody may read it, or does not let us.
  fileprivate var isClosed: Bool { problem == .closed || access.map { $0 != .open } ?? false }
}
