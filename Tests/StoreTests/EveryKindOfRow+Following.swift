import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// A node of another service that is followed, one that somebody has opted out with, and one that is only asked for.
extension EveryKindOfRow {
  private static let node = NodeID(stored: "urn:xmpp:microblog:0")
  private static let notes = NodeID(stored: "notes")

  static func following(_ fixture: Fixture) async throws {
    let now = Timestamp(milliseconds: 5_000)
    let (home, mute) = (try BareJID("tybalt@capulet.lit"), try BareJID("mute@capulet.lit"))
    let posts = try ["new", "old"].map { try Post($0, title: "Post \($0)", by: home) }
    let items = posts.map { ForeignItem(id: $0.item.id, publisher: nil, payload: $0.item.payload) }
    try await fixture.store.write { tx in
      for (service, origin) in [
        (home, Follow.Origin.admin), (home, .configuration), (mute, .moved),
      ] {
        try tx.follow(Follow(node, of: service, origin), now)
      }
      try tx.begin(node, of: home, isPublic: true, now)
      try tx.begun(Follow(node, of: home, .admin))
      var source = try #require(try tx.snapshot.source(node, of: home))
      (source.stage, source.way, source.access) = (.following, .subscription, .open)
      source.audit = Source.Audit(at: now, missing: 1, differing: 2, stale: 3)
      try tx.update(source)
      try tx.heard(source, now)
      try tx.take([items[1]], of: source, .history, now, posts[1].projections)
      try tx.take([items[0]], of: source, .now, now, posts[0].projections)
      try thread(of: source, tx, now)
      try tx.optOut(mute, now)
      try consent(home, mute, source, fixture, tx, now)
    }
  }

  /// Somebody follows for themself, a whole service is followed, and owners have their say.
  private static func consent(
    _ home: BareJID, _ mute: BareJID, _ source: Source, _ fixture: Fixture, _ tx: Transaction,
    _ now: Timestamp
  ) throws {
    try tx.follow(Follow(notes, of: mute, for: fixture.juliet), now)
    let service = try BareJID("pubsub.capulet.lit")
    try tx.followService(service, .admin, now)
    _ = try tx.follow(notes, ofFollowed: service, limit: 9, now)
    try tx.setOwners([fixture.romeo], of: source)
    try tx.optIn(home, publication: .yes, now)
    try tx.optOut(notes, of: home, now)
  }

  private static let talk = NodeID(stored: "urn:xmpp:microblog:0:comments/new")

  /// The comments of a post of the node, one of them a heart.
  private static func thread(of feed: Source, _ tx: Transaction, _ now: Timestamp) throws {
    let node = try #require(try tx.snapshot.node(number: feed.number))
    let post = try #require(try tx.snapshot.itemPlace(ItemID(stored: "new"), in: node)).number
    let policy = ThreadPolicy(perNode: 9, perService: 9, inAll: 9) { _ in true }
    try tx.followThread(
      of: post, in: feed, XMPPURI.Place(service: feed.service, node: talk.name), policy, now)
    var source = try #require(try tx.snapshot.source(talk, of: feed.service))
    (source.stage, source.way, source.access) = (.following, .subscription, .open)
    try tx.update(source)
    for (id, title) in [("said", "Well said"), ("liked", "♥")] {
      let comment = try Post(id, title: title, by: feed.service)
      let item = ForeignItem(id: comment.item.id, publisher: nil, payload: comment.item.payload)
      try tx.take([item], of: source, .now, now, comment.projections)
    }
  }

  static func checkThread(_ fixture: Fixture) async throws {
    let home = try BareJID("tybalt@capulet.lit")
    let thread = try #require(try await fixture.store.read { try $0.source(talk, of: home) })
    #expect(thread.isThread)
    let found = try await fixture.store.post(
      service: home, node: node.name, item: "new",
      CommentExtent(limit: 9, each: PostExtent(htmlBytes: 99, textLength: 99)))
    #expect(try #require(found.found).comments?.page.comments.map(\.post.item) == ["said"])
  }

  /// Somebody with a nickname and a picture, and somebody who does not answer.
  static func people(_ fixture: Fixture) async throws {
    let now = Timestamp(milliseconds: 6_000)
    let picture = try AvatarPicture.made()
    try await fixture.store.write { tx in
      try tx.meet(
        [fixture.romeo, fixture.juliet].map {
          Author(number: try tx.intern($0), jid: $0, origin: .hosted)
        }, PeopleBounds(), now)
      for jid in [fixture.romeo, fixture.juliet] {
        var person = try #require(try tx.snapshot.person(jid))
        let due = person.due
        (person.asked, person.due) = (now, Timestamp(milliseconds: 9_000))
        if jid == fixture.romeo {
          (person.nickname, person.picture) = ("Montague", picture.id)
        } else {
          (person.failures, person.problem) = (1, .noAnswer)
        }
        try tx.update(person, wasDue: due, person.picture == nil ? nil : picture, budget: nil, now)
      }
    }
  }

  static func checkPeople(_ fixture: Fixture) async throws {
    let picture = try AvatarPicture.made()
    let (romeo, juliet) = (fixture.romeo, fixture.juliet)
    try await fixture.store.read { (snapshot: Snapshot) throws in
      #expect(try snapshot.person(romeo)?.nickname == "Montague")
      #expect(try snapshot.person(romeo)?.hasPicture == true)
      #expect(try snapshot.person(juliet)?.problem == .noAnswer)
    }
    #expect(
      try await fixture.store.picture(picture.id, Timestamp(milliseconds: 7_000)) == picture)
  }

  static func checkConsent(_ fixture: Fixture) async throws {
    let home = try BareJID("tybalt@capulet.lit")
    let service = try BareJID("pubsub.capulet.lit")
    let (juliet, romeo) = (fixture.juliet, fixture.romeo)
    try await fixture.store.read { (snapshot: Snapshot) throws in
      // One of each kind.
      #expect(try snapshot.decisions(of: "capulet.lit") == 3)
      #expect(try snapshot.followed(by: juliet, limit: 9).map(\.node) == [notes])
      #expect(try snapshot.serviceFollow(service)?.nodes == 1)
      #expect(try snapshot.consent(home) == .yes)
      #expect(try snapshot.isOwner(romeo, of: node, at: home))
      #expect(try snapshot.hasOptedOut(notes, of: home))
      #expect(try !snapshot.hasOptedOut(node, of: home))
    }
  }

  /// It is all there, and goes on.
  static func checkFollowing(_ fixture: Fixture) async throws {
    let (home, mute) = (try BareJID("tybalt@capulet.lit"), try BareJID("mute@capulet.lit"))
    let source = try #require(try await fixture.store.read { try $0.source(node, of: home) })
    #expect(source.stage == .following)
    #expect(source.way == .subscription)
    #expect(source.isOpen && source.isPublic)
    #expect(source.heard == Timestamp(milliseconds: 5_000))
    #expect(source.audit?.stale == 3)
    #expect(
      try await fixture.store.read { try $0.itemNames(of: source) }.map(\.name) == ["new", "old"])
    #expect(
      try await fixture.store.read { try $0.origins(source) }.sorted { $0.rawValue < $1.rawValue }
        == [.admin, .configuration])
    #expect(try await fixture.store.read { try $0.hasOptedOut(mute) })
    _ = try await fixture.store.write { try $0.drop([ItemID(stored: "old")], of: source, .now) }
    #expect(try await fixture.store.read { try $0.itemNames(of: source) }.map(\.name) == ["new"])
    try await fixture.checkInvariants()
  }
}
