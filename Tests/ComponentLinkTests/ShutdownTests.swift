import ComponentLink
import Logging
import TestSupport
import Testing
import XML
import XMPP

@Suite(.timeLimit(.minutes(1))) struct ShutdownTests {
  private static let chunk = (0..<100).flatMap { number in
    Array(
      "<message id='\(number)' from='\(Rig.domain)' to='juliet@example.com'><body>\(String(repeating: "x", count: 500))</body></message>"
        .utf8)
  }

  /// All that was handed over arrives, then the stream's end; requests that come meanwhile are
  /// refused, not handed on.
  @Test func itDrainsAndClosesTheStream() async throws {
    try await Rig.run(limits: .with { $0.notifyLaneBytes = 8 << 20 }) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      try await link.stopReading()
      for _ in 0..<100 { try await session.notify(Self.chunk) }
      rig.shutDown()
      // The session is withdrawn: from then on nothing is taken in.
      while (try? await session.notify([32])) != nil { await Task.yield() }
      link.send(
        "<iq type='get' id='late' from='\(Rig.romeo)' to='\(Rig.domain)'><ping xmlns='urn:xmpp:ping'/></iq>"
      )
      _ = try await rig.log.line(.debug, "refused")
      try await link.resumeReading()
      #expect(try await link.ending() == .init(inOrder: true))
      let stanzas = link.received()
      #expect(stanzas.filter { $0.name.name == "message" }.count == 100 * 100)
      let refusal = stanzas.first { $0["id"] == "late" }
      #expect(refusal?["type"] == "error")
      #expect(rig.received.count == 0)
      try await rig.returned.next()
      await #expect(throws: CancellationError.self) { _ = try await rig.port.session() }
      #expect(rig.server.connections == 1)
    }
  }

  /// A server that reads nothing and never closes holds it up no longer than the deadlines.
  @Test func theDrainHasADeadline() async throws {
    try await Rig.run(
      times: .with {
        $0.drain = .milliseconds(200)
        $0.close = .milliseconds(200)
      }, limits: .with { $0.notifyLaneBytes = 64 << 20 }
    ) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      try await link.stopReading()
      for _ in 0..<300 { try await session.notify(Self.chunk) }
      rig.shutDown()
      try await rig.returned.next(within: .seconds(30))
    }
  }

  @Test func cancellationClosesAtOnce() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      _ = try await rig.port.session()
      rig.cancel()
      #expect(try await link.ending() == .init())
      try await rig.returned.next()
    }
  }

  /// Neither a server that says nothing nor a wait between attempts holds a shutdown up.
  @Test(arguments: [true, false])
  func withoutAConnection(_ mute: Bool) async throws {
    var manners = ScriptedServer.Manners()
    manners.isMute = mute
    manners.refusal = mute ? nil : "host-unknown"
    try await Rig.run(
      manners,
      times: .with {
        $0.retryFirst = .seconds(60)
        $0.retryCap = .seconds(60)
        $0.handshake = .seconds(60)
      }
    ) { rig in
      let clock = ContinuousClock()
      let end = clock.now + .seconds(10)
      while rig.server.connections == 0, clock.now < end { await Task.yield() }
      if !mute { _ = try await rig.log.line(.error, "does not know") }
      rig.shutDown()
      try await rig.returned.next(within: .seconds(30))
    }
  }
}
