import Foundation
import TestSupport
import Testing
import XML
import XMPP

@Suite("Presence")
struct PresenceScenario {
  @Test func clientsAskForNotificationsByTheirCapabilities() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("moods")
      try await romeo.creates("secrets", ["access_model": "whitelist"])
      try await romeo.publishes("a", to: "moods", entry("A"))
      try await romeo.publishes("s", to: "secrets", entry("S"))
      // The service lets her see that it is there and asks to see the same of her.
      try juliet.sends(.subscribe)
      for kind in [Presence.Kind.subscribed, .available, .subscribe] { try await juliet.gets(kind) }
      try juliet.sends(.subscribed)
      try await juliet.gets(.probe)

      let client = Client(features: ["moods+notify", "secrets+notify", Namespace.discoInfo])
      try await juliet.comesOnline(with: client)
      try await client.answers(juliet)
      #expect(try await juliet.isToldHere().descendant("item")?["id"] == "a")
      // Everything but the items comes to that resource as well.
      try await romeo.publishes("s2", to: "secrets", entry("S"))
      try await romeo.publishes("b", to: "moods", entry("B"))
      #expect(try await juliet.isToldHere().descendant("item")?["id"] == "b")
      try await romeo.retracts("b", from: "moods")
      #expect(try await juliet.isToldHere().descendant("retract")?["id"] == "b")

      // Another client of the same make need not be asked.
      let phone = stage.person("juliet@elsewhere.example/phone")
      try await phone.comesOnline(with: client)
      #expect(try await phone.isToldHere().descendant("item")?["id"] == "a")
      // One that asks for nothing is told nothing, and neither is one that has left.
      let quiet = Client(features: [Namespace.discoInfo])
      try await juliet.comesOnline(with: quiet)
      try await quiet.answers(juliet)
      try await romeo.publishes("c", to: "moods", entry("C"))
      #expect(try await phone.isToldHere().descendant("item")?["id"] == "c")
      try phone.sends(.unavailable)
      try await romeo.publishes("d", to: "moods", entry("D"))
      try await juliet.comesOnline(with: client)
      #expect(try await juliet.isToldHere().descendant("item")?["id"] == "d")
      #expect(stage.link.received().allSatisfy { $0.name.name != "message" })
    }
  }

  @Test func whatCapabilitiesClaimIsVerified() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      try await romeo.creates("moods")
      try await romeo.publishes("a", to: "moods", entry("A"))
      let honest = Client(features: ["moods+notify"])
      // A hash of something else convinces nobody.
      try await tybalt.comesOnline(with: honest)
      try await Client(features: ["moods+notify", "lies+notify"]).answers(tybalt)
      // The next one of that make is asked for itself.
      try await nurse.comesOnline(with: honest)
      try await honest.answers(nurse)
      #expect(try await nurse.isToldHere().descendant("item")?["id"] == "a")
      try await romeo.publishes("b", to: "moods", entry("B"))
      #expect(try await nurse.isToldHere().descendant("item")?["id"] == "b")
      #expect(stage.link.received().allSatisfy { $0["to"] != tybalt.jid })
    }
  }

  @Test func somePresenceStatesAreLeftInPeace() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      try await romeo.creates("verona", ["notify_sub": "0", "send_last_published_item": "never"])
      try await juliet.subscribes(to: "verona", ["show-values": "chat|online"])
      try await nurse.subscribes(to: "verona")
      // The service asks to see the presence that the option is about.
      try await juliet.gets(.subscribe)
      try juliet.sends(.subscribed)
      try await juliet.gets(.probe)
      func publish(_ id: String) async throws {
        try await romeo.publishes(id, to: "verona", entry(id))
        try await nurse.hearsNext(id)
      }
      try await publish("a")
      try juliet.sends(.available, "<show>dnd</show>")
      try await publish("b")
      try juliet.sends()
      try await publish("c")
      try await juliet.hearsNext("c")
      try juliet.sends(.available, "<show>xa</show>")
      try await publish("d")
      try juliet.sends(.available, "<show>chat</show>")
      try await publish("e")
      try await juliet.hearsNext("e")
      try juliet.sends(.unavailable)
      try await publish("f")
      #expect(stage.link.received().allSatisfy { $0["to"] != juliet.bare })
    }
  }

  @Test func whatWasMissedIsSentOnReturn() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      try await romeo.creates(
        "verona", ["presence_based_delivery": "1", "notify_sub": "0"])
      try await juliet.subscribes(to: "verona", ["include_body": "1"])
      try await juliet.gets(.subscribe)
      try juliet.sends(.subscribed)
      try await juliet.gets(.probe)
      try romeo.sends()
      try await romeo.subscribes(to: "verona")
      func publish(_ id: String) async throws {
        try await romeo.publishes(id, to: "verona", entry(id))
        try await romeo.hearsNext(id)
      }
      for id in ["a", "b", "c", "a"] { try await publish(id) }
      try juliet.sends(.available, "<ago xmlns='urn:xmpp:ago:0' secs='30'/>")
      // The last version of each, in the order of the node, to the resource that came.
      for id in ["b", "c", "a"] {
        let message = try await juliet.receives(at: juliet.jid)
        #expect(message.descendant("item")?["id"] == id)
        #expect(message.first("delay", Namespace.delay) != nil)
        // With the text that they have asked for, as if they had been there.
        #expect(message.first("body", Namespace.component)?.text.hasPrefix("\(id)\n") == true)
      }
      try await publish("d")
      try await juliet.hearsNext("d")
      // Who does not say how long they were away is sent the newest.
      try juliet.sends(.unavailable)
      try await publish("e")
      try juliet.sends()
      #expect(try await juliet.isToldHere().descendant("item")?["id"] == "e")
      // Who subscribes is there; later, without presence, they are told nothing.
      try await nurse.subscribes(to: "verona")
      try await nurse.hearsNext("e")
      try await publish("f")
      try await juliet.hearsNext("f")
      #expect(
        stage.link.received().allSatisfy { $0["to"] != nurse.bare || $0.name.name != "message" })
    }
  }

  @Test func theLastItemIsSentToWhoSubscribesOrComesOnline() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let modes = ["never", "on_sub", "on_sub_and_presence"]
      for mode in modes {
        try await romeo.creates(mode, ["send_last_published_item": mode, "notify_sub": "0"])
        try await romeo.publishes("old", to: mode, entry("Old"))
        try await romeo.publishes(mode, to: mode, entry("New"))
      }
      for mode in modes { try await juliet.subscribes(to: mode) }
      for mode in modes.dropFirst() {
        let message = try await juliet.receives()
        #expect(message.descendant("items")?["node"] == mode)
        #expect(message.descendant("item")?["id"] == mode)
        #expect(message.first("delay", Namespace.delay) != nil)
      }
      try juliet.sends()
      #expect(try await juliet.isToldHere().descendant("items")?["node"] == "on_sub_and_presence")
      // A change of presence is no arrival.
      try juliet.sends(.available, "<show>away</show>")
      try await romeo.publishes("next", to: "never", entry("Next"))
      try await juliet.hearsNext("next")
      #expect(stage.link.received().allSatisfy { $0["to"] != juliet.jid })
    }
  }

  @Test func whatIsBoundToPresenceEndsWithIt() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      try await romeo.creates(
        "verona",
        ["tempsub": "1", "purge_offline": "1", "publish_model": "open", "notify_sub": "0"])
      try nurse.sends()
      try await nurse.subscribes(to: "verona")
      try juliet.sends()
      try await juliet.sets("<subscribe node='verona' jid='\(juliet.jid)'/>")
      try await juliet.publishes("a", to: "verona", entry("A"))
      try await nurse.publishes("b", to: "verona", entry("B"))
      for id in ["a", "b"] { try await nurse.hearsNext(id) }
      try juliet.sends(.unavailable)
      try await nurse.hearsNext("a")
      #expect(try await nurse.reads("verona").ids == ["b"])
      #expect(
        try await juliet.gets("<subscriptions node='verona'/>").descendant("subscription") == nil)
      #expect(
        try await nurse.gets("<subscriptions node='verona'/>").descendant("subscription") != nil)
    }
  }
}

/// Something with features, as it answers for them (XEP-0115).
private struct Client {
  let features: [String]

  private static let node = "https://client.example"

  private var version: String {
    let hash = SHA1.hex(
      "client/pc//Test<" + features.sorted().map { $0 + "<" }.joined())
    var bytes: [UInt8] = []
    var digits = Substring(hash)
    while let byte = UInt8(digits.prefix(2), radix: 16) {
      bytes.append(byte)
      digits = digits.dropFirst(2)
    }
    return Data(bytes).base64EncodedString()
  }

  var mark: String {
    "<c xmlns='\(Namespace.caps)' hash='sha-1' node='\(Self.node)' ver='\(version)'/>"
  }

  /// Answers when somebody's client is asked for what it can do.
  func answers(_ person: Person) async throws {
    let question = try await person.link.next {
      $0.name.name == "iq" && $0["to"] == person.jid && $0["type"] == "get"
    }
    let query = try #require(question.first("query", Namespace.discoInfo))
    let names = features.map { "<feature var='\($0)'/>" }.joined()
    person.link.send(
      """
      <iq type='result' id='\(question["id"] ?? "")' from='\(person.jid)' to='\(person.link.domain)'>\
      <query xmlns='\(Namespace.discoInfo)' node='\(query["node"] ?? "")'>\
      <identity category='client' type='pc' name='Test'/>\(names)</query></iq>
      """)
  }
}

extension Person {
  fileprivate func comesOnline(with client: Client) async throws {
    try sends(.available, client.mark)
  }
}
