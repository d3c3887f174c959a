import GRDB
package import PubSub
package import XMPP

// What changes at once for all followed nodes of an account or a service, however many it has: a few statements, and nothing
// is read.
extension Transaction {
  private static let ofService =
    "node IN (SELECT id FROM node WHERE service = ? AND deleted IS NULL AND followed IS NOT NULL)"

  /// Nobody sees them from now on, whatever their service said of them before.
  func closeSources(of service: BareJID) throws {
    guard let number = try snapshot.service(service)?.number else { return }
    try run(
      "UPDATE source SET epoch = epoch + 1, access = NULL WHERE \(Self.ofService)", [number])
    try run(
      """
      UPDATE node SET followed = 0, access_model = ?, own_readable = 0, own_shown = 0, readable = 0,
        shown = 0, listed = 0
      WHERE service = ? AND deleted IS NULL AND followed IS NOT NULL
      """, [AccessModel.whitelist.rawValue, number])
    changed()
  }

  /// Nobody sees any more what is followed of some services, whether they answer or not.
  ///
  /// - Returns: the last node that was looked at; nil: all were.
  package func closeSources(
    after number: Int64, limit: Int, where isClosed: (BareJID) -> Bool
  ) throws -> Int64? {
    let sources = try snapshot.sources(after: number, limit: limit)
    for service in Set(sources.map(\.service)) where isClosed(service) {
      try closeSources(of: service)
    }
    return sources.count == limit ? sources.last?.number : nil
  }

  /// They are on the public web no more.
  func concealSources(of service: BareJID) throws {
    guard let number = try snapshot.service(service)?.number else { return }
    try run("UPDATE source SET epoch = epoch + 1, public = 0 WHERE \(Self.ofService)", [number])
    try run(
      """
      UPDATE node SET readable = 0, shown = 0, listed = 0
      WHERE service = ? AND deleted IS NULL AND followed IS NOT NULL
      """, [number])
    changed()
  }

  /// They are tried again at once, as if nothing had ever been wrong.
  func retrySources(of service: BareJID, _ now: Timestamp) throws {
    guard let number = try snapshot.service(service)?.number else { return }
    try run(
      """
      UPDATE source SET failures = 0, problem = NULL,
        stage = CASE stage WHEN 'ended' THEN 'new' ELSE stage END
      WHERE \(Self.ofService)
      """, [number])
    try wakeSources(of: service, at: now)
  }
}
