import GRDB
import PubSub
import XMPP

// A report goes with its item, by the foreign key: when that is retracted, hidden, or removed with its node.
extension Transaction {
  func store(_ report: ReportFacts, _ node: NodeRecord, _ service: ServiceID, _ now: Timestamp)
    throws
  {
    guard let place = try snapshot.itemPlace(report.item, in: node) else {
      throw StoreError.internalFailure("an item that was decided on is not there")
    }
    try run(
      """
      INSERT INTO report (service, node, item, sequence, reporter, reported, reason, text)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (item, reporter) DO UPDATE SET sequence = excluded.sequence,
        reported = excluded.reported, reason = excluded.reason, text = excluded.text
      """,
      [
        service.number, node.number, place.number, place.sequence, try intern(report.reporter),
        now.milliseconds, report.reason.rawValue, report.text,
      ])
  }

  func dismissReports(of item: ItemID, _ node: NodeRecord) throws {
    guard let place = try snapshot.itemPlace(item, in: node) else { return }
    try run("DELETE FROM report WHERE item = ?", [place.number])
  }
}
