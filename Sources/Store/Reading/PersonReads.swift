import GRDB
package import Social
package import XMPP

// Who has written something that is here, and what they say of themselves.
extension Snapshot {
  private static let personColumns = """
    jid.jid, person.nickname, person.picture, picture.hash IS NOT NULL, person.asked, person.due,
    person.failures, person.problem
    """

  private static let personTables = """
    person JOIN jid ON jid.id = person.jid LEFT JOIN picture ON picture.hash = person.picture
    """

  private static func person(_ row: Columns) throws -> Person {
    Person(
      jid: try storedJID(row[0]).bare, nickname: row[1],
      picture: (row[2] as String?).flatMap(AvatarID.init), hasPicture: row[3],
      asked: (row[4] as Int64?).map(Timestamp.init(milliseconds:)),
      due: Timestamp(milliseconds: row[5]), failures: row[6],
      problem: (row[7] as String?).flatMap(Person.Problem.init))
  }

  package func person(_ jid: BareJID) throws -> Person? {
    try first(
      "SELECT \(Self.personColumns) FROM \(Self.personTables) WHERE jid.jid = ?",
      [jid.description], Self.person)
  }

  private static let domain = domain(of: "jid.jid")

  static let duePeople = """
    SELECT \(personColumns) FROM \(personTables)
    WHERE person.due <= ? AND \(domain) NOT IN (SELECT value FROM json_each(?))
    ORDER BY person.due, person.jid DESC LIMIT 1
    """

  static let duePeopleOfDomain = """
    SELECT \(personColumns) FROM \(personTables)
    WHERE person.due <= ? AND \(domain) = ? ORDER BY person.due, person.jid DESC LIMIT ?
    """

  /// Those of one server who are to be asked, the longest due first, and of these the newest.
  ///
  /// - Parameter busy: domains that are left alone for now.
  package func people(dueAt moment: Timestamp, besides busy: Set<String>, limit: Int) throws
    -> [Person]
  {
    let list = try Self.list(busy.sorted())
    guard let first = try first(Self.duePeople, [moment.milliseconds, list], Self.person) else {
      return []
    }
    return try people(
      Self.duePeopleOfDomain, [moment.milliseconds, first.jid.domain, limit])
  }

  private func people(_ sql: String, _ arguments: StatementArguments) throws -> [Person] {
    let found = try rows(sql, arguments)
    var list: [Person] = []
    while let row = try found.next() { list.append(try Self.person(row)) }
    return list
  }

  package func hasPicture(_ id: AvatarID) throws -> Bool {
    try number("SELECT 1 FROM picture WHERE hash = ?", [id.description]) != nil
  }

  /// Whether the picture of somebody, of so many bytes, is to be fetched. One that made room for others is as soon as there is
  /// room again: else people's pictures would make room for each other in turn.
  ///
  /// - Parameter budget: bytes of all pictures; nil: any number.
  package func needs(_ picture: AvatarID, _ bytes: Int, of person: Person, budget: Int?) throws
    -> Bool
  {
    guard try !hasPicture(picture) else { return false }
    guard let budget, person.picture == picture else { return true }
    return try heldPictures() + bytes <= budget
  }

  /// Bytes of all pictures.
  func heldPictures() throws -> Int {
    Int(try number("SELECT sum(size) FROM picture", []) ?? 0)
  }
}

// MARK: - Authors

extension Snapshot {
  /// So many of the newest items of somebody are looked through for a post.
  private static let looked = 100

  static let newAuthor = """
    SELECT jid.jid, node.followed IS NULL, home.jid FROM jid
    CROSS JOIN (SELECT id, node FROM item WHERE publisher = ?1 ORDER BY id DESC LIMIT \(looked)) AS own
    JOIN entry ON entry.item = own.id JOIN node ON node.id = own.node
    JOIN service ON service.id = node.service JOIN jid AS home ON home.id = service.jid
    WHERE jid.id = ?1 AND instr(jid.jid, '@') > 0
      AND NOT EXISTS (SELECT 1 FROM person WHERE person.jid = jid.id)
      AND NOT EXISTS (SELECT 1 FROM opt_out WHERE opt_out.jid = jid.id)
    """

  /// Goes through the authors of what is here, so many at a time, those first who came last.
  ///
  /// - Parameter number: below this one.
  /// - Returns: those of whom nothing is known, and where to go on; nil: these were all.
  package func newAuthors(below number: Int64, limit: Int) throws -> (
    authors: [Author], next: Int64?
  ) {
    var (authors, next): ([Author], Int64) = ([], number)
    for _ in 0..<limit {
      guard
        let author = try self.number("SELECT max(publisher) FROM item WHERE publisher < ?", [next])
      else { return (authors, nil) }
      next = author
      if let author = try newAuthor(author) { authors.append(author) }
    }
    return (authors, next)
  }

  /// Nil: they are known, have no post here, or are not to be.
  private func newAuthor(_ number: Int64) throws -> Author? {
    let found = try rows(Self.newAuthor, [number])
    var author: Author?
    while author?.origin != .hosted, let row = try found.next() {
      let (jid, home) = (try storedJID(row[0]).bare, try storedJID(row[2]).bare)
      let origin: Author.Origin =
        row[1] ? .hosted : home.isAtHome(of: jid) ? .own : .claimed(by: home)
      // What is known best counts.
      if origin == .hosted || origin == .own || author == nil {
        author = Author(number: number, jid: jid, origin: origin)
      }
    }
    return author
  }

  static let recentAuthors = """
    SELECT item.id, item.publisher, person.jid IS NULL,
      coalesce(person.asked < ? AND person.due > ? AND person.failures = 0, 0)
    FROM item LEFT JOIN person ON person.jid = item.publisher
    WHERE item.id > ? ORDER BY item.id LIMIT ?
    """

  /// Goes through what was published here lately.
  ///
  /// - Parameters:
  ///   - item: after this one.
  ///   - moment: whoever was asked since then need not be asked again.
  /// - Returns: of whom nothing is known, whom it is time to ask again because of that, and the last item that was looked at.
  package func recentAuthors(
    after item: Int64, limit: Int, askedBefore moment: Timestamp, _ now: Timestamp
  ) throws -> (authors: [Author], again: Set<Int64>, last: Int64) {
    let found = try rows(
      Self.recentAuthors, [moment.milliseconds, now.milliseconds, item, limit])
    var (unknown, again, last): (Set<Int64>, Set<Int64>, Int64) = ([], [], item)
    while let row = try found.next() {
      last = row[0]
      if row[2] { unknown.insert(row[1]) } else if row[3] { again.insert(row[1]) }
    }
    return (try unknown.sorted(by: >).compactMap(newAuthor), again, last)
  }

  package func newestItem() throws -> Int64 { try number("SELECT max(id) FROM item", []) ?? 0 }

  /// Whether anything that somebody has written is here.
  func hasItems(by publisher: Int64) throws -> Bool {
    try number("SELECT 1 FROM item WHERE publisher = ? LIMIT 1", [publisher]) != nil
  }
}

extension BareJID {
  /// Whether it is of somebody's domain, or of one below that.
  fileprivate func isAtHome(of person: BareJID) -> Bool {
    domain == person.domain || domain.hasSuffix("." + person.domain)
  }
}
