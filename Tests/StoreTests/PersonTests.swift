import GRDB
import PubSub
import Social
import Testing
import XMPP

@testable import Store

extension AvatarPicture {
  /// A picture of so many bytes; each number is another one.
  static func made(_ number: Int = 0, size: Int = 100) throws -> AvatarPicture {
    let start = Array("GIF89a".utf8) + [64, 0, 64, 0, UInt8(number)]
    let bytes = start + [UInt8](repeating: 0, count: size - start.count)
    return try #require(AvatarPicture(bytes, limit: size))
  }
}

/// People who have written something that is here, and their pictures.
@Suite struct PersonTests {
  private func moment(_ time: Int64) -> Timestamp { Timestamp(milliseconds: time) }

  /// Somebody who was asked and has answered.
  private func tell(
    _ jid: BareJID, _ nickname: String? = nil, _ picture: AvatarPicture? = nil,
    in fixture: Fixture, budget: Int? = nil, at time: Int64 = 2_000, failures: Int = 0
  ) async throws {
    try await fixture.store.write { tx in
      let author = Author(number: try tx.intern(jid), jid: jid, origin: .own)
      try tx.meet([author], PeopleBounds(), moment(time))
      var person = try #require(try tx.snapshot.person(jid))
      let due = person.due
      (person.nickname, person.picture) = (nickname, picture?.id)
      (person.asked, person.due, person.failures) = (moment(time), moment(time + 1_000), failures)
      try tx.update(person, wasDue: due, picture, budget: budget, moment(time))
    }
  }

  private func shown(_ picture: AvatarPicture, _ fixture: Fixture) async throws -> Bool {
    try await fixture.store.picture(picture.id, moment(3_000)) == picture
  }

  private func post(_ node: String, _ fixture: Fixture) async throws -> PostView? {
    let found = try await fixture.store.post(service: fixture.jid, node: node, item: "a")
    guard case .found(let post) = found else { return nil }
    return post
  }

  /// Those come first who came last; whoever has no post, is a service, is known already or has opted out is passed over.
  @Test func authorsAreFound() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let names = ["a@x.lit", "b@x.lit", "x.lit", "gone@x.lit", "known@x.lit", "c@x.lit"]
    for (index, name) in names.enumerated() {
      try await fixture.publish("\(index)", in: "blog", by: try BareJID(name))
    }
    try await fixture.store.write { tx in
      try tx.optOut(try BareJID("gone@x.lit"), moment(1_000))
    }
    try await tell(try BareJID("known@x.lit"), in: fixture)
    let found = try await fixture.store.write { tx in
      var (names, next): ([String], Int64?) = ([], .max)
      while let below = next {
        let portion = try tx.snapshot.newAuthors(below: below, limit: 2)
        names += portion.authors.map(\.jid.description)
        next = portion.next
      }
      return names
    }
    #expect(found == ["c@x.lit", "b@x.lit", "a@x.lit"])
    try await fixture.store.close()
  }

  /// What a service says of people of other domains is for a few to be asked; and those come first who have published here.
  @Test func strangersAreFew() async throws {
    let fixture = try await Fixture()
    let (evil, node) = (try BareJID("pubsub.evil.lit"), NodeID(stored: "spam"))
    let names = (0..<5).map { "\($0)@victim.lit" } + ["a@evil.lit", "b@evil.lit"]
    let posts = try names.map { try Post($0, title: "T", by: try BareJID($0)) }
    try await fixture.store.write { tx in
      try tx.begin(node, of: evil, isPublic: true, moment(1_000))
      var source = try #require(try tx.snapshot.source(node, of: evil))
      source.access = .open
      try tx.update(source)
      for post in posts {
        let item = ForeignItem(
          id: post.item.id, publisher: post.item.publisher, payload: post.item.payload)
        try tx.take([item], of: source, .now, moment(1_000), post.projections)
      }
    }
    try await fixture.create("blog")
    try await fixture.publish("a", in: "blog")
    func known(inAll: Int) async throws -> [String] {
      try await fixture.store.write { tx in
        var bounds = PeopleBounds()
        (bounds.perService, bounds.inAll) = (2, inAll)
        let found = try tx.snapshot.newAuthors(below: .max, limit: 99).authors
        try tx.meet(found.filter { $0.origin != .hosted }, bounds, moment(2_000))
        try tx.meet(found.filter { $0.origin == .hosted }, bounds, moment(3_000))
      }
      return try await fixture.texts(
        "SELECT jid.jid FROM person JOIN jid ON jid.id = person.jid ORDER BY person.due, jid.jid")
    }
    #expect(try await known(inAll: 0) == ["romeo@verona.lit"])
    #expect(try await known(inAll: 3) == ["romeo@verona.lit", "a@evil.lit", "b@evil.lit"])
    let few = ["3@victim.lit", "4@victim.lit", "a@evil.lit", "b@evil.lit"]
    #expect(try await known(inAll: 99) == ["romeo@verona.lit"] + few)
    #expect(try await known(inAll: 99) == ["romeo@verona.lit"] + few)
    // Their own word counts.
    try await fixture.publish("b", in: "blog", by: try BareJID("0@victim.lit"))
    #expect(try await known(inAll: 0) == ["0@victim.lit", "romeo@verona.lit"] + few)
    try await fixture.store.close()
  }

  /// Between being found and being met they, or the service that named them, may be gone.
  @Test func whoIsGoneIsNotMet() async throws {
    let fixture = try await Fixture()
    let (gone, service) = (try BareJID("gone@x.lit"), try BareJID("pubsub.x.lit"))
    try await fixture.store.write { tx in
      let number = try tx.intern(try BareJID("other@x.lit"))
      try tx.meet(
        [
          Author(number: number, jid: gone, origin: .own),
          Author(number: number + 1_000, jid: gone, origin: .hosted),
          Author(number: try tx.intern(gone), jid: gone, origin: .claimed(by: service)),
        ], PeopleBounds(), moment(1_000))
    }
    #expect(try await fixture.number("SELECT count(*) FROM person") == 0)
    try await fixture.store.close()
  }

  /// Whoever publishes is asked again once what is known of them is old, and not before.
  @Test func whoPublishesIsAskedAgain() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("a", in: "blog")
    func recent(after item: Int64, askedBefore time: Int64) async throws -> (Int, Int64) {
      try await fixture.store.read { snapshot in
        let found = try snapshot.recentAuthors(
          after: item, limit: 9, askedBefore: moment(time), moment(2_500))
        return (found.authors.count + found.again.count, found.last)
      }
    }
    let (unknown, last) = try await recent(after: 0, askedBefore: 0)
    #expect(unknown == 1)
    try await tell(fixture.romeo, "Romeo", in: fixture)
    #expect(try await recent(after: 0, askedBefore: 2_000) == (0, last))
    #expect(try await recent(after: 0, askedBefore: 2_001) == (1, last))
    #expect(try await recent(after: last, askedBefore: 2_001) == (0, last))
    // After a failure they are left alone.
    try await tell(fixture.romeo, "Romeo", in: fixture, failures: 1)
    #expect(try await recent(after: 0, askedBefore: 2_001) == (0, last))
    let romeo = fixture.romeo
    try await fixture.store.write { tx in
      try tx.ask(again: [try tx.intern(romeo)], moment(1))
      #expect(try !tx.hear(of: romeo, askAgain: moment(1)))
      #expect(try tx.snapshot.person(romeo)?.due == moment(3_000))
    }
    try await fixture.store.close()
  }

  @Test func nicknamesAndPicturesAreSeen() async throws {
    let fixture = try await Fixture()
    let picture = try AvatarPicture.made()
    try await fixture.create("blog")
    try await fixture.create("anonymous") { $0.itemReply = NodeConfiguration.Reply.none }
    try await fixture.publish("a", in: "blog")
    try await fixture.publish("a", in: "anonymous")
    #expect(try await post("blog", fixture)?.entry.author.name == "romeo")
    let version = fixture.store.version
    try await tell(fixture.romeo, "Montague", picture, in: fixture)
    #expect(fixture.store.version > version)
    let shown = try #require(try await post("blog", fixture))
    #expect(shown.entry.author.name == "Montague" && shown.avatar == picture.id)
    // That it is the same again changes no page.
    let same = fixture.store.version
    try await tell(fixture.romeo, "Montague", picture, in: fixture, at: 9_000)
    #expect(fixture.store.version == same)
    let anonymous = try #require(try await post("anonymous", fixture))
    #expect(anonymous.entry.author.name == "romeo" && anonymous.avatar == nil)
    // A name that a post gives itself is the author's own.
    let post = try Post(
      "a", title: "T", more: "<author><name>R.</name></author>", by: fixture.romeo)
    try await fixture.apply(
      [.store(NodeID("blog"), post.item)], projections: post.projections, at: 2_000)
    #expect(try await self.post("blog", fixture)?.entry.author.name == "R.")
    try await fixture.store.close()
  }

  /// A picture is for those alone who may read something that its owner has written; nothing tells others that it is there.
  @Test func picturesAreForReaders() async throws {
    let fixture = try await Fixture()
    let picture = try AvatarPicture.made()
    try await fixture.create("club") { $0.accessModel = .whitelist }
    try await fixture.create("anonymous") { $0.itemReply = NodeConfiguration.Reply.none }
    for node in ["club", "anonymous"] { try await fixture.publish("a", in: node) }
    try await tell(fixture.romeo, nil, picture, in: fixture)
    #expect(try await !shown(picture, fixture))
    try await fixture.create("blog")
    try await fixture.publish("a", in: "blog")
    #expect(try await shown(picture, fixture))
    try await fixture.apply([.retract(NodeID("blog"), ItemID("a"))])
    #expect(try await !shown(picture, fixture))
    try await fixture.publish("b", in: "blog")
    #expect(try await shown(picture, fixture))
    try await fixture.apply([.delete(NodeID("blog"), redirect: nil)])
    #expect(try await !shown(picture, fixture))
    try await fixture.store.close()
  }

  /// Whatever somebody has written, and whoever shows the same picture: a stranger who asks for it costs little.
  @Test func fewItemsAreLookedAt() async throws {
    let fixture = try await Fixture()
    let picture = try AvatarPicture.made()
    try await fixture.create("club") { $0.accessModel = .whitelist }
    try await fixture.create("blog")
    func publishQuietly(_ numbers: Range<Int>) async throws {
      let posts = try numbers.map { try Post("\($0)", title: "Quiet", by: fixture.romeo) }
      try await fixture.apply(
        posts.map { .store(NodeID(stored: "club"), $0.item) },
        projections: posts.reduce(into: [:]) { $0.merge($1.projections) { $1 } })
    }
    let looked = Snapshot.itemsLookedAt
    try await publishQuietly(0..<looked)
    try await fixture.publish("a", in: "blog")
    try await tell(fixture.romeo, nil, picture, in: fixture)
    try await publishQuietly(looked..<2 * looked - 1)
    #expect(try await shown(picture, fixture))
    try await fixture.publish("last", in: "club")
    #expect(try await !shown(picture, fixture))
    // One of the oldest comes to be the oldest but for fewer.
    try await fixture.apply([.retract(NodeID("club"), ItemID("0"))])
    #expect(try await shown(picture, fixture))
    try await fixture.store.close()
  }

  /// Of more than may be kept, what was not used for the longest time goes; what nobody shows any more goes at once.
  @Test func picturesHaveABudget() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let pictures = try (0..<4).map { try AvatarPicture.made($0, size: 1_000) }
    let people = try (0..<4).map { try BareJID("\($0)@x.lit") }
    for (index, person) in people.enumerated() {
      try await fixture.publish("\(index)", in: "blog", by: person)
    }
    for index in 0..<3 {
      try await tell(
        people[index], nil, pictures[index], in: fixture, budget: 3_000, at: Int64(2_000 + index))
    }
    // The first one is looked at, a day later.
    _ = try await fixture.store.picture(pictures[0].id, moment(90_000_000))
    try await fixture.store.write { _ in }
    try await tell(people[3], nil, pictures[3], in: fixture, budget: 3_000, at: 90_000_001)
    var here: [Bool] = []
    for picture in pictures { here.append(try await shown(picture, fixture)) }
    #expect(here == [true, false, true, true])
    #expect(try await fixture.number("SELECT sum(size) FROM picture") == 3_000)
    // One that has no room by itself throws out nobody's.
    let large = try AvatarPicture.made(9, size: 3_001)
    try await tell(people[1], nil, large, in: fixture, budget: 3_000, at: 90_000_001)
    #expect(try await fixture.number("SELECT sum(size) FROM picture") == 3_000)
    // Two who show the same.
    try await tell(people[1], nil, pictures[0], in: fixture, at: 90_000_002)
    try await tell(people[0], nil, nil, in: fixture, at: 90_000_003)
    #expect(try await shown(pictures[0], fixture))
    try await tell(people[1], nil, nil, in: fixture, at: 90_000_004)
    #expect(try await fixture.number("SELECT count(*) FROM picture") == 2)
    try await fixture.store.write { try $0.trimPictures(to: 0) }
    #expect(try await fixture.number("SELECT count(*) FROM picture") == 0)
    try await fixture.store.close()
  }

  /// Being asked again is no use of a picture, and what made room does not come back before there is room.
  @Test func picturesDoNotTakeTurns() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let pictures = try (0..<3).map { try AvatarPicture.made($0, size: 1_000) }
    let people = try (0..<3).map { try BareJID("\($0)@x.lit") }
    for (index, person) in people.enumerated() {
      try await fixture.publish("\(index)", in: "blog", by: person)
      try await tell(
        person, nil, pictures[index], in: fixture, budget: 2_000, at: Int64(2_000 + index))
    }
    func here() async throws -> [Bool] {
      try await fixture.store.read { snapshot in
        try pictures.map { try snapshot.hasPicture($0.id) }
      }
    }
    #expect(try await here() == [false, true, true])
    let version = fixture.store.version
    try await tell(people[1], nil, pictures[1], in: fixture, budget: 2_000, at: 9_000)
    try await tell(people[0], nil, pictures[0], in: fixture, budget: 2_000, at: 9_001)
    #expect(try await here() == [false, true, true])
    #expect(fixture.store.version == version)
    // What is new to somebody comes in, instead of what nobody has looked at.
    let new = try AvatarPicture.made(3, size: 1_000)
    try await tell(people[0], nil, new, in: fixture, budget: 2_000, at: 9_002)
    #expect(try await here() == [false, false, true])
    try await tell(people[0], nil, nil, in: fixture, budget: 2_000, at: 9_003)
    try await tell(people[1], nil, pictures[1], in: fixture, budget: 2_000, at: 9_004)
    #expect(try await here() == [false, true, true])
    try await fixture.store.close()
  }

  /// Who opts out, or has nothing here any more, is forgotten, also by who is just being told of them.
  @Test(arguments: ["opt-out", "no post", "absent", "not asked"]) func peopleAreForgotten(
    why: String
  )
    async throws
  {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("a", in: "blog")
    let (romeo, picture) = (fixture.romeo, try AvatarPicture.made())
    try await tell(romeo, "Montague", picture, in: fixture)
    let person = try #require(try await fixture.store.read { try $0.person(romeo) })
    switch why {
    case "opt-out": try await fixture.store.write { try $0.optOut(romeo, moment(2_000)) }
    case "no post":
      try await fixture.apply([.retract(NodeID("blog"), ItemID("a"))])
    case "absent":
      try await fixture.apply([.retract(NodeID("blog"), ItemID("a"))])
      _ = try await fixture.store.write { try $0.forgetPeople(after: 0, limit: 9) { _ in true } }
      #expect(try await fixture.number("SELECT count(*) FROM person") == 0)
    default:
      for (asks, count) in [(true, Int64(1)), (false, 0)] {
        let next = try await fixture.store.write {
          try $0.forgetPeople(after: 0, limit: 9) { $0 == romeo && asks }
        }
        #expect(next == nil)
        #expect(try await fixture.number("SELECT count(*) FROM person") == count)
      }
    }
    try await fixture.store.write {
      try $0.update(person, wasDue: person.due, picture, budget: nil, moment(2_000))
    }
    #expect(try await fixture.number("SELECT count(*) FROM person") == 0)
    #expect(try await fixture.number("SELECT count(*) FROM picture") == 0)
    try await fixture.store.close()
  }
}
