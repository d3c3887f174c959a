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

  @Test func errorsInAShortTimeSilenceNobody() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      try await juliet.subscribes(to: "verona")
      for (condition, type) in [
        ("remote-server-timeout", "wait"), ("service-unavailable", "cancel"),
      ] {
        for number in 0..<6 {
          try await romeo.publishes("\(type)\(number)", to: "verona", entry("\(number)"))
          let message = try await juliet.receives()
          #expect(message.descendant("item")?["id"] == "\(type)\(number)")
          message.comesBack(condition, type, as: juliet.bare, to: stage)
        }
      }
    }
  }
}

extension Element {
  /// The server of somebody sends a message back.
  fileprivate func comesBack(
    _ condition: String, _ type: String = "cancel", as sender: String, to stage: Stage
  ) {
    stage.link.send(
      """
      <message type='error' from='\(sender)' to='\(Stage.domain)' id='\(self["id"] ?? "")'>\
      <error type='\(type)'><\(condition) xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>\
      </message>
      """)
  }
}
