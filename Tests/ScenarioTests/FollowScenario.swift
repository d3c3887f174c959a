import App
import TestSupport
import Testing
import XML
import XMPP

/// The commands by which people and administrators follow what is elsewhere, as clients use them.
@Suite("Following by commands")
struct FollowScenario {
  private static let news = "xmpp:pubsub.capulet.lit?;node=news"

  private func command(_ answer: Element) throws -> Command {
    try Command(try #require(answer.descendant("command"), "\(answer)"))
  }

  private func follow(_ person: Person, _ address: String) async throws -> Element {
    try await person.runs("follow", ["address": address])
  }

  /// The addresses of what somebody follows.
  private func follows(_ person: Person) async throws -> [String] {
    try await person.listsFollows().compactMap { $0["address"] }
  }

  @Test func somebodyFollowsForThemself() async throws {
    var setting = Setting()
    setting.following.nodesPerAccount = 2
    try await Stage.play(in: setting) { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@example.org/balcony")
      #expect(try command(try await romeo.runs("follow")).form?.field("address") != nil)
      #expect(try command(try await romeo.runs("follows")).notes.count == 1)
      for person in [romeo, juliet] {
        let done = try command(try await follow(person, Self.news))
        #expect(done.status == .completed)
        #expect(done.notes.first?.text.contains("is followed") == true)
      }
      #expect(try command(try await follow(romeo, "tybalt@capulet.lit")).status == .completed)
      let blog = "xmpp:tybalt@capulet.lit?;node=urn%3Axmpp%3Amicroblog%3A0"
      #expect(try await follows(romeo) == [Self.news, blog])
      #expect(try await follows(juliet) == [Self.news])
      // The same once more is no more; something else is.
      #expect(try command(try await follow(romeo, "\(Self.news)")).status == .completed)
      #expect(
        try await follow(romeo, "mercutio@verona.lit").errorConditions == ["resource-constraint"])
      let offered = try command(try await romeo.runs("unfollow")).form?.field("address")
      #expect(offered?.options.map(\.value) == [Self.news, blog])
      let gone = try await romeo.runs("unfollow", ["address": Self.news])
      #expect(try command(gone).status == .completed)
      #expect(try await follows(romeo) == [blog])
      #expect(try await follows(juliet) == [Self.news])
      // Others' follows are none of theirs.
      #expect(
        try await romeo.runs("unfollow", ["address": Self.news]).errorConditions
          == ["item-not-found"])
    }
  }

  @Test(arguments: [
    ("https://example.net/news", "not-acceptable"), ("", "not-acceptable"),
    ("xmpp:social.example.org?;node=verona", "not-acceptable"),
    ("xmpp:pubsub.capulet.lit", "not-acceptable"),
    ("mute@capulet.lit", "not-allowed"),
  ]) func whatCannotBeFollowedIsRefused(address: String, condition: String) async throws {
    try await Stage.play { stage async throws in
      let mute = stage.person("mute@capulet.lit/cell")
      _ = try command(try await mute.runs("opt-out", ["found": "0"]))
      let romeo = stage.person("romeo@example.org/garden")
      #expect(try await follow(romeo, address).errorConditions == [condition])
      #expect(try await follows(romeo) == [])
      // Nobody else's people follow here.
      for name in ["follow", "follows", "unfollow"] {
        #expect(try await mute.runs(name).errorConditions == ["forbidden"], "\(name)")
      }
      #expect(try await romeo.runs("audit").errorConditions == ["forbidden"])
    }
  }

  @Test func administratorsSeeWhatIsFollowed() async throws {
    try await Stage.play { stage async throws in
      let (admin, romeo) = (
        stage.person("admin@example.org/desk"), stage.person("romeo@example.org/garden")
      )
      for address in ["xmpp:pubsub.capulet.lit", Self.news] {
        #expect(try command(try await follow(admin, address)).status == .completed)
      }
      _ = try await follow(romeo, "tybalt@capulet.lit")
      try await eventually("all are begun") {
        let rows = try await admin.listsFollows()
        return rows.count == 3 && !rows.contains { $0["state"] == "asked for" }
      }
      #expect(try await follows(admin).prefix(1) == ["xmpp:pubsub.capulet.lit"])
      let audit = try command(try await admin.runs("audit", ["address": Self.news]))
      #expect(audit.form?.value(of: "address") == Self.news)
      #expect(audit.notes.first?.text.contains("compared now") == true)
      #expect(
        try await admin.runs("audit", ["address": "nobody@capulet.lit"]).errorConditions
          == ["item-not-found"])
      for address in ["xmpp:pubsub.capulet.lit", Self.news] {
        let gone = try await admin.runs("unfollow", ["address": address])
        #expect(try command(gone).status == .completed)
      }
      // What somebody follows for themself is theirs.
      let theirs = try await admin.runs("unfollow", ["address": "tybalt@capulet.lit"])
      #expect(theirs.errorConditions == ["item-not-found"])
    }
  }

  @Test func blockedDomainsAreNotFollowed() async throws {
    var setting = Setting()
    setting.moderation = Configuration.Moderation(blockedDomains: ["*.capulet.lit"])
    try await Stage.play(in: setting) { stage async throws in
      for who in ["romeo", "admin"] {
        let person = stage.person("\(who)@example.org/garden")
        #expect(try await follow(person, Self.news).errorConditions == ["not-allowed"])
        #expect(try command(try await follow(person, "tybalt@capulet.lit")).status == .completed)
      }
    }
  }

  @Test func manyAreListedPageByPage() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      for number in 0..<120 { _ = try await follow(romeo, "n\(number)@capulet.lit") }
      let first = try command(try await romeo.runs("follows"))
      #expect(first.status == .executing && first.form?.table?.rows.count == 100)
      let second = try command(
        try await romeo.runs("follows", action: "next", session: first.sessionID))
      #expect(second.status == .completed && second.form?.table?.rows.count == 20)
      let bad = try await romeo.runs("follows", action: "next", session: "made-up")
      #expect(bad.errorConditions == ["item-not-found"])
    }
  }
}
