import Foundation
import GRDB
import PubSub
import Social
import TestSupport
import Testing
import XMPP

@testable import Store

/// What is counted depends on what there is, and not on how it came.
@Suite struct AttachmentOrderTests {
  /// Whatever comes and goes in whatever order: what is counted is what is there.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func orderIsNothing(seed: UInt64) async throws {
    var dice = Dice(seed)
    let fixture = try await Fixture()
    try await fixture.create("blog") { $0.publishModel = .open }
    for post in ["post", "other"] { try await fixture.publish(post, in: "blog") }
    let posts = ["post", "other"]
    let people = try (0..<6).map { try BareJID("p\($0)@verona.lit") }
    var said: [String: [BareJID: Attachments]] = [:]
    for step in 0..<120 {
      let (post, person) = (
        posts[Int.random(in: 0..<2, using: &dice)], people.randomElement(using: &dice)
      )
      let someone = try #require(person)
      if Int.random(in: 0..<4, using: &dice) == 0 {
        try await fixture.detachIfThere(someone, from: post, of: "blog")
        said[post]?[someone] = nil
      } else {
        let reactions = ["a", "b", "👍", "❤️"].shuffled(using: &dice)
          .prefix(Int.random(in: 0...3, using: &dice))
        let attachments = Attachments(
          isNoticed: Bool.random(using: &dice), reactions: Array(reactions))
        try await fixture.attach(attachments, to: post, of: "blog", by: someone)
        said[post, default: [:]][someone] = attachments
      }
      if step % 30 == 29 { try await fixture.checkInvariants("step \(step)") }
    }
    for post in posts {
      #expect(try await fixture.summary(of: post, in: "blog") == summedUp(said[post] ?? [:]))
    }
    // The same said once by each, the last first, comes to the same.
    let counted = try await fixture.counted()
    try await fixture.store.write { tx in
      let rows = try Row.fetchAll(
        tx.db,
        sql: """
          SELECT item.id AS item, item.node AS node, item.payload AS payload
          FROM item JOIN attachment ON attachment.item = item.id ORDER BY item.id DESC
          """)
      for table in ["reaction", "attachment", "tally", "summary"] {
        try tx.db.execute(sql: "DELETE FROM \(table)")
      }
      for row in rows {
        let node = try #require(try tx.snapshot.node(number: row["node"]))
        let payload: Data? = row["payload"]
        try tx.attach(
          row["item"], payload.map { [UInt8]($0) }, node, Timestamp(milliseconds: 1_000))
      }
    }
    #expect(try await fixture.counted() == counted)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What a summary ought to say.
  private func summedUp(_ said: [BareJID: Attachments]) -> AttachmentSummary? {
    let all = said.values.filter { !$0.isEmpty }
    guard !all.isEmpty else { return nil }
    var counts: [String: Int] = [:]
    for text in all.flatMap(\.reactions) { counts[text, default: 0] += 1 }
    let reactions = counts.map { AttachmentSummary.Reaction($0.key, $0.value) }.sorted { a, b in
      guard a.count == b.count else { return a.count > b.count }
      return Array(a.text.utf8).lexicographicallyPrecedes(Array(b.text.utf8))
    }
    return AttachmentSummary(noticed: all.count { $0.isNoticed }, reactions: reactions)
  }
}

extension Fixture {
  fileprivate func detachIfThere(_ person: BareJID, from item: String, of node: String) async throws
  {
    guard try await record(attached(to: item, of: node)) != nil else { return }
    try await detach(person, from: item, of: node)
  }
}
