import TestSupport
import Testing
import XML
import XMPP

@Suite("A community, from an XMPP client to a browser")
struct CommunityScenario {
  @Test func aPostTravelsFromRomeoToJulietAndToTheWebAndIsTakenBack() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")

      #expect(try await romeo.creates("verona", ["title": "Verona"]).isResult())
      #expect(try await romeo.configures("verona", ["description": "News of the town"]).isResult())
      let subscribed = try await juliet.subscribes(to: "verona")
      #expect(subscribed.descendant("subscription")?["subscription"] == "subscribed")
      // The owner hears of the new follower.
      #expect(try await romeo.isTold().descendant("subscription")?["jid"] == juliet.bare)

      let published = try await romeo.publishes(
        "p1", to: "verona",
        """
        <entry xmlns='http://www.w3.org/2005/Atom'><title>A rose</title>\
        <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>\
        <p>By <em>any</em> other name.</p></div></content></entry>
        """)
      #expect(published.descendant("item")?["id"] == "p1")

      let event = try await juliet.isTold()
      #expect(event.descendant("items")?["node"] == "verona")
      #expect(event.descendant("item")?["publisher"] == "romeo@example.org")
      #expect(event.descendant("entry") != nil)

      let page = try await stage.page("/p/verona/p1")
      #expect(page.status == 200)
      #expect(page.text.contains("By <em>any</em> other name."))
      #expect(try await stage.page("/c/verona").text.contains("A rose"))
      #expect(try await stage.page("/").text.contains("Verona"))
      #expect(try await stage.page("/search?q=rose").text.contains("A <mark>rose</mark>"))
      #expect(try await stage.page("/feed/verona").text.contains("A rose"))

      #expect(try await romeo.retracts("p1", from: "verona").isResult())
      #expect(try await juliet.isTold().descendant("retract")?["id"] == "p1")
      #expect(try await stage.page("/p/verona/p1").status == 410)
      #expect(try await stage.page("/feed/verona").text.contains("A rose") == false)
      #expect(try await stage.page("/search?q=rose").text.contains("<mark>") == false)
    }
  }

  @Test func anEditReplacesThePostAndTellsAgain() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      try await juliet.subscribes(to: "verona")
      try await romeo.publishes("p1", to: "verona", entry("First"))
      try await romeo.publishes("p2", to: "verona", entry("Second"))
      try await romeo.publishes("p1", to: "verona", entry("First, mended"))
      let told = [
        try await juliet.isTold(), try await juliet.isTold(), try await juliet.isTold(),
      ].map { $0.descendant("title")?.text }
      #expect(told == ["First", "Second", "First, mended"])

      let items = try await juliet.gets("<items node='verona'/>")
      let ids = items.descendant("items")?.all("item", Namespace.pubsub).map { $0["id"] }
      #expect(ids == ["p1", "p2"])
      #expect(try await stage.page("/p/verona/p1").text.contains("First, mended"))
    }
  }

  @Test func aMembersOnlyCommunityIsNotOnTheWebAndLooksMissing() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("secret", ["access_model": "whitelist", "title": "Secret"])
      try await romeo.publishes("p1", to: "secret", entry("A whisper"))

      let missing = try await stage.page("/c/nothing-here")
      let hidden = try await stage.page("/c/secret")
      #expect(missing.status == 404)
      #expect(hidden.status == 404)
      #expect(missing.body == hidden.body)
      #expect(try await stage.page("/p/secret/p1").status == 404)
      #expect(try await stage.page("/").text.contains("Secret") == false)
      #expect(try await stage.page("/search?q=whisper").text.contains("<mark>") == false)

      #expect(
        try await juliet.subscribes(to: "secret").errorConditions == ["closed-node", "not-allowed"])
      #expect(
        try await juliet.gets("<items node='secret'/>").errorConditions
          == ["closed-node", "not-allowed"])

      try await romeo.sets(
        """
        <affiliations node='secret'>\
        <affiliation jid='\(juliet.bare)' affiliation='member'/></affiliations>
        """, owner: true)
      #expect(try await juliet.subscribes(to: "secret").isResult())
      #expect(try await juliet.gets("<items node='secret'/>").descendant("entry") != nil)

      try await romeo.configures("secret", ["access_model": "open"])
      #expect(try await stage.page("/p/secret/p1").status == 200)
      try await romeo.configures("secret", ["access_model": "whitelist"])
      #expect(try await stage.page("/p/secret/p1").status == 404)
    }
  }

  @Test func onlyPeopleOfTheDomainAndAdminsCreateCommunities() async throws {
    try await Stage.play { stage async throws in
      let stranger = stage.person("tybalt@elsewhere.example/sword")
      #expect(try await stranger.creates("feud").errorConditions == ["forbidden"])
      #expect(
        try await stranger.publishes("p", to: "feud", entry("En garde")).errorConditions
          == ["item-not-found"])
      #expect(try await stage.person("romeo@example.org/garden").creates("verona").isResult())
      #expect(try await stranger.creates("verona").errorConditions == ["forbidden"])
    }
  }

  @Test func aDeletedCommunityIsGoneAndItsNameIsFree() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      try await juliet.subscribes(to: "verona")
      try await romeo.publishes("p1", to: "verona", entry("First"))
      _ = try await juliet.isTold()
      #expect(try await romeo.sets("<delete node='verona'/>", owner: true).isResult())
      #expect(try await juliet.isTold().descendant("delete")?["node"] == "verona")
      #expect(try await stage.page("/p/verona/p1").status == 404)
      #expect(
        try await juliet.gets("<items node='verona'/>").errorConditions == ["item-not-found"])
      #expect(try await romeo.creates("verona").isResult())
      let items = try await romeo.gets("<items node='verona'/>")
      #expect(items.descendant("items")?.children == [])
    }
  }

  @Test func whoLosesTheRightToReadLosesTheSubscriptionAndIsTold() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      try await romeo.creates("verona", ["publish_model": "subscribers", "notify_sub": "0"])
      try await tybalt.subscribes(to: "verona")
      #expect(try await tybalt.publishes("t1", to: "verona", entry("En garde")).isResult())
      _ = try await tybalt.isTold()
      try await romeo.configures("verona", ["access_model": "whitelist"])
      #expect(try await tybalt.isTold().descendant("subscription")?["subscription"] == "none")
      #expect(
        try await tybalt.publishes("t2", to: "verona", entry("Again")).errorConditions
          == ["forbidden"])
      let own = try await tybalt.gets("<subscriptions/>")
      #expect(own.descendant("subscription") == nil)
    }
  }

  @Test func aNodeThatKeepsNothingAnyMoreGivesUpWhatItKept() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      try await romeo.publishes("p1", to: "verona", entry("A rose"))
      try await juliet.subscribes(to: "verona")
      #expect(try await juliet.isTold().descendant("item")?["id"] == "p1")
      try await romeo.configures("verona", ["persist_items": "0"])
      #expect(try await juliet.isTold().descendant("purge")?["node"] == "verona")
      #expect(
        try await romeo.gets("<items node='verona'/>").errorConditions
          == ["unsupported", "feature-not-implemented"])
      #expect(try await stage.page("/p/verona/p1").status == 410)
    }
  }
}
