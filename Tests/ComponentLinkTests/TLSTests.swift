import ComponentLink
import Foundation
import Logging
import NIOCore
import NIOSSL
import TestSupport
import Testing
import XMPP

/// Direct TLS, with a certificate made for the test by the openssl command.
@Suite(
  .timeLimit(.minutes(1)), .enabled(if: Certificate.openssl != nil, "needs the openssl command"))
struct TLSTests {
  @Test(arguments: ["xmpp.example.org", nil])
  func aTrustedServer(_ name: String?) async throws {
    try await Self.withServer { server, certificate in
      // Without an expected name the certificate must hold the address that is connected to.
      let link = try Self.configuration(server, ca: certificate.path, name: name)
      try await Rig.run(link, server) { rig in
        let link = try await rig.server.accept()
        try await rig.expectService(on: link)
        rig.shutDown()
        #expect(try await link.ending() == .init(inOrder: true))
        try await rig.returned.next()
      }
    }
  }

  @Test func afterADropItComesBack() async throws {
    try await Self.withServer { server, certificate in
      let link = try Self.configuration(server, ca: certificate.path, name: "xmpp.example.org")
      try await Rig.run(link, server) { rig in
        try await rig.server.accept().drop()
        try await rig.expectService(on: try await rig.server.accept())
      }
    }
  }

  /// TLS holds no more before an answer than there is without it.
  @Test func answersPassABlockedLane() async throws {
    try await Self.withServer { server, certificate in
      var link = try Self.configuration(server, ca: certificate.path, name: "xmpp.example.org")
      link.limits = LaneTests.small
      try await Rig.run(link, server) { try await LaneTests.expectAnswerToPass($0) }
    }
  }

  /// The last has no name to go by but the address.
  @Test(arguments: ["other.example.org", "example.org", nil])
  func anotherName(_ name: String?) async throws {
    try await Self.withServer(certifiedFor: "DNS:xmpp.example.org,IP:127.0.0.2") {
      server, certificate in
      let link = try Self.configuration(server, ca: certificate.path, name: name)
      try await Self.expectRefusal(link, words: "valid for \(name ?? "127.0.0.1")")
    }
  }

  @Test func anUnknownAuthority() async throws {
    try await Self.withServer { server, _ in
      let link = try Self.configuration(server, ca: nil, name: "xmpp.example.org")
      try await Self.expectRefusal(link, words: "signed by")
    }
  }

  @Test func aMissingFile() async throws {
    try await Self.withServer { server, _ in
      let link = try Self.configuration(server, ca: "/nonexistent/ca.pem", name: nil)
      try await Self.expectRefusal(link, words: "/nonexistent/ca.pem")
    }
  }

  @Test func aServerWithoutTLS() async throws {
    let server = try await ScriptedServer.start()
    let link = try Self.configuration(server, ca: nil, name: nil)
    try await Self.expectRefusal(link, words: "tls: false")
    await server.stop()
  }

  private static func expectRefusal(_ link: LinkConfiguration, words: String) async throws {
    let result = await ComponentLink.probe(link, deadline: .seconds(10))
    guard case .failed(.tlsFailed) = result else { throw WaitFailure("\(result)") }
    #expect(result.explanation(link)?.contains(words) == true)
  }

  private static func configuration(
    _ server: ScriptedServer, ca: String?, name: String?
  ) throws -> LinkConfiguration {
    var link = try Rig.configuration(server)
    link.tls = true
    link.trust = .init(caFile: ca, expectedName: name)
    return link
  }

  private static func withServer(
    certifiedFor names: String = "DNS:xmpp.example.org,IP:127.0.0.1",
    _ body: (ScriptedServer, Certificate) async throws -> Void
  ) async throws {
    let certificate = try await Certificate.make(for: names)
    defer { certificate.remove() }
    var settings = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.path)
        .map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.keyPath, format: .pem)))
    settings.shutdownTimeout = .milliseconds(200)
    let context = try NIOSSLContext(configuration: settings)
    let server = try await ScriptedServer.start { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
      }
    }
    do {
      try await body(server, certificate)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }
}
