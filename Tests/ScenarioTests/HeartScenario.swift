import Social
import TestSupport
import Testing
import XML
import XMPP

@Suite("Hearts among the comments, and what is attached")
struct HeartScenario {
  private static let comments = "urn:xmpp:microblog:0:comments/p1"
  private static let heart =
    "<entry xmlns='http://www.w3.org/2005/Atom'><title>♥</title></entry>"

  /// Romeo has a blog with a post and its comments, which the nurse follows.
  private func cast(
    _ stage: Stage,
    _ play: (_ juliet: Person, _ nurse: Person, _ romeo: Person) async throws -> Void
  ) async throws {
    let romeo = stage.person("romeo@example.org/garden")
    let juliet = stage.person("juliet@elsewhere.example/balcony")
    let nurse = stage.person("nurse@elsewhere.example/movim")
    try await romeo.creates(
      "blog", ["notify_sub": "0", "publish_model": "open", "x-pubsub#comments": "1"])
    try await romeo.publishes("p1", to: "blog", entry("Rose"))
    try await romeo.configures(Self.comments, ["notify_sub": "0"])
    try await nurse.subscribes(to: Self.comments)
    try await play(juliet, nurse, romeo)
  }

  private func attach(_ payload: String, _ person: Person) async throws {
    let answer = try await person.publishes(
      person.bare, to: Attaching.node(to: "p1"), payload)
    #expect(answer.isResult(), "\(answer)")
  }

  /// The other way round: as somebody sees it who reads comments alone.
  @Test func whatIsNoticedIsShownAsAHeart() async throws {
    try await Stage.play { stage async throws in
      try await cast(stage) { juliet, nurse, _ in
        try await attach(Attaching.payload(noticed: true), juliet)
        let item = try #require(try await nurse.isTold().descendant("item"))
        let id = try #require(item["id"])
        #expect(id.hasPrefix("noticed-") && (6...128).contains(id.utf8.count))
        #expect(item["publisher"] == juliet.bare)
        let written = try #require(item.elements.first { _ in true })
        #expect(Heart.isHeart(written))
        #expect(written.descendant("uri")?.text == "xmpp:\(juliet.bare)")
        #expect(try await nurse.reads(Self.comments).ids == [id])
        #expect(try await nurse.summary(of: "p1") == AttachmentSummary(noticed: 1))

        // To say it again, with more, is to say it once.
        try await attach(Attaching.payload(noticed: true, "👷"), juliet)
        #expect(try await nurse.reads(Self.comments).ids == [id])
        try await attach(Attaching.payload("👷"), juliet)
        #expect(try await nurse.isTold().descendant("retract")?["id"] == id)
        #expect(try await nurse.reads(Self.comments).ids == [])
        #expect(
          try await nurse.summary(of: "p1")
            == AttachmentSummary(noticed: 0, reactions: [.init("👷")]))

        // Once more, and all is taken back.
        try await attach(Attaching.payload(noticed: true), juliet)
        let next = try #require(try await nurse.isTold().descendant("item")?["id"])
        #expect(next != id)
        try await juliet.retracts(juliet.bare, from: Attaching.node(to: "p1"))
        #expect(try await nurse.isTold().descendant("retract")?["id"] == next)
        #expect(try await nurse.reads(Self.comments).ids == [])
        #expect(try await nurse.summary(of: "p1") == nil)
      }
    }
  }

  /// Whoever says it in both ways says it once.
  @Test func aHeartOfOnesOwnIsTheOnlyOne() async throws {
    try await Stage.play { stage async throws in
      try await cast(stage) { juliet, nurse, _ in
        #expect(try await juliet.publishes("heart-1", to: Self.comments, Self.heart).isResult())
        #expect(try await nurse.summary(of: "p1") == AttachmentSummary(noticed: 1))
        try await attach(Attaching.payload(noticed: true), juliet)
        #expect(try await nurse.reads(Self.comments).ids == ["heart-1"])
        #expect(try await nurse.summary(of: "p1") == AttachmentSummary(noticed: 1))
        // Nothing is put in the place of what she takes back herself.
        #expect(try await juliet.retracts("heart-1", from: Self.comments).isResult())
        try await attach(Attaching.payload(noticed: true, "👷"), juliet)
        #expect(try await nurse.reads(Self.comments).ids == [])
        #expect(try await nurse.summary(of: "p1")?.noticed == 1)
        try await juliet.retracts(juliet.bare, from: Attaching.node(to: "p1"))
        #expect(try await nurse.summary(of: "p1") == nil)

        // The one that is written makes room for her own; and it is hers, to be retracted like any other.
        try await attach(Attaching.payload(noticed: true), juliet)
        #expect(try await juliet.publishes("heart-2", to: Self.comments, Self.heart).isResult())
        #expect(try await nurse.reads(Self.comments).ids == ["heart-2"])
        #expect(try await nurse.summary(of: "p1") == AttachmentSummary(noticed: 1))
        try await juliet.retracts("heart-2", from: Self.comments)
        try await juliet.retracts(juliet.bare, from: Attaching.node(to: "p1"))
        try await attach(Attaching.payload(noticed: true), juliet)
        let written = try #require(try await nurse.reads(Self.comments).ids.first)
        #expect(try await juliet.retracts(written, from: Self.comments).isResult())
        #expect(try await nurse.reads(Self.comments).ids == [])
        #expect(try await nurse.summary(of: "p1") == AttachmentSummary(noticed: 1))
      }
    }
  }

  /// It is a comment: who may not write one has none.
  @Test func whoMayNotCommentHasNoHeart() async throws {
    try await Stage.play { stage async throws in
      try await cast(stage) { juliet, nurse, romeo in
        try await romeo.configures(Self.comments, ["publish_model": "publishers"])
        try await attach(Attaching.payload(noticed: true), juliet)
        #expect(try await nurse.reads(Self.comments).ids == [])
        #expect(try await nurse.summary(of: "p1") == AttachmentSummary(noticed: 1))
      }
    }
  }

  /// Where the comments are on a component of their own.
  @Test func theHeartIsOnAnotherComponent() async throws {
    var setting = Setting()
    setting.other = "comments.example.org"
    try await Stage.play(in: setting) { stage async throws in
      let comments = try #require(stage.other)
      let romeo = stage.person("romeo@example.org/movim")
      let there = stage.person(romeo.jid, at: comments)
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("blog", ["publish_model": "open", "notify_sub": "0"])
      let post = """
        <entry xmlns='http://www.w3.org/2005/Atom'><title>Rose</title><link rel='replies' \
        title='comments' href='xmpp:\(comments.domain)?;node=\(Self.comments)'/></entry>
        """
      try await romeo.publishes("p1", to: "blog", post)
      try await there.creates(Self.comments, ["publish_model": "open", "notify_sub": "0"])
      try await there.subscribes(to: Self.comments)
      try await attach(Attaching.payload(noticed: true), juliet)
      let item = try #require(try await there.isTold().descendant("item"))
      #expect(item["publisher"] == juliet.bare)
      try await juliet.retracts(juliet.bare, from: Attaching.node(to: "p1"))
      #expect(try await there.isTold().descendant("retract")?["id"] == item["id"])
    }
  }
}
