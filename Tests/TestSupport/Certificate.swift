import Foundation

/// A throwaway self-signed certificate.
package struct Certificate: Sendable {
  private let folder: URL

  package var path: String { folder.appendingPathComponent("cert.pem").path }
  package var keyPath: String { folder.appendingPathComponent("key.pem").path }

  package static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  package static func make(for names: String) async throws -> Certificate {
    let made = Certificate(
      folder: FileManager.default.temporaryDirectory
        .appendingPathComponent("martlet-tls-\(UUID().uuidString)"))
    try FileManager.default.createDirectory(at: made.folder, withIntermediateDirectories: true)
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: Self.openssl ?? "")
    openssl.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2", "-subj", "/CN=xmpp.example.org", "-addext",
      "subjectAltName=\(names)", "-keyout", made.keyPath, "-out", made.path,
    ]
    openssl.standardError = FileHandle.nullDevice
    let ended = Inbox<Int32>("end of openssl")
    openssl.terminationHandler = { ended.put($0.terminationStatus) }
    keepDescriptorsPrivate()
    try openssl.run()
    guard try await ended.next() == 0 else { throw WaitFailure("openssl made no certificate.") }
    return made
  }

  package func remove() { try? FileManager.default.removeItem(at: folder) }
}
