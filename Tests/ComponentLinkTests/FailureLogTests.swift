import Testing
import XMPP

@testable import ComponentLink

@Suite struct FailureLogTests {
  @Test func repetitionsAreQuiet() {
    var log = FailureLog(quiet: .seconds(300))
    let start = ContinuousClock.now
    #expect(log.failed(.connectionRefused, at: start) == true)
    #expect(log.failed(.connectionRefused, at: start + .seconds(1)) == false)
    #expect(log.failed(.connectionRefused, at: start + .seconds(299)) == false)
    #expect(log.failed(.connectionRefused, at: start + .seconds(300)) == true)
    #expect(log.failed(.wrongSecret, at: start + .seconds(301)) == true)
    #expect(log.attempts == 5)
    log.recovered()
    #expect(log.failed(.wrongSecret, at: start + .seconds(302)) == true)
    #expect(log.attempts == 1)
  }

  /// Each says what to do, in the servers' own words, and never the secret.
  @Test(
    arguments: [
      (.connectionRefused, ["component_ports", "ejabberd_service", "127.0.0.1:5347"]),
      (.wrongSecret, ["Component \"social.example.org\"", "component_secret", "password"]),
      (.unknownHost, ["Component \"social.example.org\"", "component_secret", "hosts"]),
      (.conflict, ["another process", "social.example.org"]),
      (.tlsFailed("expired"), ["expired", "certificate", "tls: false"]),
      (.noXMPP, ["component port", "tls: true"]),
      (.handshakeTimedOut, ["tls (false)"]),
      (.unreachable("no route"), ["no route"]),
      (.peerNotReading, ["does not read", "30"]),
      (.peerTooSlow, ["too slowly", "17825792 bytes"]),
      (.streamError(StreamFault(.reset, "bye")), ["reset (bye)"]),
    ] as [(LinkFailure, [String])])
  func explanations(_ failure: LinkFailure, _ words: [String]) throws {
    let link = LinkConfiguration(jid: try BareJID("social.example.org"), secret: "pssst")
    let text = failure.explanation(link)
    for word in words { #expect(text.contains(word)) }
    #expect(!text.contains("pssst"))
  }
}
