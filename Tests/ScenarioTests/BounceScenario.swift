import TestSupport
import Testing
import XML
import XMPP

@Suite("Notifications that come back")
struct BounceScenario {
  @Test func aSubscriptionEndsWithItsSubscriber() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      try await romeo.creates("verona", ["notify_sub": "0"])
      for person in [juliet, nurse] { try await person.subscribes(to: "verona") }
      try await romeo.publishes("a", to: "verona", entry("A"))
      let (first, second) = (try await juliet.receives(), try await nurse.receives())
      #expect(first["id"] != second["id"])
      // Nobody ends another's subscription.
      first.comesBack("gone", as: tybalt.bare, to: stage)
      second.comesBack("item-not-found", as: nurse.bare, to: stage)
      try await romeo.publishes("b", to: "verona", entry("B"))
      try await juliet.hearsNext("b")
      #expect(
        try await nurse.gets("<subscriptions/>").descendant("subscription") == nil)
      #expect(stage.link.received().allSatisfy { $0["to"] != nurse.bare })
    }
  }

  @Test func whoIsAwayForLongIsLeftInPeace() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      try await romeo.creates("verona", ["notify_sub": "0"])
      for person in [juliet, nurse] { try await person.subscribes(to: "verona") }
      func bounces(_ number: Int) async throws {
        for index in 1...number {
          try await romeo.publishes("\(index)", to: "verona", entry("\(index)"))
          let message = try await juliet.receives()
          try await nurse.hearsNext("\(index)")
          message.comesBack("remote-server-timeout", as: juliet.bare, to: stage)
        }
      }
      func isLeftInPeace() async throws {
        try await romeo.publishes("away", to: "verona", entry("Away"))
        try await nurse.hearsNext("away")
        #expect(stage.link.received().allSatisfy { $0["to"] != juliet.bare })
      }
      try await bounces(5)
      try await isLeftInPeace()
      // Presence brings her back, and so does what she asks for.
      try juliet.sends()
      #expect(try await juliet.isToldHere().descendant("item")?["id"] == "away")
      try await bounces(5)
      try await isLeftInPeace()
      try await juliet.subscribes(to: "verona")
      try await bounces(2)
    }
  }
}

extension Element {
  /// The server of somebody sends a message back.
  fileprivate func comesBack(_ condition: String, as sender: String, to stage: Stage) {
    stage.link.send(
      """
      <message type='error' from='\(sender)' to='\(Stage.domain)' id='\(self["id"] ?? "")'>\
      <error type='cancel'><\(condition) xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>\
      </message>
      """)
  }
}
