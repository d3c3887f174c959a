import ComponentLink
import TestSupport
import Testing
import XML
import XMPP

/// Bad input: each ends as the limits say, and the next good stanza is served.
@Suite(.timeLimit(.minutes(1))) struct HostileStreamTests {
  private static func request(_ id: String, _ inner: String) -> String {
    "<iq type='set' id='\(id)' from='\(Rig.romeo)' to='\(Rig.domain)'>\(inner)</iq>"
  }

  @Test func strayTextBetweenStanzas() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      link.send("316" + Self.request("a", "<x xmlns='y'/>") + " \n" + "stray")
      _ = try await link.answer("a", to: Rig.romeo)
      try await rig.expectService(on: link)
    }
  }

  @Test func byteByByte() async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      try await link.send(Self.request("ü", "<x xmlns='y'>Grüße 🌍</x>"), inSlicesOf: 1)
      _ = try await link.answer("ü", to: Rig.romeo)
      #expect(try await rig.received.next().first("x", "y")?.text == "Grüße 🌍")
      try await rig.expectService(on: link)
    }
  }

  struct Excess: Sendable {
    let inner: String
    let condition: String
    let words: String
  }

  static let excesses = [
    Excess(
      inner: "<x xmlns='y'>\(String(repeating: "a", count: 600 << 10))</x>",
      condition: "policy-violation", words: "524288 bytes"),
    Excess(
      inner: "<x xmlns='y'>" + String(repeating: "<x>", count: 1_000)
        + String(repeating: "</x>", count: 1_000) + "</x>",
      condition: "not-acceptable", words: "levels"),
    Excess(
      inner: "<x xmlns='y' " + (0..<200).map { "a\($0)='' " }.joined() + "/>",
      condition: "not-acceptable", words: "attributes"),
    Excess(
      inner: "<x xmlns='y' a='\(String(repeating: "a", count: 70_000))'/>",
      condition: "not-acceptable", words: "attribute's value"),
    Excess(
      inner: "<x xmlns='y'>\(String(repeating: "<z/>", count: 20_001))</x>",
      condition: "not-acceptable", words: "children"),
    Excess(
      inner: "<x\(String(repeating: "x", count: 5_000)) xmlns='y'/>",
      condition: "not-acceptable", words: "name"),
  ]

  @Test(arguments: excesses)
  func aStanzaOverALimitGetsItsOneAnswer(_ excess: Excess) async throws {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      link.send(Self.request("big", excess.inner))
      let answer = try await link.answer("big", to: Rig.romeo)
      let error = StanzaError(try #require(answer.first("error", Namespace.component)))
      #expect(error.condition.rawValue == excess.condition)
      #expect(error.text?.contains(excess.words) == true)
      // The same as a message gets no answer.
      link.send("<message from='\(Rig.romeo)' to='\(Rig.domain)'>\(excess.inner)</message>")
      try await rig.expectService(on: link)
      #expect(link.received().isEmpty)
      #expect(rig.server.connections == 1)
      #expect(rig.received.drain().allSatisfy { $0.first("ping", Namespace.ping) != nil })
    }
  }

  @Test(arguments: [
    ("<!DOCTYPE x [<!ENTITY a 'b'>]>", "restricted-xml"),
    ("<!-- a comment -->", "restricted-xml"),
    ("<?php echo ?>", "restricted-xml"),
    ("<message><body>&boom;</body></message>", "restricted-xml"),
    ("<message><body></message>", "not-well-formed"),
    ("<message a='1' a='2'/>", "not-well-formed"),
    ("<a:message/>", "bad-namespace-prefix"),
    ("<unheard-of xmlns='x'/>", "unsupported-stanza-type"),
    ("<iq xmlns='jabber:client' type='get' id='1'/>", "unsupported-stanza-type"),
  ])
  func aBrokenStreamIsEndedAndBegunAnew(_ xml: String, _ condition: String) async throws {
    try await Rig.run { rig in
      let first = try await rig.server.accept()
      first.send(xml)
      #expect(try await first.ending() == .init(inOrder: true, streamError: condition))
      try await rig.expectService(on: try await rig.server.accept())
    }
  }

  /// An answer to a request of ours that is over a limit fails that request at once, and nothing else: five megabytes are
  /// what twenty posts of a local account may come to.
  @Test(arguments: [600 << 10, 5 << 20]) func anOversizeAnswerFailsTheRequest(bytes: Int)
    async throws
  {
    try await Rig.run { rig in
      let link = try await rig.server.accept()
      let session = try await rig.port.session()
      let answer = Task {
        try await session.request(
          .get, try JID("pubsub.example.com"), Element("query", Namespace.discoInfo), .seconds(10))
      }
      let id = try #require(try await link.next()["id"])
      link.send(
        "<iq type='result' id='\(id)' from='pubsub.example.com' to='\(Rig.domain)'><x xmlns='y'>"
          + String(repeating: "<z>0123456789</z>", count: bytes / 17) + "</x></iq>")
      await #expect(throws: StanzaPortError.answerTooLarge) { _ = try await answer.value }
      try await rig.expectService(on: link)
      #expect(rig.server.connections == 1)
    }
  }
}
