import ComponentLink
import TestSupport
import Testing
import XML
import XMPP

@Suite(.timeLimit(.minutes(1))) struct RequestTests {
  private static let query = Element("query", Namespace.discoInfo)

  private static func answer(
    _ request: Element, from: String? = nil, type: String = "result", _ children: [Element] = []
  ) -> Element {
    Element(
      "iq", Namespace.component,
      ["type": type, "id": request["id"], "from": from ?? request["to"], "to": request["from"]],
      children)
  }

  @Test func aResultAndAnError() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      async let first = session.request(.get, try JID("example.com"), Self.query, .seconds(10))
      let request = try await link.next()
      #expect(request["from"] == Rig.domain && request["type"] == "get")
      link.send(Self.answer(request, [Self.query]))
      let result = try await first
      #expect(result.kind == .result && result.payload == Self.query)
      async let second = session.request(.set, try JID("example.com"), Self.query, .seconds(10))
      link.send(
        Self.answer(
          try await link.next(), type: "error", [StanzaError(.forbidden, "No.").element]))
      let failure = try await second
      #expect(failure.kind == .error)
      #expect(failure.error == StanzaError(.forbidden, "No."))
      #expect(rig.received.count == 0)
    }
  }

  /// An answer counts from the one who was asked alone; others go to the service.
  @Test func anAnswerFromAnother() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      async let answer = session.request(
        .get, try JID("Juliet@Example.com/Balcony"), Self.query, .seconds(10))
      let request = try await link.next()
      link.send(Self.answer(request, from: "mallory@example.com"))
      #expect(try await rig.received.next()["from"] == "mallory@example.com")
      link.send(Self.answer(request, from: "juliet@EXAMPLE.com/Balcony"))
      #expect(try await answer.kind == .result)
    }
  }

  @Test func theDeadline() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      await #expect(throws: StanzaPortError.timedOut) {
        _ = try await session.request(
          .get, try JID("example.com"), Self.query, .milliseconds(50))
      }
      // What comes too late is no answer any more.
      let request = try await link.next()
      link.send(Self.answer(request))
      #expect(try await rig.received.next()["id"] == request["id"])
    }
  }

  @Test func onlySoManyWaitAtOnce() async throws {
    #expect(LinkLimits().pendingRequests == 1_024)
    try await Rig.run(limits: .with { $0.pendingRequests = 2 }) { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      let ask: @Sendable () async throws -> IQ = {
        try await session.request(.get, try JID("example.com"), Self.query, .seconds(10))
      }
      async let first = ask()
      async let second = ask()
      let requests = [try await link.next(), try await link.next()]
      await #expect(throws: StanzaPortError.busy) { _ = try await ask() }
      link.send(Self.answer(requests[0]))
      link.send(Self.answer(requests[1]))
      _ = try await (first, second)
      async let third = ask()
      link.send(Self.answer(try await link.next()))
      #expect(try await third.kind == .result)
      #expect(link.received().isEmpty)
    }
  }

  @Test func disconnection() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      let request = Task {
        try await session.request(.get, try JID("example.com"), Self.query, .seconds(10))
      }
      _ = try await link.next()
      try await link.drop()
      await #expect(throws: StanzaPortError.cutOff) { _ = try await request.value }
      await #expect(throws: StanzaPortError.disconnected) {
        _ = try await session.request(.get, try JID("example.com"), Self.query, .seconds(10))
      }
    }
  }

  @Test func cancellation() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      let request = Task {
        try await session.request(.get, try JID("example.com"), Self.query, .seconds(10))
      }
      _ = try await link.next()
      request.cancel()
      await #expect(throws: CancellationError.self) { _ = try await request.value }
    }
  }

  /// A request to ourselves comes back as a request: that is its answer, and nobody else sees it.
  @Test func toOurselves() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      let answer = try await session.request(
        .get, JID(rig.port.jid), Element("ping", Namespace.ping), .seconds(10))
      #expect(answer.kind == .result && answer.payload == nil)
      try await rig.expectService(on: link)
      #expect(rig.received.drain().map { $0["from"] } == [Rig.romeo])
      // With an id that is not ours it is anybody's request.
      link.send(
        "<iq type='get' id='x' from='\(Rig.domain)' to='\(Rig.domain)'><ping xmlns='urn:xmpp:ping'/></iq>"
      )
      #expect(try await rig.received.next()["id"] == "x")
    }
  }
}
