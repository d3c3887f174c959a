import App
import TestSupport
import Testing
import XML
import XMPP

@Suite("What a hostile or odd stream does to the program")
struct HostileStreamScenario {
  @Test func singleBytesAndStrayTextBetweenStanzasAreNothing() async throws {
    try await Stage.play { stage async throws in
      let request = """
        316 <iq type='get' id='slow' from='romeo@example.org/ä' to='\(Stage.domain)'>\
        <query xmlns='http://jabber.org/protocol/disco#info'/></iq> 316
        """
      try await stage.link.send(request, inSlicesOf: 1)
      let answer = try await stage.link.answer("slow", to: "romeo@example.org/ä")
      #expect(answer.descendant("identity")?["category"] == "pubsub")
    }
  }

  static let refused: [(name: String, payload: String)] = [
    (
      "600 KiB",
      "<pubsub xmlns='\(Namespace.pubsub)'><publish node='n'><item><a xmlns='x'>"
        + String(repeating: "x", count: 600 * 1024) + "</a></item></publish></pubsub>"
    ),
    (
      "1,000 levels",
      "<pubsub xmlns='\(Namespace.pubsub)'>" + String(repeating: "<a>", count: 1000)
        + String(repeating: "</a>", count: 1000) + "</pubsub>"
    ),
  ]

  @Test(arguments: refused.indices)
  func aStanzaOverALimitIsRefusedAndTheNextOneServed(_ index: Int) async throws {
    let payload = Self.refused[index].payload
    try await Stage.play { stage async throws in
      let romeo = "romeo@example.org/garden"
      stage.link.send(
        "<iq type='set' id='big' from='\(romeo)' to='\(Stage.domain)'>\(payload)</iq>")
      let answer = try await stage.link.answer("big", to: romeo)
      #expect(answer["type"] == "error")
      let next = try await stage.link.ask(.get, Ping().element, from: romeo)
      #expect(next.isResult())
    }
  }

  @Test func aDocumentTypeEndsTheStreamAndTheNextStreamIsServed() async throws {
    try await Stage.play { stage async throws in
      stage.link.send("<!DOCTYPE iq [<!ENTITY x 'y'>]><iq/>")
      let ending = try await stage.link.ending()
      #expect(ending.streamError != nil)
      let again = try await stage.reattached()
      let answer = try await again.link.ask(
        .get, Ping().element, from: "romeo@example.org/garden")
      #expect(answer.isResult())
    }
  }

  @Test func aFloodOfCostlyRequestsIsAnsweredAndCutsNobodyOff() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let tybalt = "tybalt@elsewhere.example/sword"
      try await romeo.creates("verona")
      try await romeo.publishes(
        "long", to: "verona", entry("Long", String(repeating: "x", count: 200_000)))
      let requests = (0..<300).map {
        """
        <iq type='get' id='f\($0)' from='\(tybalt)' to='\(Stage.domain)'>\
        <pubsub xmlns='\(Namespace.pubsub)'><items node='verona'/></pubsub></iq>
        """
      }
      stage.link.send(requests.joined())
      var refused = 0
      for number in 0..<300 {
        let answer = try await stage.link.answer("f\(number)", to: tybalt)
        if !answer.isResult() {
          #expect(answer.errorConditions == ["resource-constraint"])
          refused += 1
        }
      }
      #expect(refused < 300)
      #expect(stage.server.connections == 1)
      #expect(try await romeo.gets("<items node='verona'/>").isResult())
    }
  }
}
