import ComponentLink
import Logging
import TestSupport
import Testing
import XML
import XMPP

@Suite(.timeLimit(.minutes(1))) struct LivenessTests {
  @Test func aDeadPeerIsNoticed() async throws {
    var manners = ScriptedServer.Manners()
    manners.routesToSelf = false
    manners.answersPings = false
    try await Rig.run(
      manners,
      times: .with {
        $0.pingAfter = .milliseconds(50)
        $0.pingDeadline = .seconds(1)
      }
    ) { rig in
      let first = try await rig.server.accept()
      let ping = try await first.next()
      #expect(ping["from"] == Rig.domain && ping["to"] == Rig.domain && ping["type"] == "get")
      #expect(ping.first("ping", Namespace.ping) != nil)
      _ = try await rig.log.line(.warning, "dead")
      #expect(try await first.ending() == .init())
      rig.server.manners = .init()
      try await rig.expectService(on: try await rig.server.accept())
    }
  }

  /// The ping's coming back keeps the connection and is seen by nobody.
  @Test func aLivingPeerIsKept() async throws {
    try await Rig.run(
      times: .with {
        $0.pingAfter = .milliseconds(20)
        $0.pingDeadline = .seconds(5)
      }
    ) { rig in
      let link = try await rig.server.accept()
      let before = link.bytesReceived
      let clock = ContinuousClock()
      let end = clock.now + .seconds(10)
      // Ten pings of some 100 bytes.
      while link.bytesReceived < before + 1_000, clock.now < end { await Task.yield() }
      #expect(link.bytesReceived >= before + 1_000)
      #expect(rig.server.connections == 1)
      #expect(rig.received.count == 0)
    }
  }

  @Test func spacesAreSentIntoSilence() async throws {
    try await Rig.run(times: .with { $0.whitespace = .milliseconds(20) }) { rig in
      let link = try await rig.server.accept()
      let before = link.bytesReceived
      let clock = ContinuousClock()
      let end = clock.now + .seconds(10)
      while link.bytesReceived < before + 3, clock.now < end { await Task.yield() }
      #expect(link.bytesReceived >= before + 3)
      #expect(link.received().isEmpty)
    }
  }
}
