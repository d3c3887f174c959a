import ComponentLink
import Logging
import TestSupport
import Testing
import XML
import XMPP

/// More answers than their lane holds.
@Suite(.timeLimit(.minutes(1))) struct FullLaneTests {
  private static func answer(_ id: String, bytes: Int) -> Element {
    Element(
      "iq", Namespace.component,
      ["type": "result", "id": id, "from": Rig.domain, "to": Rig.romeo],
      [Element("x", "y", text: String(repeating: "x", count: bytes))])
  }

  private static func condition(_ answer: Element) -> StanzaError.Condition? {
    answer.first("error", Namespace.component).map { StanzaError($0).condition }
  }

  /// A stranger who pipelines large requests gets errors; the link stays for everybody.
  @Test func eachRequestIsAnsweredOnceAndTheLinkStays() async throws {
    try await Rig.run(limits: .with { $0.answerLaneBytes = 1 << 20 }) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      try await link.stopReading()
      for number in 0..<400 { rig.port.answer(Self.answer("\(number)", bytes: 240_000)) }
      #expect(rig.port.hasRoom() == false)
      rig.port.answer(Self.answer("small", bytes: 1))
      try await link.resumeReading()
      var refused = 0
      for number in 0..<400 {
        let answer = try await link.answer("\(number)", to: Rig.romeo)
        if answer["type"] == "result" { continue }
        #expect(Self.condition(answer) == .resourceConstraint)
        refused += 1
      }
      #expect(refused > 0 && refused < 400)
      // What is as small as the error goes itself.
      #expect(try await link.answer("small", to: Rig.romeo)["type"] == "result")
      #expect(await Rig.comes { rig.port.hasRoom() })
      try await rig.expectService(on: link)
      #expect(try await rig.port.session().number == session.number)
      #expect(link.received().isEmpty)
    }
  }

  @Test func whatIsNoAnswerHasNoError() async throws {
    try await Rig.run(limits: .with { $0.answerLaneBytes = 1 << 10 }) { rig in
      let link = try await rig.server.accept()
      _ = try await rig.port.session()
      rig.port.answer(
        Element("message", Namespace.component, text: String(repeating: "x", count: 2_000)))
      _ = try await rig.log.line(.debug, "no room")
      try await rig.expectService(on: link)
      #expect(link.received().isEmpty)
    }
  }

  @Test func aServerThatTakesNothingIsGivenUp() async throws {
    try await Rig.run(
      times: .with { $0.stall = .milliseconds(300) },
      limits: .with { $0.answerLaneBytes = 1 << 20 }
    ) { rig in
      let link = try await rig.server.accept()
      _ = try await rig.port.session()
      try await link.stopReading()
      for number in 0..<200 { rig.port.answer(Self.answer("\(number)", bytes: 100_000)) }
      _ = try await rig.log.line(.warning, "does not read")
      try await rig.expectService(on: try await rig.server.accept())
    }
  }

  @Test func theReserveHasAnEnd() async throws {
    try await Rig.run(
      limits: .with {
        $0.answerLaneBytes = 1 << 20
        $0.answerReserveBytes = 4 << 10
      }
    ) { rig in
      let link = try await rig.server.accept()
      _ = try await rig.port.session()
      try await link.stopReading()
      // Far more errors than fit into what a large answer leaves of the lane and the reserve.
      for number in 0..<1_000 { rig.port.answer(Self.answer("\(number)", bytes: 100_000)) }
      _ = try await rig.log.line(.warning, "reads too slowly")
      try await rig.expectService(on: try await rig.server.accept())
    }
  }
}
