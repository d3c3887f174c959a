import TestSupport
import Testing
import XML
import XMPP

@Suite("Subscribing")
struct SubscribeScenario {
  @Test func somebodySubscribesAndUnsubscribes() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona")
      let first = try await juliet.subscribes(to: "verona").descendant("subscription")
      let id = try #require(first?["subid"])
      #expect(first?["subscription"] == "subscribed")
      // The owner hears of it.
      #expect(try await romeo.isTold().descendant("subscription")?["jid"] == juliet.bare)
      // Asking again changes nothing.
      #expect(try await juliet.subscribes(to: "verona").descendant("subscription")?["subid"] == id)
      #expect(
        try await juliet.unsubscribes(from: "verona", subscription: "another").errorConditions
          == ["invalid-subid", "not-acceptable"])
      let last = try await juliet.unsubscribes(from: "verona").descendant("subscription")
      #expect(last?["subscription"] == "none")
      #expect(last?["subid"] == id)
      #expect(try await romeo.isTold().descendant("subscription")?["subscription"] == "none")
      #expect(
        try await juliet.unsubscribes(from: "verona").errorConditions
          == ["not-subscribed", "unexpected-request"])
      try await romeo.configures("verona", ["subscribe": "0"])
      #expect(
        try await juliet.subscribes(to: "verona").errorConditions
          == ["unsupported", "feature-not-implemented"])
    }
  }

  @Test func theAffectedAreTold() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      func owner(_ state: String) async throws {
        try await romeo.sets(
          """
          <subscriptions node='verona'>\
          <subscription jid='\(juliet.bare)' subscription='\(state)'/></subscriptions>
          """, owner: true)
      }
      try await owner("subscribed")
      #expect(try await juliet.isTold().descendant("subscription")?["subscription"] == "subscribed")
      try await romeo.makes(juliet, "member", of: "verona")
      let notice = try await juliet.receives().first("pubsub", Namespace.pubsub)
      #expect(notice?.descendant("affiliation")?["affiliation"] == "member")
      #expect(notice?.descendant("affiliations")?["node"] == "verona")
      try await owner("none")
      #expect(try await juliet.isTold().descendant("subscription")?["subscription"] == "none")
    }
  }

  @Test func oneAddressSubscribesSeveralTimes() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      let plain = try await juliet.subscribes(to: "verona").descendant("subscription")?["subid"]
      let roses = try await juliet.subscribes(to: "verona", ["x-pubsub#keywords": "rose"])
        .descendant("subscription")?["subid"]
      let first = try #require(plain)
      let second = try #require(roses)
      #expect(first != second)
      // One message for both, which says for which it is.
      try await romeo.publishes("a", to: "verona", entry("A rose"))
      #expect(try await juliet.receives().subscriptionHeaders == [first, second])
      try await romeo.publishes("b", to: "verona", entry("A lily"))
      #expect(try await juliet.receives().subscriptionHeaders == [first])
      try await romeo.retracts("b", from: "verona")
      #expect(try await juliet.receives().subscriptionHeaders == [first, second])
      // Whoever has several must say which one is meant.
      #expect(
        try await juliet.unsubscribes(from: "verona").errorConditions
          == ["subid-required", "bad-request"])
      #expect(
        try await juliet.gets("<items node='verona'/>").errorConditions
          == ["subid-required", "bad-request"])
      #expect(try await juliet.reads("verona", " subid='\(second)'").ids == ["a"])
      #expect(try await juliet.unsubscribes(from: "verona", subscription: first).isResult())
      try await romeo.publishes("c", to: "verona", entry("A lily"))
      try await romeo.publishes("d", to: "verona", entry("Roses"))
      try await juliet.hearsNext("d")
      // Each resource is an address of its own.
      let phone = stage.person("juliet@elsewhere.example/phone")
      try await phone.sets("<subscribe node='verona' jid='\(phone.jid)'/>")
      #expect(try await phone.isToldHere().descendant("item")?["id"] == "d")
      try await romeo.publishes("e", to: "verona", entry("Rose"))
      #expect(try await phone.isToldHere().descendant("item")?["id"] == "e")
      try await juliet.hearsNext("e")
    }
  }

  @Test func optionsSayWhatIsDelivered() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      let defaults = try await juliet.gets("<default node='verona'/>").descendant("x")
      #expect(defaults?.elements.contains { $0["var"] == "pubsub#deliver" } == true)
      let answer = try await juliet.subscribes(to: "verona", ["include_body": "1"])
      #expect(answer.descendant("options")?.descendant("x")?["type"] == "result")
      let form = try await juliet.gets("<options node='verona' jid='\(juliet.bare)'/>")
      let options = try DataForm(try #require(form.descendant("x")))
      #expect(options.kind == .form)
      #expect(options.value(of: "pubsub#include_body") == "1")

      try await romeo.publishes("a", to: "verona", entry("A rose", "By any other name."))
      let body = try await juliet.receives().first("body", Namespace.component)?.text
      #expect(body == "A rose\nBy any other name.")
      // No delivery at all, then again.
      #expect(try await juliet.sets(["deliver": "0"], of: "verona").isResult())
      let nurse = stage.person("nurse@elsewhere.example/house")
      try await nurse.subscribes(to: "verona")
      try await nurse.hearsNext("a")
      try await romeo.publishes("b", to: "verona", entry("B"))
      try await nurse.hearsNext("b")
      #expect(try await juliet.sets(["deliver": "1"], of: "verona").isResult())
      try await romeo.publishes("c", to: "verona", entry("C"))
      try await juliet.hearsNext("c")
      for options: KeyValuePairs in [["digest": "perhaps"], ["expire": "2001-01-01T00:00:00Z"]] {
        let refused = try await juliet.sets(options, of: "verona")
        #expect(refused.errorConditions == ["invalid-options", "bad-request"], "\(options)")
      }
    }
  }

  @Test func aDigestGathersWhatWasPublished() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      try await juliet.subscribes(to: "verona", ["digest": "1", "digest_frequency": "1500"])
      try await romeo.publishes("a", to: "verona", entry("A"))
      // The first one need not wait for anything that went before.
      #expect(try await juliet.isTold().descendant("items")?.elements.map { $0["id"] } == ["a"])
      try await romeo.publishes("b", to: "verona", entry("B"))
      try await romeo.publishes("c", to: "verona", entry("C"))
      try await romeo.publishes("b", to: "verona", entry("B, mended"))
      try await romeo.retracts("a", from: "verona")
      let digest = try await juliet.isTold()
      #expect(digest.descendant("items")?.elements.map { $0["id"] } == ["c", "b", "a"])
      #expect(digest.descendant("items")?.elements.map(\.name.name) == ["item", "item", "retract"])
    }
  }

  @Test func aLeaseIsAnnouncedRenewedAndEnds() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      func moment(_ seconds: Double) -> String {
        Timestamp(milliseconds: Timestamp.now.milliseconds + Int64(seconds * 1000)).text
      }
      // A little more than a day: the announcement comes at once.
      let end = moment(86_401)
      try await juliet.subscribes(to: "verona", ["expire": end])
      let notice = try await juliet.isTold().descendant("subscription")
      #expect(notice?["expiry"] == end)
      #expect(notice?["subscription"] == "subscribed")
      #expect(try await juliet.sets(["expire": moment(2)], of: "verona").isResult())
      try await romeo.publishes("a", to: "verona", entry("A"))
      try await juliet.hearsNext("a")
      let gone = try await juliet.isTold().descendant("subscription")
      #expect(gone?["subscription"] == "none")
      #expect(try await juliet.gets("<subscriptions/>").descendant("subscription") == nil)
      // What is too long becomes as long as it may be.
      try await juliet.subscribes(to: "verona", ["expire": "2099-01-01T00:00:00Z"])
      let form = try await juliet.gets("<options node='verona' jid='\(juliet.bare)'/>")
      let options = try DataForm(try #require(form.descendant("x")))
      let given = options.value(of: "pubsub#expire").flatMap { Timestamp($0) }
      #expect(try #require(given) < Timestamp(milliseconds: 4_000_000_000_000))
    }
  }
}
