import NIOCore
import NIOSSL
import Testing

@testable import ComponentLink

/// What the system and TLS report, as the failures that are told to people.
@Suite struct TransportTests {
  @Test func connecting() {
    #expect(LinkFailure(connecting: ChannelError.connectTimeout(.seconds(1))) == .connectTimedOut)
    #expect(LinkFailure(connecting: ChannelError.eof).kind == "unreachable")
  }

  @Test(
    arguments: [
      (NIOSSLError.uncleanShutdown, "connection-lost"),
      (NIOSSLError.handshakeFailed(.sslError([])), "tls-failed"),
      (NIOSSLError.unableToValidateCertificate, "tls-failed"),
      (NIOSSLExtraError.failedToValidateHostname, "tls-failed"),
      (BoringSSLError.zeroReturn, "tls-failed"),
      (IOError(errnoCode: 104, reason: "read"), "connection-lost"),
    ] as [(any Error, String)])
  func transport(_ error: any Error, _ kind: String) {
    #expect(LinkFailure(transport: error).kind == kind)
  }
}
