import PubSub
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct RosterBookTests {
  let (juliet, romeo, nurse): (BareJID, BareJID, BareJID)
  let questions: Questions
  let privileges = PrivilegeBook()
  let book: RosterBook
  static let local: Set = ["verona.lit", "capulet.lit"]

  init() throws {
    juliet = try BareJID("juliet@verona.lit")
    romeo = try BareJID("romeo@verona.lit")
    nurse = try BareJID("nurse@verona.lit")
    let jid = try BareJID(Desk.address)
    let questions = Questions(jid)
    self.questions = questions
    book = RosterBook(
      StanzaPort(jid: jid, session: { questions.session }, answer: { _ in }), privileges)
  }

  func grant(_ roster: Privileges.Access = .get, by domain: String = "verona.lit") {
    privileges.grant(Privileges(roster: roster), by: domain)
  }

  func item(_ jid: BareJID, _ subscription: String, _ groups: String...) -> String {
    "<item jid='\(jid)' subscription='\(subscription)'>"
      + groups.map { "<group>\($0)</group>" }.joined() + "</item>"
  }

  /// What is said of somebody, once rosters were asked for as often as that is needed.
  func contact(
    _ who: BareJID, of owners: BareJID..., doubt: RosterBook.Doubt = .ask
  ) async throws -> Contact {
    try await book.asking {
      try book.contact(who, owners, local: Self.local, doubt)
    }
  }

  /// Only `from` and `both` let somebody see the owner's presence, and no group counts without.
  @Test(arguments: [("none", false), ("to", false), ("from", true), ("both", true)])
  func subscriptions(subscription: String, isSeen: Bool) async throws {
    grant()
    questions.answer(rosters: ["romeo@verona.lit": item(juliet, subscription, "Friends", "Loves")])
    let contact = try await contact(juliet, of: romeo)
    #expect(contact == Contact(seesPresence: isSeen, groups: isSeen ? ["Friends", "Loves"] : []))
    #expect(try await self.contact(nurse, of: romeo) == .stranger)
  }

  /// Of several owners each counts, with the groups of those whose presence is seen.
  @Test func severalOwners() async throws {
    grant()
    questions.answer(
      rosters: [
        "romeo@verona.lit": item(juliet, "both", "Loves"),
        "nurse@verona.lit": item(juliet, "from", "Charges") + item(romeo, "to", "Visitors"),
      ])
    #expect(
      try await contact(juliet, of: romeo, nurse)
        == Contact(seesPresence: true, groups: ["Loves", "Charges"]))
    #expect(try await contact(romeo, of: nurse) == .stranger)
  }

  /// Each is asked for once, however many want to know at the same time, and not again while it is believed.
  @Test func once() async throws {
    grant()
    let gate = Gate()
    questions.answer { [questions] to, _ in
      await gate.passed()
      return questions.result(to, Element("query", Namespace.roster))
    }
    let asking = (0..<20).map { number in
      Task { try await contact(juliet, of: romeo, number % 2 == 0 ? nurse : romeo) }
    }
    _ = try await questions.asked.first(2)
    gate.open()
    for task in asking { #expect(try await task.value == .stranger) }
    _ = try await contact(nurse, of: romeo, nurse)
    #expect(
      questions.asked.all.map { $0["to"] }.sorted { $0 ?? "" < $1 ?? "" } == [
        "nurse@verona.lit", "romeo@verona.lit",
      ])
    let asked = try #require(questions.asked.all.first)
    #expect(asked["type"] == "get")
    #expect(asked.first("query", Namespace.roster) != nil)
  }

  /// Only local domains whose server lets us are asked; of others nobody is a contact.
  @Test(arguments: [
    ("verona.lit", Privileges.Access.get, true), ("verona.lit", .both, true),
    ("verona.lit", .set, false), ("verona.lit", .none, false), ("denmark.lit", .get, false),
  ])
  func privileges(domain: String, access: Privileges.Access, isAsked: Bool) async throws {
    grant(access, by: domain)
    let owner = try BareJID("owner@\(domain)")
    questions.answer(rosters: ["\(owner)": item(juliet, "both")])
    #expect(try await contact(juliet, of: owner).seesPresence == isAsked)
    #expect(questions.asked.all.count == (isAsked ? 1 : 0))
    #expect(book.sight(of: domain) == access.canGet)
    #expect(book.sight(of: "elsewhere.lit") != true)
    // What is taken back counts no more.
    grant(.none, by: domain)
    #expect(try await contact(juliet, of: owner) == .stranger)
    #expect(book.sight(of: domain) != true)
  }

  /// After the first connection the server may take a moment to say what we may do.
  @Test func privilegesThatComeLater() async throws {
    questions.answer(rosters: ["romeo@verona.lit": item(juliet, "both")])
    let asking = Task { try await contact(juliet, of: romeo) }
    // Whoever does not wait takes everybody for a stranger.
    #expect(try await contact(juliet, of: romeo, doubt: .deny) == .stranger)
    #expect(questions.asked.all.isEmpty)
    grant()
    #expect(try await asking.value.seesPresence)
  }

  /// One that says nothing is waited for once.
  @Test func privilegesThatNeverCome() async throws {
    let start = ContinuousClock.now
    let owners = [romeo, nurse]
    try await withThrowingTaskGroup { group in
      for owner in owners {
        group.addTask { _ = try await contact(juliet, of: owner) }
      }
      try await group.waitForAll()
    }
    let waited = ContinuousClock.now - start
    #expect(waited >= PrivilegeBook.patience)
    for owner in owners { _ = try await contact(nurse, of: owner) }
    #expect(ContinuousClock.now - start < waited + PrivilegeBook.patience)
    #expect(questions.asked.all.isEmpty)
    // It may speak later all the same.
    questions.answer(rosters: ["romeo@verona.lit": item(juliet, "both")])
    grant()
    #expect(try await contact(juliet, of: try BareJID("owner@verona.lit")) == .stranger)
    #expect(questions.asked.all.count == 1)
  }

  /// One that cannot be had is as good as an empty one, except for those who must be sure.
  @Test(arguments: ["timeout", "error", "nonsense"])
  func cannotBeHad(how: String) async throws {
    grant()
    let failing = try BareJID("failing@verona.lit")
    questions.answer { [questions, juliet, romeo] to, _ in
      if to.bare == romeo {
        let roster = Roster(items: [Roster.Item(juliet, .both)])
        return questions.result(to, roster.element)
      }
      switch how {
      case "timeout": return nil
      case "error":
        var iq = questions.result(to, Element("query", Namespace.roster))
        iq.kind = .error
        return iq
      default: return questions.result(to, Element("query", "urn:other"))
      }
    }
    #expect(try await contact(juliet, of: failing) == .stranger)
    #expect(try await contact(juliet, of: failing, romeo).seesPresence)
    await #expect(throws: RosterBook.Unsure.self) {
      try await contact(juliet, of: failing, romeo, doubt: .refuse)
    }
    #expect(try await contact(juliet, of: romeo, doubt: .refuse).seesPresence)
    // It is not asked for again at once.
    #expect(questions.asked.all.count == 2)
  }

  /// Whoever must be sure is not, where the server of a local domain does not let us see; of other domains it never
  /// will.
  @Test func sure() async throws {
    grant(.none)
    await #expect(throws: RosterBook.Unsure.self) {
      try await contact(juliet, of: romeo, doubt: .refuse)
    }
    #expect(
      try await contact(juliet, of: try BareJID("hamlet@denmark.lit"), doubt: .refuse)
        == .stranger)
    #expect(try await contact(juliet, of: romeo) == .stranger)
  }

  /// Whoever does not ask takes what is there.
  @Test func deny() async throws {
    grant()
    questions.answer(rosters: ["romeo@verona.lit": item(juliet, "both")])
    #expect(try await contact(juliet, of: romeo, doubt: .deny) == .stranger)
    #expect(questions.asked.all.isEmpty)
    _ = try await contact(juliet, of: romeo)
    #expect(try await contact(juliet, of: romeo, nurse, doubt: .deny).seesPresence)
    #expect(questions.asked.all.count == 1)
  }

  /// All that is needed is named at once.
  @Test func needed() throws {
    grant()
    #expect {
      try book.contact(juliet, [romeo, nurse], local: Self.local, .ask)
    } throws: {
      ($0 as? RosterBook.Needed)?.owners == [romeo, nurse]
    }
  }

  /// What has been asked for and is needed again and again is given up some time.
  @Test func rounds() async throws {
    grant()
    questions.answer(rosters: [:])
    let tries = Inbox<Void>()
    await #expect(throws: RosterBook.Needed.self) {
      try await book.asking {
        tries.put(())
        throw RosterBook.Needed(owners: [romeo])
      }
    }
    #expect(tries.all.count == RosterBook.maximumRounds + 1)
    // Other errors are not the book's business.
    await #expect(throws: CancellationError.self) {
      try await book.asking { throw CancellationError() }
    }
  }

  /// It is believed for a while.
  @Test(arguments: [(-1, true), (1, false)])
  func lifetime(milliseconds: Int, isKnown: Bool) async throws {
    grant()
    questions.answer(rosters: ["romeo@verona.lit": item(juliet, "both")])
    let before = ContinuousClock.now
    _ = try await contact(juliet, of: romeo)
    let then = isKnown ? before : .now
    let moment = then + RosterBook.lifetime + .milliseconds(milliseconds)
    let found = try book.contact(juliet, [romeo], local: Self.local, .deny, at: moment)
    #expect(found.seesPresence == isKnown)
    if isKnown {
      #expect(try book.contact(juliet, [romeo], local: Self.local, .ask, at: moment) == found)
    } else {
      #expect(throws: RosterBook.Needed.self) {
        try book.contact(juliet, [romeo], local: Self.local, .ask, at: moment)
      }
    }
  }

  /// So much of one roster is read.
  @Test func longRoster() async throws {
    grant()
    let contacts = (0...RosterBook.maximumContacts).map { "u\($0)@x.lit" }
    let items = contacts.map { "<item jid='\($0)' subscription='both'/>" }.joined()
    questions.answer(rosters: ["romeo@verona.lit": items])
    let (last, next) = (contacts[contacts.count - 2], contacts[contacts.count - 1])
    #expect(try await contact(try BareJID(last), of: romeo).seesPresence)
    #expect(try await contact(try BareJID(next), of: romeo) == .stranger)
  }

  /// So much is kept in all: contacts and their groups. The newest are there in any case.
  @Test func capacity() async throws {
    // Each with three: itself, its contact, and the contact's group.
    let book = RosterBook(
      StanzaPort(
        jid: try BareJID(Desk.address), session: { [questions] in questions.session },
        answer: { _ in }), privileges, capacity: 11)
    grant()
    let owners = try (0..<5).map { try BareJID("owner\($0)@verona.lit") }
    let roster = item(juliet, "both", "Friends")
    questions.answer(
      rosters: Dictionary(uniqueKeysWithValues: owners.map { ("\($0)", roster) }))
    let now = ContinuousClock.now
    func known() throws -> [Bool] {
      try owners.map {
        try book.contact(juliet, [$0], local: Self.local, .deny, at: now).seesPresence
      }
    }
    for owner in owners.prefix(3) { await book.refresh([owner]) }
    #expect(try known() == [true, true, true, false, false])
    // One that takes the place of another takes no more room.
    for _ in 0..<3 { await book.refresh([owners[0]]) }
    #expect(try known() == [true, true, true, false, false])
    // The oldest go, until there is some room again.
    await book.refresh([owners[3]])
    #expect(try known() == [true, false, false, true, false])
    await book.refresh([owners[4]])
    #expect(try known() == [true, false, false, true, true])
  }

  @Test func withinATime() async {
    #expect(await within(.seconds(20)) { 1 } == 1)
    #expect(await within(.seconds(20)) { Int?.none } == nil)
    let late = await within(.milliseconds(1)) { () -> Int? in
      await hang()
      return 1
    }
    #expect(late == nil)
  }
}
