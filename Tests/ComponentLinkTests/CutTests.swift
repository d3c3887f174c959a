import ComponentLink
import Logging
import TestSupport
import Testing
import XML
import XMPP

/// Answers to requests that were delivered before the connection was cut.
@Suite(.timeLimit(.minutes(1))) struct CutTests {
  private static func answer(_ id: String, bytes: Int = 1) -> Element {
    Element(
      "iq", Namespace.component,
      ["type": "result", "id": id, "from": Rig.domain, "to": Rig.romeo],
      [Element("x", "y", text: String(repeating: "x", count: bytes))])
  }

  @Test func theyLeadTheNextConnection() async throws {
    try await Rig.run { rig in
      _ = try await rig.server.accept()
      try await rig.cut()
      #expect(rig.port.hasRoom() == true)
      for number in 0..<3 { rig.port.answer(Self.answer("held-\(number)")) }
      let waiting = Task {
        try await rig.port.session().notify(
          Array("<message id='later' to='juliet@example.com'/>".utf8))
      }
      try await rig.server.restart()
      let link = try await rig.server.accept()
      for number in 0..<3 { #expect(try await link.next()["id"] == "held-\(number)") }
      #expect(try await link.next()["id"] == "later")
      try await waiting.value
    }
  }

  @Test func overTheLimitTheyAreDropped() async throws {
    try await Rig.run(limits: .with { $0.heldAnswerBytes = 1_000 }) { rig in
      _ = try await rig.server.accept()
      try await rig.cut()
      rig.port.answer(Self.answer("large", bytes: 1_000))
      _ = try await rig.log.line(.debug, "dropped")
      rig.port.answer(Self.answer("small"))
      try await rig.server.restart()
      let link = try await rig.server.accept()
      #expect(try await link.next()["id"] == "small")
      try await rig.expectService(on: link)
      #expect(link.received().isEmpty)
    }
  }

  /// What the socket had not taken goes again, whole and in order.
  @Test func theUnwrittenGoAgain() async throws {
    try await Rig.run { rig in
      let first = try await rig.server.accept()
      _ = try await rig.port.session()
      try await first.stopReading()
      // Whatever the sockets hold, the lane is not empty when an answer finds it half full.
      var last = 0
      while rig.port.hasRoom(), last < 2_000 {
        rig.port.answer(Self.answer("\(last)", bytes: 100_000))
        last += 1
      }
      try #require(rig.port.hasRoom() == false)
      try await rig.cut()
      try await rig.server.restart()
      let link = try await rig.server.accept()
      let stanza = try await link.next()
      let number = try #require(stanza["id"].flatMap { Int($0) })
      #expect(stanza == Self.answer("\(number)", bytes: 100_000))
      #expect(try await link.next()["id"] == "\(number + 1)")
      try await rig.expectService(on: link)
    }
  }
}
