import PubSub
import Social
import Testing
import XML
import XMPP

@testable import Store

/// What people attach to posts is counted as it comes and goes, and summed up beside it.
@Suite struct AttachmentTests {
  private func blog() async throws -> Fixture {
    let fixture = try await Fixture()
    try await fixture.create("blog") { $0.publishModel = .open }
    for post in ["post", "other"] { try await fixture.publish(post, in: "blog") }
    return fixture
  }

  private func end(_ fixture: Fixture) async throws {
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func itIsSummedUp() async throws {
    let fixture = try await blog()
    let people = try ["a@verona.lit", "b@verona.lit", "c@capulet.lit"].map { try BareJID($0) }
    func say(_ person: Int, _ isNoticed: Bool, _ reactions: [String]) async throws
      -> AttachmentSummary?
    {
      try await fixture.attach(
        Attachments(isNoticed: isNoticed, reactions: reactions), to: "post", of: "blog",
        by: people[person])
      return try await fixture.summary(of: "post", in: "blog")
    }
    #expect(try await fixture.record(fixture.summaryName("blog")) == nil)
    #expect(try await say(0, true, []) == AttachmentSummary(noticed: 1))
    #expect(
      try await say(1, false, ["b", "a"])
        == AttachmentSummary(noticed: 1, reactions: [.init("a"), .init("b")]))
    #expect(
      try await say(2, true, ["b"])
        == AttachmentSummary(noticed: 2, reactions: [.init("b", 2), .init("a")]))
    // What somebody publishes takes the place of what they had.
    #expect(
      try await say(1, true, ["a", "c"])
        == AttachmentSummary(noticed: 3, reactions: [.init("a"), .init("b"), .init("c")]))
    #expect(try await fixture.summary(of: "other", in: "blog") == nil)
    #expect(try await fixture.items(fixture.summaryName("blog")) == ["post"])

    for person in people.dropLast() { try await fixture.detach(person, from: "post", of: "blog") }
    #expect(
      try await fixture.summary(of: "post", in: "blog")
        == AttachmentSummary(noticed: 1, reactions: [.init("b")]))
    // Nothing attached is as good as no attachments, whatever the item.
    #expect(try await say(2, false, []) == nil)
    #expect(try await fixture.items(fixture.summaryName("blog")) == [])
    #expect(try await fixture.counted() == [])
    // What is not understood is attached nevertheless.
    var other = Element("attachments", Namespace.attachments)
    other.append(Element("bookmark", "urn:a"))
    try await fixture.attach(other, to: "post", of: "blog", by: people[0])
    #expect(try await fixture.summary(of: "post", in: "blog") == AttachmentSummary())
    try await end(fixture)
  }

  /// The most frequent ones are listed, and all are counted.
  @Test func manyReactionsAreListedInPart() async throws {
    let fixture = try await blog()
    let signs = (0..<60).map { String(UnicodeScalar(UInt8(0x40 + $0))) }
    for (number, some) in [signs[0..<20], signs[20..<40], signs[40..<60], signs[50..<60]]
      .enumerated()
    {
      try await fixture.attach(
        Attachments(reactions: Array(some)), to: "post", of: "blog",
        by: BareJID("p\(number)@verona.lit"))
    }
    let summary = try #require(try await fixture.summary(of: "post", in: "blog"))
    #expect(summary.reactions.count == AttachmentSummary.maximumReactions)
    #expect(summary.reactions.prefix(10).map(\.text) == Array(signs[50..<60]))
    #expect(summary.reactions.prefix(10).allSatisfy { $0.count == 2 })
    #expect(summary.reactions.dropFirst(10).map(\.text) == Array(signs[0..<40]))
    #expect(try await fixture.number("SELECT count(*) FROM tally") == 60)
    // One that was not listed moves up.
    try await fixture.attach(
      Attachments(reactions: [signs[45]]), to: "post", of: "blog", by: BareJID("p5@verona.lit"))
    let changed = try #require(try await fixture.summary(of: "post", in: "blog"))
    #expect(changed.reactions.first == .init(signs[45], 2))
    try await end(fixture)
  }

  /// A heart and an attachment of the same person are one who has noticed.
  @Test func heartsCountOnce() async throws {
    let fixture = try await blog()
    try await fixture.create("comments") { $0.publishModel = .open }
    let post = try await fixture.number(of: "post", in: "blog")
    var hearts: [Int64] = []
    for (name, person) in [("1", fixture.romeo), ("2", fixture.romeo), ("3", fixture.juliet)] {
      try await fixture.publish(name, in: "comments", title: "♥", by: person)
      hearts.append(try await fixture.number(of: name, in: "comments"))
    }
    let now = Timestamp(milliseconds: 1_000)
    func noticed(_ change: @escaping @Sendable (Transaction) throws -> Void) async throws -> Int? {
      try await fixture.store.write { try change($0) }
      try await fixture.checkInvariants()
      return try await fixture.summary(of: "post", in: "blog")?.noticed
    }
    let (first, second, third) = (hearts[0], hearts[1], hearts[2])
    #expect(try await noticed { try $0.addHeart(first, to: post, now) } == 1)
    #expect(try await noticed { try $0.addHeart(second, to: post, now) } == 1)
    #expect(try await noticed { try $0.addHeart(second, to: post, now) } == 1)
    #expect(try await noticed { try $0.addHeart(third, to: post, now) } == 2)
    let noticing = Attachments(isNoticed: true)
    try await fixture.attach(noticing, to: "post", of: "blog", by: fixture.romeo)
    #expect(try await fixture.summary(of: "post", in: "blog")?.noticed == 2)
    #expect(try await noticed { try $0.removeHeart(first, now) } == 2)
    // One that is retracted counts no more.
    try await fixture.apply([.retract(NodeID(stored: "comments"), ItemID(stored: "2"))])
    #expect(try await fixture.summary(of: "post", in: "blog")?.noticed == 2)
    try await fixture.detach(fixture.romeo, from: "post", of: "blog")
    #expect(try await fixture.summary(of: "post", in: "blog")?.noticed == 1)
    #expect(try await noticed { try $0.removeHeart(first, now) } == 1)
    #expect(try await noticed { try $0.removeHeart(third, now) } == nil)
    #expect(try await fixture.counted() == [])
    try await end(fixture)
  }

  // MARK: What becomes of it

  @Test(arguments: CompanionTests.End.allCases)
  func itGoesWithThePost(_ end: CompanionTests.End) async throws {
    let fixture = try await blog()
    // Attached to both; of one that is trimmed, the other stays.
    for post in ["post", "other"] {
      for person in [fixture.romeo, fixture.juliet] {
        try await fixture.attach(
          Attachments(isNoticed: true, reactions: ["👍"]), to: post, of: "blog", by: person)
      }
    }
    let usage = try await fixture.store.read { try $0.account(fixture.juliet).own }
    #expect(usage.nodes == 0)
    #expect(usage.items == 2)
    let (summary, attached) = (
      fixture.summaryName("blog"), fixture.attached(to: "post", of: "blog")
    )
    try await fixture.subscribe("juliet@verona.lit", to: summary)
    try await fixture.apply([end.effect(NodeID(stored: "blog"))])
    if end == .retract {
      // At once, and those are told who follow it.
      #expect(try await fixture.record(attached) == nil)
      #expect(try await fixture.items(summary) == ["other"])
      #expect(try await fixture.waiting().map(\.nodeID.name) == [summary])
    }
    for _ in 0..<3 {
      try await fixture.sweep()
      try await fixture.acknowledgeAll()
    }
    #expect(try await fixture.record(attached) == nil)
    let isOtherLeft = end == .retract || end == .trim
    #expect(try await fixture.items(summary) == (isOtherLeft ? ["other"] : []))
    #expect((try await fixture.record(summary) == nil) == (end == .delete))
    let left: Int64 = isOtherLeft ? 2 : 0
    for (table, count) in [("attachment", left), ("reaction", left), ("tally", left / 2)] {
      #expect(try await fixture.number("SELECT count(*) FROM \(table)") == count, "\(table)")
    }
    #expect(try await fixture.number("SELECT count(*) FROM summary") == left / 2)
    try await self.end(fixture)
  }

  /// Purged at once, for those who follow the summary.
  @Test func aPurgeEmptiesTheSummary() async throws {
    let fixture = try await blog()
    try await fixture.attach(
      Attachments(isNoticed: true), to: "post", of: "blog", by: fixture.juliet)
    try await fixture.subscribe("juliet@verona.lit", to: fixture.summaryName("blog"))
    try await fixture.apply([.purge(NodeID(stored: "blog"))])
    #expect(try await fixture.items(fixture.summaryName("blog")) == [])
    let told = try await fixture.waiting()
    #expect(told.count == 1)
    #expect(told.first.map { String(decoding: $0.body, as: UTF8.self).contains("<purge") } == true)
    // A new post of that name has nothing of the old one's.
    try await fixture.publish("post", in: "blog")
    #expect(try await fixture.record(fixture.attached(to: "post", of: "blog")) == nil)
    #expect(try await fixture.summary(of: "post", in: "blog") == nil)
    try await fixture.attach(
      Attachments(reactions: ["a"]), to: "post", of: "blog", by: fixture.romeo)
    #expect(
      try await fixture.summary(of: "post", in: "blog")
        == AttachmentSummary(reactions: [.init("a")]))
    try await fixture.sweep()
    #expect(try await fixture.summary(of: "post", in: "blog") != nil)
    try await end(fixture)
  }

  /// An edit of the post keeps what is attached to it.
  @Test func anEditKeepsIt() async throws {
    let fixture = try await blog()
    try await fixture.attach(
      Attachments(isNoticed: true), to: "post", of: "blog", by: fixture.juliet)
    try await fixture.publish("post", in: "blog", title: "Edited")
    #expect(try await fixture.summary(of: "post", in: "blog")?.noticed == 1)
    try await end(fixture)
  }

  /// What does not change the summary is not told to those who follow it.
  @Test func theSummaryIsToldWhenItChanges() async throws {
    let fixture = try await blog()
    func told() async throws -> Int {
      let summary = fixture.summaryName("blog")
      let count = try await fixture.waiting().count { $0.nodeID.name == summary }
      try await fixture.acknowledgeAll()
      return count
    }
    try await fixture.attach(
      Attachments(isNoticed: true), to: "post", of: "blog", by: fixture.juliet)
    #expect(try await told() == 0)
    try await fixture.subscribe("romeo@verona.lit", to: fixture.summaryName("blog"))
    try await fixture.attach(
      Attachments(isNoticed: true, reactions: ["a"]), to: "post", of: "blog", by: fixture.juliet)
    #expect(try await told() == 1)
    var again = Attachments(isNoticed: true, reactions: ["a"]).element
    again.append(Element("bookmark", "urn:a"))
    try await fixture.attach(again, to: "post", of: "blog", by: fixture.juliet)
    #expect(try await told() == 0)
    try await end(fixture)
  }
}
