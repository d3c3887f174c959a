import GRDB
package import XMPP

// What is odd about nodes that are followed, as it is seen between visits.
extension Transaction {
  package func note(_ note: Source.Note, of source: Source, _ now: Timestamp) throws {
    try run(
      "UPDATE source SET note = ?, noted = ? WHERE node = ?",
      [note.rawValue, now.milliseconds, source.number])
  }

  /// The same of all nodes of a service.
  package func note(_ note: Source.Note, ofAll service: BareJID, _ now: Timestamp) throws {
    guard let service = try snapshot.service(service) else { return }
    try run(
      "UPDATE source SET note = ?, noted = ? WHERE \(Self.liveOfService)",
      [note.rawValue, now.milliseconds, service.number])
  }

  /// A service has told so often of what is not followed there; of a service of which nothing is known that is nothing.
  package func noteStrays(_ count: Int, of service: BareJID, _ now: Timestamp) throws {
    guard let service = try snapshot.service(service) else { return }
    try run(
      "UPDATE service SET strays = strays + ?, strayed = ? WHERE id = ?",
      [count, now.milliseconds, service.number])
  }
}
