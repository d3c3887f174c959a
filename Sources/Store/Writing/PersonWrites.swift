import Foundation
import GRDB
package import Social
package import XMPP

// What people say of themselves. Of whoever has nothing here, or wants nothing of theirs to be found, nothing is kept.
extension Transaction {
  /// These are to be asked now, as far as the bounds let them; before all others those who have published here. Since they
  /// were found their number may have become another one's.
  package func meet(_ authors: [Author], _ bounds: PeopleBounds, _ now: Timestamp) throws {
    var room = try bounds.inAll - Int(snapshot.number(Snapshot.people, []) ?? 0)
    for author in authors {
      var (claimed, due): (Int64?, Int64) = (nil, now.milliseconds)
      switch author.origin {
      case .hosted: due = 0
      case .own: guard room > 0 else { continue }
      case .claimed(let home):
        guard let service = try snapshot.service(home) else { continue }
        let others = try snapshot.number(Snapshot.strangers, [service.number]) ?? 0
        guard room > 0, others < bounds.perService else { continue }
        claimed = service.number
      }
      try run(
        """
        INSERT INTO person (jid, due, claimed)
        SELECT id, ?, ? FROM jid WHERE id = ? AND jid = ? ON CONFLICT (jid) DO NOTHING
        """, [due, claimed, author.number, author.jid.description])
      room -= db.changesCount
    }
  }

  /// These are known, and to be asked now. Whoever is left alone after a failure is not.
  package func ask(again authors: Set<Int64>, _ now: Timestamp) throws {
    for author in authors {
      try run(
        "UPDATE person SET due = min(due, ?) WHERE jid = ? AND failures = 0",
        [now.milliseconds, author])
    }
  }

  /// Somebody has told us of a change: they are asked at a moment, also if they are being asked now.
  ///
  /// - Returns: false if nobody needs to know, or they are left alone after a failure.
  package func hear(of account: BareJID, askAgain moment: Timestamp) throws -> Bool {
    try run(
      """
      UPDATE person SET due = ? WHERE jid = (SELECT id FROM jid WHERE jid = ?) AND failures = 0
      """, [moment.milliseconds, account.description])
    return db.changesCount > 0
  }

  /// Remembers what somebody has said, or that they have not; nothing if they are not to be known any more.
  ///
  /// - Parameters:
  ///   - due: when they were to be asked as that began; if that has changed since, it stands.
  ///   - picture: if it was not here.
  ///   - budget: bytes of all pictures; of more, those go that nobody has looked at for the longest time. Nil: any number.
  package func update(
    _ person: Person, wasDue due: Timestamp, _ picture: AvatarPicture? = nil, budget: Int?,
    _ now: Timestamp
  ) throws {
    guard let number = try snapshot.number(of: person.jid.description),
      let old = try snapshot.person(person.jid)
    else { return }
    guard try snapshot.hasItems(by: number), try !snapshot.hasOptedOut(person.jid) else {
      return try forgetPerson(person.jid)
    }
    try run(
      """
      UPDATE person SET nickname = ?, picture = ?, asked = ?, failures = ?, problem = ?,
        due = CASE due WHEN ? THEN ? ELSE due END
      WHERE jid = ?
      """,
      [
        person.nickname, person.picture?.description, person.asked?.milliseconds, person.failures,
        person.problem?.rawValue, due.milliseconds, person.due.milliseconds, number,
      ])
    let isNew =
      try picture.map {
        try snapshot.needs($0.id, $0.bytes.count, of: old, budget: budget)
      } ?? false
    if let picture, isNew { try keep(picture, budget: budget, now) }
    if let old = old.picture, old != person.picture { try dropUnused(old) }
    if isNew || (old.nickname, old.picture) != (person.nickname, person.picture) {
      changed()
    }
  }

  /// Nothing of what they have said of themselves is left.
  func forgetPerson(_ account: BareJID) throws {
    guard let person = try snapshot.person(account) else { return }
    try run(
      "DELETE FROM person WHERE jid = (SELECT id FROM jid WHERE jid = ?)", [account.description])
    if let picture = person.picture { try dropUnused(picture) }
    changed()
  }

  /// What those have said goes who are not to be asked, or have nothing here any more, so many at a time.
  ///
  /// - Returns: where to go on; nil: these were all.
  package func forgetPeople(
    after number: Int64, limit: Int, unless isAsked: (BareJID) -> Bool
  ) throws -> Int64? {
    let found = try snapshot.rows(
      """
      SELECT person.jid, jid.jid, EXISTS (SELECT 1 FROM item WHERE item.publisher = person.jid)
      FROM person JOIN jid ON jid.id = person.jid
      WHERE person.jid > ? ORDER BY person.jid LIMIT ?
      """, [number, limit])
    var people: [(number: Int64, jid: BareJID, hasItems: Bool)] = []
    while let row = try found.next() { people.append((row[0], try storedJID(row[1]).bare, row[2])) }
    for person in people where !person.hasItems || !isAsked(person.jid) {
      try forgetPerson(person.jid)
    }
    return people.count == limit ? people.last?.number : nil
  }
}

// MARK: - Pictures

extension Transaction {
  private func keep(_ picture: AvatarPicture, budget: Int?, _ now: Timestamp) throws {
    if let budget {
      // Nothing makes room for what has none.
      guard picture.bytes.count <= budget else { return }
      try trimPictures(to: budget - picture.bytes.count)
    }
    try run(
      "INSERT INTO picture (hash, type, size, used, bytes) VALUES (?, ?, ?, ?, ?)",
      [
        picture.id.description, picture.format.rawValue, picture.bytes.count, now.milliseconds,
        Data(picture.bytes),
      ])
  }

  /// Of more bytes than may be kept, those go that nobody has looked at for the longest time.
  package func trimPictures(to budget: Int) throws {
    let held = try snapshot.heldPictures()
    guard held > budget else { return }
    let found = try snapshot.rows("SELECT hash, size FROM picture ORDER BY used", [])
    var (excess, hashes): (Int, [String]) = (held - budget, [])
    while excess > 0, let row = try found.next() {
      hashes.append(row[0])
      excess -= row[1]
    }
    for hash in hashes { try run("DELETE FROM picture WHERE hash = ?", [hash]) }
    changed()
  }

  /// A picture that nobody shows any more goes.
  private func dropUnused(_ id: AvatarID) throws {
    try run(
      """
      DELETE FROM picture WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM person WHERE picture = ?1)
      """, [id.description])
  }

  /// Somebody has looked at it.
  func use(_ id: AvatarID, _ now: Timestamp) throws {
    try run(
      "UPDATE picture SET used = ? WHERE hash = ?", [now.milliseconds, id.description])
  }
}

extension Snapshot {
  fileprivate static let people = "SELECT count(*) FROM person"
  fileprivate static let strangers = "SELECT count(*) FROM person WHERE claimed = ?"
}
