import NIOCore
import NIOSSL
import TestSupport
import Testing

@testable import Outbound

/// The address is vetted, and the name is on the certificate (made for the test by the openssl command).
@Suite(
  .timeLimit(.minutes(1)), .enabled(if: Certificate.openssl != nil, "needs the openssl command"))
struct FetcherTLSTests {
  @Test(
    arguments: [
      ("localhost", "DNS:localhost", true, nil), ("127.0.0.1", "IP:127.0.0.1", true, nil),
      ("localhost", "DNS:other.example", true, .broken),
      ("127.0.0.1", "DNS:localhost,DNS:127.0.0.1", true, .broken),
      ("localhost", "DNS:localhost", false, .broken),
    ] as [(String, String, Bool, FetchFailure?)])
  func names(_ host: String, _ names: String, isTrusted: Bool, failure: FetchFailure?) async throws
  {
    let certificate = try await Certificate.make(for: names)
    defer { certificate.remove() }
    let context = try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.path)
          .map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.keyPath, format: .pem))))
    try await HTTPHost.run { _ in
      .ok([7])
    } prepare: { channel in
      try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
    } _: { server in
      let fetcher = try Fetcher(
        AddressGuard(ports: [server.port], exempt: ["127.0.0.0/8"].compactMap(IPNetwork.init)),
        userAgent: "test", authorities: isTrusted ? .file(certificate.path) : .default)
      let address = try #require(HTTPAddress("https://\(host):\(server.port)/"))
      var (bytes, found): ([UInt8], FetchFailure?) = ([], nil)
      do {
        try await fetcher.get(address, accepting: "*/*") { bytes += Array($0.readableBytesView) }
      } catch let failure as FetchFailure {
        found = failure
      }
      #expect(found == failure && bytes == (failure == nil ? [7] : []))
      #expect(server.requests.count == (failure == nil ? 1 : 0))
    }
  }
}
