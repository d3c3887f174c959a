import App
import PubSub
import TestSupport
import Testing
import XML
import XMPP

@Suite("What the administrator decides")
struct PolicyScenario {
  @Test func someMayCreateNodesOfSomeNames() async throws {
    let nodes = Configuration.Nodes(reserved: ["urn:*", "news"])
    try await Stage.play(in: Setting(nodes: nodes)) { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let admin = stage.person("admin@example.org/desk")
      #expect(try await juliet.creates("verona").errorConditions == ["forbidden"])
      #expect(try await juliet.sets("<create/>").errorConditions == ["forbidden"])
      #expect(
        try await juliet.publishes("a", to: "verona", entry("A")).errorConditions
          == ["item-not-found"])
      for name in ["urn:xmpp:verona", "news"] {
        #expect(try await romeo.creates(name).errorConditions == ["forbidden"])
        #expect(
          try await romeo.publishes("a", to: name, entry("A")).errorConditions == ["forbidden"])
        #expect(try await admin.creates(name).isResult())
      }
      #expect(try await romeo.creates("newspaper").isResult())
      #expect(
        try await admin.creates("http://jabber.org/protocol/commands").errorConditions
          == ["not-acceptable"])
      // Administrators look after every node.
      #expect(try await admin.configures("newspaper", ["title": "Daily"]).isResult())
      #expect(try await admin.sets("<delete node='newspaper'/>", owner: true).isResult())
    }
    for (creators, person, isAllowed): (ServicePolicy.Creators, String, Bool) in [
      (.nobody, "romeo@example.org", false), (.nobody, "admin@example.org", true),
      (.anyone, "juliet@elsewhere.example", true),
    ] {
      try await Stage.play(in: Setting(nodes: Configuration.Nodes(creators: creators))) { stage in
        let answer = try await stage.person("\(person)/a").creates("verona")
        #expect(answer.isResult() == isAllowed, "\(creators), \(person)")
      }
    }
  }

  @Test func nobodyHasMoreThanTheirQuota() async throws {
    let quotas = Configuration.Quotas(
      account: Quota(nodes: 2, items: 3, bytes: 1000, subscriptions: 2),
      exceptions: [try BareJID("benvolio@example.org"): Quota(nodes: 3)])
    try await Stage.play(in: Setting(quotas: quotas)) { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let benvolio = stage.person("benvolio@example.org/street")
      let admin = stage.person("admin@example.org/desk")
      for name in ["a", "b"] { #expect(try await romeo.creates(name).isResult()) }
      let refused = try await romeo.creates("c")
      #expect(refused.errorConditions == ["max-nodes-exceeded", "not-allowed"])
      #expect(refused.descendant("text")?.text.contains("2 nodes") == true)
      #expect(
        try await romeo.publishes("1", to: "c", entry("1")).errorConditions
          == ["max-nodes-exceeded", "not-allowed"])
      for name in ["c", "d", "e"] { #expect(try await benvolio.creates(name).isResult()) }
      for name in ["f", "g", "h"] { #expect(try await admin.creates(name).isResult()) }

      for id in ["1", "2", "3"] {
        #expect(try await romeo.publishes(id, to: "a", entry(id)).isResult())
      }
      let full = try await romeo.publishes("4", to: "a", entry("4"))
      #expect(full.errorConditions == ["resource-constraint"])
      #expect(full.first("error", Namespace.component)?["type"] == "wait")
      // An edit needs no more room than it takes, and what is retracted makes room.
      #expect(try await romeo.publishes("3", to: "a", entry("Three")).isResult())
      #expect(try await romeo.retracts("1", from: "a").isResult())
      #expect(
        try await romeo.publishes("4", to: "a", entry("4", String(repeating: "x", count: 1000)))
          .errorConditions == ["resource-constraint"])
      #expect(try await romeo.publishes("4", to: "a", entry("4")).isResult())
      // Where an old item goes for the new one, nothing grows.
      try await romeo.configures("a", ["max_items": "3"])
      #expect(try await romeo.publishes("5", to: "a", entry("5")).isResult())

      for name in ["c", "d"] { #expect(try await romeo.subscribes(to: name).isResult()) }
      #expect(
        try await romeo.subscribes(to: "e").errorConditions
          == ["too-many-subscriptions", "policy-violation"])
      try await romeo.unsubscribes(from: "c")
      #expect(try await romeo.subscribes(to: "e").isResult())
      try await romeo.sets("<delete node='b'/>", owner: true)
      #expect(try await romeo.creates("i").isResult())
    }
  }

  /// What posts said before counts, so nobody fills the disk by editing; what is retracted makes room.
  @Test func whatAPostSaidBeforeCounts() async throws {
    let quotas = Configuration.Quotas(account: Quota(bytes: 2000))
    try await Stage.play(in: Setting(quotas: quotas)) { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      try await romeo.creates("a")
      let long = entry("Long", String(repeating: "x", count: 1200))
      #expect(try await romeo.publishes("1", to: "a", long).isResult())
      #expect(
        try await romeo.publishes("1", to: "a", long).errorConditions == ["resource-constraint"])
      #expect(try await romeo.publishes("1", to: "a", entry("Short")).isResult())
      #expect(
        try await romeo.publishes("1", to: "a", long).errorConditions == ["resource-constraint"])
      #expect(try await romeo.retracts("1", from: "a").isResult())
      #expect(try await romeo.publishes("1", to: "a", long).isResult())
    }
  }

  @Test func aDomainHasNoMoreThanItsQuota() async throws {
    let quotas = Configuration.Quotas(domain: Quota(subscriptions: 1))
    try await Stage.play(in: Setting(quotas: quotas)) { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      try await romeo.creates("verona")
      for (person, isAllowed) in [
        ("juliet@elsewhere.example", true), ("nurse@elsewhere.example", false),
        ("paris@other.example", true), ("romeo@example.org", true), ("mercutio@example.org", true),
      ] {
        let answer = try await stage.person("\(person)/a").subscribes(to: "verona")
        #expect(answer.isResult() == isAllowed, "\(person)")
      }
    }
  }

  @Test func nobodyPublishesTooFast() async throws {
    let quotas = Configuration.Quotas(account: Quota(publishesPerMinute: 3))
    try await Stage.play(in: Setting(quotas: quotas)) { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let admin = stage.person("admin@example.org/desk")
      try await romeo.creates("verona")
      for id in ["1", "2", "3"] {
        #expect(try await romeo.publishes(id, to: "verona", entry(id)).isResult())
      }
      let refused = try await romeo.publishes("4", to: "verona", entry("4"))
      #expect(refused.errorConditions == ["resource-constraint"])
      #expect(refused.first("error", Namespace.component)?["type"] == "wait")
      #expect(refused.descendant("text")?.text.contains("wait") == true)
      for id in ["5", "6", "7", "8"] {
        #expect(try await admin.publishes(id, to: "verona", entry(id)).isResult())
      }
    }
  }

  @Test func someWordsAndDomainsAreBlocked() async throws {
    var setting = Setting()
    setting.moderation = Configuration.Moderation(
      blockedWords: ["cheap pills"], blockedDomains: ["*.mantua.example"])
    try await Stage.play(in: setting) { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let apothecary = stage.person("apothecary@shop.mantua.example/door")
      try await romeo.creates("verona", ["publish_model": "open", "notify_sub": "0"])
      let refused = try await romeo.publishes("a", to: "verona", entry("Buy", "Chéap PILLS here"))
      #expect(refused.errorConditions == ["policy-violation", "not-acceptable"])
      #expect(refused.descendant("text")?.text.lowercased().contains("pills") == false)
      #expect(try await romeo.publishes("a", to: "verona", entry("Pills", "Cheap")).isResult())
      // Wherever a person may read it, in a post and of a node.
      for hidden in [
        "<summary>Cheap pills</summary>", "<title>Cheap pills</title>",
        "<link rel='enclosure' href='https://a.example/b' title='Cheap pills'/>",
      ] {
        let post = entry("Fine", "Fine").replacing("</entry>", with: hidden + "</entry>")
        #expect(
          try await romeo.publishes("h", to: "verona", post).errorConditions
            == ["policy-violation", "not-acceptable"])
      }
      for answer in [
        try await romeo.configures("verona", ["title": "Cheap pills"]),
        try await romeo.creates("shop", ["description": "Cheap pills"]),
      ] {
        #expect(answer.errorConditions == ["policy-violation", "not-acceptable"])
      }
      // Whoever is of such a domain may read, and nothing else.
      #expect(try await apothecary.reads("verona").ids == ["a"])
      #expect(
        try await apothecary.publishes("b", to: "verona", entry("B")).errorConditions
          == ["forbidden"])
      #expect(try await apothecary.subscribes(to: "verona").errorConditions == ["forbidden"])
      let report = """
        <report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'>\
        <reference xmlns='urn:xmpp:reference:0' type='data' \
        uri='xmpp:\(Stage.domain)?;node=verona;item=a'/></report>
        """
      let reported = try await stage.link.ask(
        .set, try Element(parsing: Array(report.utf8)), from: apothecary.jid)
      #expect(reported.errorConditions == ["forbidden"])
      #expect(
        try await romeo.makes(apothecary, "publisher", of: "verona").errorConditions
          == ["not-acceptable"])
      let subscriptions = """
        <subscriptions node='verona'>\
        <subscription jid='\(apothecary.bare)' subscription='subscribed'/></subscriptions>
        """
      #expect(
        try await romeo.sets(subscriptions, owner: true).errorConditions == ["not-acceptable"])
    }
  }
}
