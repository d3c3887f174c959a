import TestSupport
import Testing
import XML
import XMPP

@Suite("When the server goes away")
struct RestartScenario {
  @Test func whatWasAcceptedIsDeliveredAfterTheConnectionIsCut() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      try await juliet.subscribes(to: "verona")
      // From here on nothing that comes back to the component proves that a message was taken.
      stage.server.manners.routesToSelf = false
      stage.server.manners.answersPings = false
      for number in 1...20 {
        try await romeo.publishes("p\(number)", to: "verona", entry("Post \(number)"))
      }
      try await stage.link.drop()
      stage.server.manners.routesToSelf = true
      stage.server.manners.answersPings = true

      let again = try await stage.reattached()
      let reader = again.person(juliet.jid)
      var told: [String] = []
      while told.last != "p20" {
        told.append(try #require(try await reader.isTold().descendant("item")?["id"]))
      }
      #expect(told == (1...20).map { "p\($0)" })
    }
  }

  @Test func theComponentComesBackWhenTheServerDoes() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      try await romeo.creates("verona")
      await stage.server.stop()
      try await stage.server.restart()
      let again = try await stage.reattached()
      let answer = try await again.person(romeo.jid).gets("<items node='verona'/>")
      #expect(answer.isResult())
    }
  }
}
