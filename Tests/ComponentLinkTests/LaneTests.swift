import ComponentLink
import Logging
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@Suite(.timeLimit(.minutes(1))) struct LaneTests {
  /// A message of about `size` bytes, numbered.
  private static func message(_ number: Int, size: Int = 300) -> [UInt8] {
    let body = String(repeating: "x", count: size)
    return Array(
      "<message id='\(number)' from='\(Rig.domain)' to='juliet@example.com'><body>\(body)</body></message>"
        .utf8)
  }

  /// Small lanes, so that little fills them.
  static let small = LinkLimits.with {
    $0.notifyLaneBytes = 256 << 10
    $0.notifyLaneLowBytes = 64 << 10
  }

  @Test func notificationsKeepTheirOrder() async throws {
    try await Rig.run(limits: Self.small) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      let all = 20_000
      var chunk: [UInt8] = []
      for number in 0..<all {
        chunk += Self.message(number, size: 50)
        if chunk.count > 60_000 || number == all - 1 {
          try await session.notify(chunk)
          chunk = []
        }
      }
      // A request stays behind what was handed over before it.
      async let answer = session.request(
        .get, try JID("juliet@example.com/balcony"), Element("query", Namespace.discoInfo),
        .seconds(10))
      for number in 0..<all {
        let stanza = try await link.next()
        try #require(stanza["id"] == "\(number)")
      }
      let request = try await link.next()
      #expect(request.name.name == "iq" && request["to"] == "juliet@example.com/balcony")
      link.send(
        Element(
          "iq", Namespace.component,
          [
            "type": "result", "id": request["id"], "from": "juliet@example.com/balcony",
            "to": Rig.domain,
          ], [Element("query", Namespace.discoInfo)]))
      #expect(try await answer.payload?.is("query", Namespace.discoInfo) == true)
    }
  }

  /// The server stops reading: `notify` waits, memory stays bounded, what the server says is read.
  @Test func backPressure() async throws {
    try await Rig.run(answering: false, limits: Self.small) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      try await link.stopReading()
      let handedOver = Mutex(0)
      let blocked = Inbox<Int>("chunk")
      let chunk = (0..<100).flatMap { Self.message($0, size: 500) }
      let flood = Task {
        for number in 0..<2_000 {
          try await session.notify(chunk)
          handedOver.withLock { $0 += 1 }
          blocked.put(number)
        }
      }
      // As long as chunks are taken, one comes within a second.
      var taken = 0
      while (try? await blocked.next(within: .seconds(1))) != nil { taken += 1 }
      #expect(taken > 4 && taken < 1_000)
      for number in 0..<50 {
        link.send("<message id='in\(number)' from='\(Rig.romeo)' to='\(Rig.domain)'/>")
        #expect(try await rig.received.next()["id"] == "in\(number)")
      }
      #expect(handedOver.withLock { $0 } == taken)
      try await link.resumeReading()
      _ = try await flood.value
      #expect(handedOver.withLock { $0 } == 2_000)
    }
  }

  @Test func answersPassABlockedLane() async throws {
    try await Rig.run(limits: Self.small) { try await Self.expectAnswerToPass($0) }
  }

  /// The server stops reading in a flood; as it goes on, an answer comes before nearly all of that.
  static func expectAnswerToPass(_ rig: Rig) async throws {
    let link = try await rig.server.accept()
    let session = try await rig.port.session()
    try await link.stopReading()
    let done = Inbox<Void>("end of the flood")
    let started = Inbox<Void>("chunk")
    let flood = Task {
      for _ in 0..<400 {
        try await session.notify((0..<100).flatMap { Self.message($0, size: 500) })
        started.put(())
      }
      done.put(())
    }
    while (try? await started.next(within: .seconds(1))) != nil {}
    link.send(
      "<iq type='get' id='q' from='\(Rig.romeo)' to='\(Rig.domain)'><ping xmlns='urn:xmpp:ping'/></iq>"
    )
    _ = try await rig.received.next()
    try await link.resumeReading()
    var before = 0
    while try await link.next()["id"] != "q" { before += 1 }
    // The whole lane, all who wait for room, and the megabytes that the system would have taken are still behind the answer.
    #expect(before < 1_500)
    try await flood.value
    try await done.next()
  }

  @Test func whoWaitsForRoomIsToldOfTheEnd() async throws {
    try await Rig.run(limits: Self.small) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      try await link.stopReading()
      let taken = Inbox<Void>("chunk")
      let flood = Task {
        while true {
          try await session.notify((0..<100).flatMap { Self.message($0, size: 500) })
          taken.put(())
        }
      }
      while (try? await taken.next(within: .seconds(1))) != nil {}
      let other = Task { try await session.notify(Self.message(1)) }
      other.cancel()
      await #expect(throws: CancellationError.self) { try await other.value }
      // A request's deadline counts while it waits behind them, too.
      await #expect(throws: StanzaPortError.timedOut) {
        _ = try await session.request(
          .get, try JID("example.com"), Element("x", "y"), .milliseconds(50))
      }
      try await link.drop()
      await #expect(throws: StanzaPortError.disconnected) { try await flood.value }
    }
  }

  @Test func anAnswerThatTheServerWouldNotTake() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      let text = String(repeating: "x", count: 524_288)
      _ = try await rig.port.session()
      rig.port.answer(
        Element(
          "iq", Namespace.component,
          ["type": "result", "id": "big", "from": Rig.domain, "to": Rig.romeo],
          [Element("x", "y", text: text)]))
      let answer = try await link.answer("big", to: Rig.romeo)
      let error = StanzaError(try #require(answer.first("error", Namespace.component)))
      #expect(error.condition == .policyViolation)
      #expect(error.text?.contains("524288") == true)
      rig.port.answer(Element("message", Namespace.component, text: text))
      _ = try await rig.log.line(.warning, "larger than the server takes")
      let session = try await rig.port.session()
      await #expect(throws: StanzaPortError.tooLarge) {
        _ = try await session.request(
          .set, try JID("example.com"), Element("x", "y", text: text), .seconds(1))
      }
      #expect(link.received().isEmpty)
    }
  }
}
