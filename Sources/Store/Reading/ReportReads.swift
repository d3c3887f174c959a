import GRDB
package import PubSub
package import XMPP

/// A report that waits, with the item that it is of.
package struct OpenReport: Sendable {
  package let id: Int64
  package let node: NodeID
  package let item: HeldItem
  package let facts: ReportFacts
  package let time: Timestamp
  /// The item is not what it was any more.
  package let isEdited: Bool
}

extension Snapshot {
  /// What is known of an item and of the reports that wait, for somebody who reports it.
  ///
  /// - Parameter owners: so many owners are named.
  package func reports(
    of item: ItemID, in node: NodeRecord, by jid: BareJID, _ service: ServiceID, owners: Int
  ) throws -> Report.Present {
    var present = Report.Present(item: try held([item], in: node).first)
    guard present.item != nil, let place = try itemPlace(item, in: node) else { return present }
    let reporter = try number(of: jid.description)
    present.isKnown =
      try number(
        "SELECT 1 FROM report WHERE item = ? AND reporter = ?", [place.number, reporter]) != nil
    func count(_ column: String, _ value: Int64?) throws -> Int {
      Int(try number("SELECT count(*) FROM report WHERE \(column) = ?", [value]) ?? 0)
    }
    present.own = try count("reporter", reporter)
    present.ofNode = try count("node", node.number)
    present.all = try count("service", service.number)
    present.owners = try affiliates(of: node, .owner, limit: owners)
    return present
  }

  private static let reportColumns = """
    SELECT report.id, node.name, item.name, publisher.jid, reporter.jid, report.reason, report.text,
      report.reported, item.sequence <> report.sequence
    """

  private static let reportTables = """
    CROSS JOIN item ON item.id = report.item CROSS JOIN node ON node.id = report.node
    CROSS JOIN jid AS publisher ON publisher.id = item.publisher
    CROSS JOIN jid AS reporter ON reporter.id = report.reporter
    """

  /// A page of the reports that somebody may decide on, the newest first: of all nodes for administrators, else of
  /// the nodes that they own, but for their own items.
  ///
  /// No more are passed over than there may be on the whole service.
  ///
  /// - Parameter before: only what is older than this one.
  package func reports(
    for jid: BareJID, isAdmin: Bool, in service: ServiceID, before: Int64?, limit: Int
  ) throws -> [OpenReport] {
    guard !isAdmin else {
      return try openReports(
        """
        \(Self.reportColumns) FROM report \(Self.reportTables)
        WHERE report.service = ? AND report.id < ? AND node.deleted IS NULL
          AND item.sequence > node.floor
        ORDER BY report.id DESC LIMIT ?
        """, [service.number, before ?? .max, limit])
    }
    guard let owner = try number(of: jid.description) else { return [] }
    return try openReports(
      """
      \(Self.reportColumns) FROM report
      CROSS JOIN affiliation ON affiliation.node = report.node AND affiliation.jid = ?
      \(Self.reportTables)
      WHERE report.service = ? AND report.id < ? AND affiliation.affiliation = 'owner'
        AND item.publisher <> affiliation.jid AND node.deleted IS NULL
        AND item.sequence > node.floor
      ORDER BY report.id DESC LIMIT ?
      """, [owner, service.number, before ?? .max, limit])
  }

  package func report(_ id: Int64, in service: ServiceID) throws -> OpenReport? {
    try openReports(
      """
      \(Self.reportColumns) FROM report \(Self.reportTables)
      WHERE report.id = ? AND report.service = ? AND node.deleted IS NULL
        AND item.sequence > node.floor
      """, [id, service.number]
    ).first
  }

  private func openReports(_ sql: String, _ arguments: StatementArguments) throws -> [OpenReport] {
    let found = try rows(sql, arguments)
    var list: [OpenReport] = []
    while let row = try found.next() {
      let item = ItemID(stored: row[2])
      list.append(
        OpenReport(
          id: row[0], node: NodeID(stored: row[1]),
          item: HeldItem(item, by: try storedJID(row[3]).bare),
          facts: ReportFacts(
            item: item, reporter: try storedJID(row[4]).bare,
            reason: Report.Reason(rawValue: row[5]) ?? .other, text: row[6]),
          time: Timestamp(milliseconds: row[7]), isEdited: row[8]))
    }
    return list
  }
}
