import ComponentLink
import Logging
import TestSupport
import Testing
import XML
import XMPP

/// Messages and the answer that they go before.
@Suite(.timeLimit(.minutes(1))) struct AnswerAfterTests {
  private static func message(_ id: String, bytes: Int = 1) -> Element {
    Element(
      "message", Namespace.component, ["id": id, "from": Rig.domain, "to": Rig.romeo],
      [Element("result", Namespace.mam, text: String(repeating: "x", count: bytes))])
  }

  private static func answer(_ id: String) -> Element {
    Element(
      "iq", Namespace.component,
      ["type": "result", "id": id, "from": Rig.domain, "to": Rig.romeo],
      [Element("fin", Namespace.mam)])
  }

  @Test func theyComeFirstAndNothingBetween() async throws {
    try await Rig.run(limits: .with { $0.passingBytes = .max }) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      // So that what follows waits in the lanes.
      let count = try await rig.fillLane(link)
      try await session.notify(
        Self.message("notification").xml(inNamespace: Namespace.component))
      rig.port.answerAfter(
        [Self.message("a"), Self.message("b", bytes: 200_000)], Self.answer("1"))
      rig.port.answerAfter([], Self.answer("2"))
      rig.port.answerAfter([Self.message("c")], Self.answer("3"))
      try await link.resumeReading()
      for number in 0..<count { #expect(try await link.next()["id"] == "\(number)") }
      for id in ["a", "b", "1", "2", "c", "3", "notification"] {
        #expect(try await link.next()["id"] == id)
      }
    }
  }

  @Test func aMessageThatTheServerWouldNotTakeIsLeftOut() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      _ = try await rig.port.session()
      rig.port.answerAfter(
        [Self.message("a"), Self.message("large", bytes: 524_288), Self.message("b")],
        Self.answer("1"))
      for id in ["a", "b", "1"] { #expect(try await link.next()["id"] == id) }
      _ = try await rig.log.line(.warning, "larger than the server takes")
    }
  }

  @Test func whereThereIsNoRoomTheErrorGoesInsteadOfAll() async throws {
    try await Rig.run(limits: .with { $0.answerLaneBytes = 100_000 }) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      // Each message has room, all of them have not.
      let messages = (0..<3).map { Self.message("\($0)", bytes: 40_000) }
      rig.port.answerAfter(messages, Self.answer("all"))
      let answer = try await link.next()
      #expect((answer["id"], answer["type"]) == ("all", "error"))
      let error = StanzaError(try #require(answer.first("error", Namespace.component)))
      #expect(error.condition == .resourceConstraint)
      rig.port.answerAfter(Array(messages.prefix(2)), Self.answer("two"))
      for id in ["0", "1", "two"] { #expect(try await link.next()["id"] == id) }
      #expect(try await rig.port.session().number == session.number)
    }
  }

  @Test func betweenConnectionsTheyAreHeldTogether() async throws {
    try await Rig.run(limits: .with { $0.heldAnswerBytes = 1_000 }) { rig in
      _ = try await rig.server.accept()
      try await rig.cut()
      rig.port.answerAfter([Self.message("dropped", bytes: 1_000)], Self.answer("dropped"))
      _ = try await rig.log.line(.debug, "dropped")
      rig.port.answerAfter([Self.message("a"), Self.message("b")], Self.answer("1"))
      try await rig.server.restart()
      let link = try await rig.server.accept()
      for id in ["a", "b", "1"] { #expect(try await link.next()["id"] == id) }
      try await rig.expectService(on: link)
      #expect(link.received().isEmpty)
    }
  }
}
