import ComponentLink
import Logging
import TestSupport
import Testing
import XML
import XMPP

/// What the component says unasked in the answers' lane.
@Suite(.timeLimit(.minutes(1))) struct PostTests {
  private static let query = Element("query", Namespace.roster)
  private static let large = Element(
    "query", Namespace.roster, text: String(repeating: "x", count: 450))

  private static func presence(_ id: String) throws -> Element {
    Presence(.probe, id: id, from: try JID(Rig.domain), to: try JID(Rig.romeo)).element
  }

  private static func answer(to request: Element) -> Element {
    Element(
      "iq", Namespace.component,
      ["type": "result", "id": request["id"], "from": request["to"], "to": request["from"]])
  }

  @Test func itPassesNotifications() async throws {
    try await Rig.run(
      limits: .with {
        $0.answerLaneBytes = 1_000
        $0.notifyLaneBytes = 256 << 10
        $0.notifyLaneLowBytes = 64 << 10
      }
    ) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      try await link.stopReading()
      let body = String(repeating: "x", count: 50_000)
      let chunk = Array("<message to='juliet@example.com'><body>\(body)</body></message>".utf8)
      let handedOver = Inbox<Void>("chunk")
      let flood = Task {
        while true {
          try await session.notify(chunk)
          handedOver.put(())
        }
      }
      var count = 0
      while (try? await handedOver.next(within: .seconds(1))) != nil { count += 1 }
      rig.port.post(try Self.presence("p"))
      #expect(rig.port.hasRoom())
      async let roster = session.ask(.get, try JID("romeo@example.org"), Self.large, .seconds(10))
      // Large enough to be seen.
      #expect(await Rig.comes { !rig.port.hasRoom() })
      try await link.resumeReading()
      var before = 0
      var stanza = try await link.next()
      while stanza.name.name == "message" {
        before += 1
        stanza = try await link.next()
      }
      // What the sockets held comes first, but not what waited in the lane.
      #expect(before < count)
      #expect((stanza.name.name, stanza["id"]) == ("presence", "p"))
      let request = try await link.next()
      #expect((request["type"], request["to"]) == ("get", "romeo@example.org"))
      link.send(Self.answer(to: request))
      #expect(try await roster.kind == .result)
      flood.cancel()
      _ = try? await flood.value
    }
  }

  @Test func withoutRoomItIsDroppedAndAskRefused() async throws {
    try await Rig.run(limits: .with { $0.answerLaneBytes = 1 << 20 }) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      let count = try await rig.fillLane(link)
      rig.port.post(try Self.presence("dropped"))
      _ = try await rig.log.line(.debug, "dropped")
      await #expect(throws: StanzaPortError.busy) {
        _ = try await session.ask(.get, try JID("example.org"), Self.query, .seconds(10))
      }
      // There is room for answers yet.
      rig.port.answer(Rig.result("last", bytes: 100_000))
      try await link.resumeReading()
      for number in 0..<count { #expect(try await link.next()["id"] == "\(number)") }
      let last = try await link.next()
      #expect((last["id"], last["type"]) == ("last", "result"))
      rig.port.post(try Self.presence("taken"))
      #expect(try await link.next()["id"] == "taken")
    }
  }

  @Test func theLimitOfRequestsIsOneForBoth() async throws {
    try await Rig.run(limits: .with { $0.pendingRequests = 1 }) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      let jid = try JID("example.org")
      async let first = session.ask(.get, jid, Self.query, .seconds(10))
      let request = try await link.next()
      await #expect(throws: StanzaPortError.busy) {
        _ = try await session.request(.get, jid, Self.query, .seconds(10))
      }
      link.send(Self.answer(to: request))
      #expect(try await first.kind == .result)
      await #expect(throws: StanzaPortError.timedOut) {
        _ = try await session.ask(.get, jid, Self.query, .milliseconds(50))
      }
      let text = String(repeating: "x", count: 524_288)
      await #expect(throws: StanzaPortError.tooLarge) {
        _ = try await session.ask(.set, jid, Element("x", "y", text: text), .seconds(1))
      }
    }
  }

  @Test func withoutAConnectionItIsDropped() async throws {
    try await Rig.run { rig in
      _ = try await rig.server.accept()
      let session = try await rig.port.session()
      try await rig.cut()
      rig.port.post(try Self.presence("dropped"))
      _ = try await rig.log.line(.debug, "dropped")
      await #expect(throws: StanzaPortError.disconnected) {
        _ = try await session.ask(.get, try JID("example.org"), Self.query, .seconds(10))
      }
      try await rig.server.restart()
      let link = try await rig.server.accept()
      try await rig.expectService(on: link)
      #expect(link.received().isEmpty)
    }
  }

  /// What waited when the connection was cut is of use no more; answers behind it are.
  @Test func theUnwrittenDoesNotGoAgain() async throws {
    try await Rig.run { rig in
      let first = try await rig.server.accept()
      let session = try await rig.port.session()
      try await first.stopReading()
      var count = 0
      // Whatever the sockets hold, a part of this waits in the lane.
      while rig.port.hasRoom(), count < 2_000 {
        rig.port.answer(Rig.result("answer", bytes: 100_000))
        rig.port.post(try Self.presence("post"))
        count += 1
      }
      try #require(rig.port.hasRoom() == false)
      try await rig.cut()
      await #expect(throws: StanzaPortError.disconnected) {
        _ = try await session.ask(.get, try JID("example.org"), Self.query, .seconds(10))
      }
      try await rig.server.restart()
      let link = try await rig.server.accept()
      #expect(try await link.next()["id"] == "answer")
      try await rig.expectService(on: link)
      #expect(link.received().allSatisfy { $0["id"] == "answer" })
    }
  }

  @Test func oneThatTheServerWouldNotTake() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      _ = try await rig.port.session()
      rig.port.post(
        Element(
          "message", Namespace.component, text: String(repeating: "x", count: 524_288)))
      _ = try await rig.log.line(.warning, "larger than the server takes")
      try await rig.expectService(on: link)
      #expect(link.received().isEmpty)
    }
  }
}
