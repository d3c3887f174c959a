import ComponentLink
import Logging
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@Suite(.timeLimit(.minutes(1))) struct AttachTests {
  @Test func theRightSecret() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      #expect(try await rig.port.session().number == 1)
      try await rig.expectService(on: link)
      let stanza = try await rig.received.next()
      #expect(stanza.is("iq", Namespace.component) && stanza["from"] == Rig.romeo)
      _ = try await rig.log.line(.info, "Attached")
    }
  }

  /// Whoever wants to know of connections does before anything comes on one.
  @Test func aConnectionBeginsBeforeItsStanzas() async throws {
    let server = try await ScriptedServer.start()
    let count = Mutex(0)
    @Sendable func begins() { count.withLock { $0 += 1 } }
    try await Rig.run(try Rig.configuration(server), server, began: begins) { rig in
      for connection in 1...2 {
        let link = try await server.accept()
        link.send("<message from='example.org' to='\(Rig.domain)'/>")
        _ = try await rig.received.next()
        #expect(count.withLock { $0 } == connection)
        try await link.drop()
      }
    }
  }

  @Test func theNameAsItIsConfigured() async throws {
    let server = try await ScriptedServer.start(domain: "bücher.example")
    var link = try Rig.configuration(server)
    link.jid = try BareJID("xn--bcher-kva.example")
    link.name = "xn--bcher-kva.example"
    try await Rig.run(link, server) { rig in
      let link = try await rig.server.accept()
      #expect(link.streamTo == "xn--bcher-kva.example")
      #expect(rig.port.jid.description == "bücher.example")
      try await rig.expectService(on: link)
    }
    #expect(LinkConfiguration(jid: link.jid, secret: "").name == "bücher.example")
  }

  /// `localhost` may be ::1 first, where nobody listens.
  @Test func byName() async throws {
    try await Rig.run(host: "localhost") { rig in
      try await rig.expectService(on: try await rig.server.accept())
    }
  }

  struct Refusal: Sendable {
    let manners: ScriptedServer.Manners
    let failure: LinkFailure
    let words: String

    init(
      _ failure: LinkFailure, _ words: String, _ change: (inout ScriptedServer.Manners) -> Void
    ) {
      var manners = ScriptedServer.Manners()
      change(&manners)
      self.manners = manners
      self.failure = failure
      self.words = words
    }
  }

  static let refusals = [
    Refusal(.wrongSecret, "component_secret") { $0.secret = "another" },
    Refusal(.unknownHost, "does not know the component") { $0.refusal = "host-unknown" },
    Refusal(.conflict, "in use already") { $0.refusal = "conflict" },
    Refusal(.noXMPP, "not a component port") { $0.greeting = "HTTP/1.1 400 Bad Request\r\n\r\n" },
    Refusal(.noXMPP, "not a component port") { $0.greeting = "<html><body/></html>" },
  ]

  /// Told once in full, then quietly; tried again; never with the secret.
  @Test(arguments: refusals)
  func aRefusalIsExplained(_ refusal: Refusal) async throws {
    try await Rig.run(refusal.manners) { rig in
      let line = try await rig.log.line(.error, refusal.words)
      #expect(!line.contains("secret\"") && !line.contains("another\""))
      _ = try await rig.log.line(.debug, refusal.words)
      #expect(rig.server.connections >= 2)
      #expect(rig.log.lines.drain().allSatisfy { $0.level == .debug })
      // Once the administrator has mended it, the link attaches by itself.
      rig.server.manners = .init()
      try await rig.expectService(on: try await rig.server.accept())
    }
  }

  @Test(arguments: refusals)
  func theProbeTellsThem(_ refusal: Refusal) async throws {
    let server = try await ScriptedServer.start(manners: refusal.manners)
    let link = try Rig.configuration(server)
    #expect(
      await ComponentLink.probe(link, deadline: .seconds(60)) == .failed(refusal.failure))
    await server.stop()
  }

  @Test func theProbeAttachesAndLeavesInOrder() async throws {
    let server = try await ScriptedServer.start()
    let result = await ComponentLink.probe(
      try Rig.configuration(server), deadline: .seconds(60))
    #expect(result == .attached)
    #expect(try await server.accept().ending() == .init(inOrder: true))
    await server.stop()
  }

  @Test func theProbeAndNobodyThere() async throws {
    let port = try RefusingPort()
    var link = try Rig.configuration(port: port.number)
    #expect(
      await ComponentLink.probe(link, deadline: .seconds(60)) == .failed(.connectionRefused))
    withExtendedLifetime(port) {}
    link.host = "nobody.invalid"
    let result = await ComponentLink.probe(link, deadline: .seconds(60))
    guard case .failed(.unreachable) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test func theProbeAndAServerThatSaysNothing() async throws {
    var manners = ScriptedServer.Manners()
    manners.isMute = true
    let server = try await ScriptedServer.start(manners: manners)
    var link = try Rig.configuration(server)
    #expect(await ComponentLink.probe(link, deadline: .milliseconds(100)) == .timedOut)
    link.times.handshake = .milliseconds(100)
    #expect(
      await ComponentLink.probe(link, deadline: .seconds(60)) == .failed(.handshakeTimedOut))
    await server.stop()
  }

  @Test func afterADropItComesBack() async throws {
    try await Rig.run { rig in
      let first = try await rig.server.accept()
      let session = try await rig.port.session()
      try await first.drop()
      let second = try await rig.server.accept()
      try await rig.expectService(on: second)
      #expect(try await rig.port.session().number == session.number + 1)
      await #expect(throws: StanzaPortError.disconnected) { try await session.notify([32]) }
    }
  }

  @Test func afterAStreamErrorItComesBack() async throws {
    try await Rig.run { rig in
      let first = try await rig.server.accept()
      first.send(
        "<stream:error><system-shutdown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
          + "</stream:error></stream:stream>")
      _ = try await rig.log.line(.warning, "system-shutdown")
      #expect(try await first.ending().inOrder)
      try await rig.expectService(on: try await rig.server.accept())
    }
  }

  /// With the default waits: back within 10 seconds of the server's return.
  @Test func afterTheServersRestartItComesBack() async throws {
    try await Rig.run(times: LinkTimes()) { rig in
      _ = try await rig.server.accept()
      await rig.server.stop()
      _ = try await rig.log.line(.warning, "refuses connections")
      let returned = ContinuousClock.now
      try await rig.server.restart()
      try await rig.expectService(on: try await rig.server.accept())
      #expect(ContinuousClock.now - returned < .seconds(10))
    }
  }

  @Test func whoWaitsForASessionCanBeCancelled() async throws {
    try await Rig.run(
      {
        var manners = ScriptedServer.Manners()
        manners.isMute = true
        return manners
      }()
    ) { rig in
      let waiting = Task { try await rig.port.session() }
      waiting.cancel()
      await #expect(throws: CancellationError.self) { _ = try await waiting.value }
    }
  }
}
