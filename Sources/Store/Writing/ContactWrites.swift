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
  /// When we asked last because nodes of theirs are followed; they may have refused since.
  package var sought: Timestamp?

  package init(
    seesUs: Bool = false, isSeen: Bool = false, isAsked: Bool = false, sought: Timestamp? = nil
  ) {
    self.seesUs = seesUs
    self.isSeen = isSeen
    self.isAsked = isAsked
    self.sought = sought
  }

  /// Reads subscription, asked and sought, the first of which is at `start`.
  fileprivate init(_ row: Columns, from start: Int) {
    let word: String = row[start]
    self.init(
      seesUs: word == "from" || word == "both", isSeen: word == "to" || word == "both",
      isAsked: row[start + 1],
      sought: (row[start + 2] as Int64?).map(Timestamp.init(milliseconds:)))
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
      SELECT subscription, asked, sought FROM contact
      WHERE service = ? AND jid = (SELECT id FROM jid WHERE jid = ?)
      """, [service.number, jid.description]
    ) { PresenceContact($0, from: 0) } ?? PresenceContact()
  }

  /// A page of those who share presence with a component, in either direction, or were asked to; `cursor` is for the
  /// next page.
  package func contacts(of service: ServiceID, after cursor: Int64, limit: Int) throws -> (
    page: [(jid: JID, contact: PresenceContact)], cursor: Int64?
  ) {
    let found = try rows(
      """
      SELECT contact.jid, jid.jid, contact.subscription, contact.asked, contact.sought FROM contact
      JOIN jid ON jid.id = contact.jid
      WHERE contact.service = ? AND contact.jid > ? ORDER BY contact.jid LIMIT ?
      """, [service.number, cursor, limit])
    var page: [(jid: JID, contact: PresenceContact)] = []
    var last: Int64?
    while let row = try found.next() {
      last = row[0]
      page.append((try storedJID(row[1]), PresenceContact(row, from: 2)))
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
      INSERT INTO contact (service, jid, subscription, asked, sought) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (service, jid) DO UPDATE
        SET subscription = excluded.subscription, asked = excluded.asked, sought = excluded.sought
      """,
      [
        service.number, try intern(jid), contact.word, contact.isAsked,
        contact.sought?.milliseconds,
      ])
  }

  /// An account's nodes are followed and are for those who see its presence: whether it is to be asked for that. That it
  /// was asked is remembered; it is not asked twice for one follow, nor so soon after another.
  ///
  /// - Parameters:
  ///   - begun: when the node was begun to be followed.
  ///   - rest: how long nobody is asked again.
  package func seekPresence(
    of account: BareJID, for service: ServiceID, begun: Timestamp, rest: Int64, _ now: Timestamp
  ) throws -> Bool {
    var contact = try snapshot.contact(account, of: service)
    guard !contact.isSeen, !contact.isAsked else { return false }
    if let sought = contact.sought?.milliseconds {
      guard sought < begun.milliseconds, sought + rest < now.milliseconds else { return false }
    }
    (contact.isAsked, contact.sought) = (true, now)
    try setContact(account, contact, of: service)
    return true
  }

  /// No node of an account is followed any more: whether its presence is to be given back, which was asked for because of
  /// them. It is kept where it may be of use for anything else: it is not asked for twice, whatever needs it.
  package func releasePresence(of account: BareJID, for service: ServiceID) throws -> Bool {
    var contact = try snapshot.contact(account, of: service)
    guard contact.sought != nil, !contact.seesUs, contact.isSeen || contact.isAsked,
      try snapshot.sources(of: account, limit: 1).isEmpty, try !snapshot.isSubscribed(account),
      try !snapshot.isAboutToBeFollowed(account)
    else { return false }
    (contact.isSeen, contact.isAsked) = (false, false)
    try setContact(account, contact, of: service)
    return true
  }

  /// When somebody was asked is of no interest any more: nothing of theirs is followed, and so long ago they may be asked
  /// again.
  ///
  /// - Parameter rest: how long nobody is asked again.
  package func forgetSeeking(
    of account: BareJID, for service: ServiceID, rest: Int64, _ now: Timestamp
  ) throws {
    var contact = try snapshot.contact(account, of: service)
    guard let sought = contact.sought, sought.milliseconds + rest < now.milliseconds,
      !contact.isSeen, !contact.isAsked, try snapshot.sources(of: account, limit: 1).isEmpty
    else { return }
    contact.sought = nil
    try setContact(account, contact, of: service)
  }
}

extension Snapshot {
  /// Whether somebody is subscribed to any node of ours, by whatever address.
  fileprivate func isSubscribed(_ account: BareJID) throws -> Bool {
    try number(
      "SELECT 1 FROM subscription WHERE bare = (SELECT id FROM jid WHERE jid = ?) LIMIT 1",
      [account.description]) != nil
  }

  /// Whether somebody has asked for a node of an account that was not begun yet.
  fileprivate func isAboutToBeFollowed(_ account: BareJID) throws -> Bool {
    try number(
      """
      SELECT 1 FROM follow WHERE service = (SELECT id FROM jid WHERE jid = ?) AND begun = 0 LIMIT 1
      """, [account.description]) != nil
  }
}
