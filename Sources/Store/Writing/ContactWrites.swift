import GRDB
package import XMPP

/// How a component of ours and somebody share presence (RFC 6121, section 3), as seen by the component.
package struct PresenceContact: Hashable, Sendable {
  /// They see ours.
  package var seesUs: Bool
  /// We see theirs.
  package var isSeen: Bool
  /// We have asked to see theirs.
  package var isAsked: Bool

  package init(seesUs: Bool = false, isSeen: Bool = false, isAsked: Bool = false) {
    self.seesUs = seesUs
    self.isSeen = isSeen
    self.isAsked = isAsked
  }

  fileprivate init(_ word: String, isAsked: Bool) {
    self.init(
      seesUs: word == "from" || word == "both", isSeen: word == "to" || word == "both",
      isAsked: isAsked)
  }

  fileprivate var word: String {
    switch (seesUs, isSeen) {
    case (true, true): "both"
    case (true, false): "from"
    case (false, true): "to"
    case (false, false): "none"
    }
  }
}

extension Snapshot {
  package func contact(_ jid: BareJID, of service: ServiceID) throws -> PresenceContact {
    try first(
      """
      SELECT subscription, asked FROM contact
      WHERE service = ? AND jid = (SELECT id FROM jid WHERE jid = ?)
      """, [service.number, jid.description]
    ) { PresenceContact($0[0], isAsked: $0[1]) } ?? PresenceContact()
  }

  /// A page of those who share presence with a component, in either direction, or were asked to; `cursor` is for the
  /// next page.
  package func contacts(of service: ServiceID, after cursor: Int64, limit: Int) throws -> (
    page: [(jid: JID, contact: PresenceContact)], cursor: Int64?
  ) {
    let found = try rows(
      """
      SELECT contact.jid, jid.jid, contact.subscription, contact.asked FROM contact
      JOIN jid ON jid.id = contact.jid
      WHERE contact.service = ? AND contact.jid > ? ORDER BY contact.jid LIMIT ?
      """, [service.number, cursor, limit])
    var page: [(jid: JID, contact: PresenceContact)] = []
    var last: Int64?
    while let row = try found.next() {
      last = row[0]
      page.append((try storedJID(row[1]), PresenceContact(row[2], isAsked: row[3])))
    }
    return (page, page.count == limit ? last : nil)
  }
}

extension Transaction {
  package func setContact(_ jid: BareJID, _ contact: PresenceContact, of service: ServiceID)
    throws
  {
    guard contact != PresenceContact() else {
      // Nothing is remembered of somebody of whom there is nothing to forget.
      return try run(
        """
        DELETE FROM contact WHERE service = ? AND jid = (SELECT id FROM jid WHERE jid = ?)
        """, [service.number, jid.description])
    }
    try run(
      """
      INSERT INTO contact (service, jid, subscription, asked) VALUES (?, ?, ?, ?)
      ON CONFLICT (service, jid) DO UPDATE
        SET subscription = excluded.subscription, asked = excluded.asked
      """, [service.number, try intern(jid), contact.word, contact.isAsked])
  }
}
