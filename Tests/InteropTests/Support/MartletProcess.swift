import Foundation
import TestSupport

/// The built `martlet`, run with a configuration of its own.
struct MartletProcess: Sendable {
  let program: Program
  let webPort: Int
  let started: ContinuousClock.Instant

  /// Next to the test bundle, or what `MARTLET_PROGRAM` names: a release build, to measure.
  static var path: String {
    get throws {
      try ProcessInfo.processInfo.environment["MARTLET_PROGRAM"]
        ?? build.appendingPathComponent("martlet").path
    }
  }

  private static var build: URL {
    get throws {
      let arguments = CommandLine.arguments
      let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.path.hasSuffix(".xctest") }
      let candidates = [
        bundle?.deletingLastPathComponent(),
        arguments.first.map { URL(fileURLWithPath: $0).deletingLastPathComponent() },
        arguments.first { $0.hasSuffix(".xctest") }
          .map { URL(fileURLWithPath: $0).deletingLastPathComponent() },
      ].compactMap { $0 }
      let found = candidates.first {
        FileManager.default.isExecutableFile(atPath: $0.appendingPathComponent("martlet").path)
      }
      guard let found else {
        throw WaitFailure("No martlet beside the tests; `swift build` makes it")
      }
      return found
    }
  }

  /// Writes `martlet.yaml` below the folder.
  static func configure(
    in folder: TemporaryFolder, componentPort: Int, webPort: Int,
    secret: String = ServerPorts.secret,
    domain: String = "localhost", jid: String? = nil, web: String = "", more: String = ""
  ) throws -> String {
    try folder.write(
      "martlet.yaml",
      """
      server: { host: 127.0.0.1, port: \(componentPort) }
      components:
        - { jid: \(jid ?? Home.component(of: domain)), secret: "\(secret)" }
      database: \(folder.file("martlet.sqlite"))
      domains: [\(domain)]
      web: { listen: "127.0.0.1:\(webPort)", origin: "http://127.0.0.1:\(webPort)"\(web) }
      \(more)
      """)
    let path = folder.file("martlet.yaml")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    return path
  }

  /// - Parameter files: so many files and sockets it may have open.
  init(
    in folder: TemporaryFolder, componentPort: Int, webPort: Int,
    secret: String = ServerPorts.secret,
    domain: String = "localhost", web: String = "", more: String = "",
    files: Int? = nil, environment: [String: String] = [:]
  ) throws {
    let path = try Self.configure(
      in: folder, componentPort: componentPort, webPort: webPort, secret: secret, domain: domain,
      web: web, more: more)
    self.webPort = webPort
    started = .now
    var words = [try Self.path, "run", "--config", path, "--log-format", "text"]
    if let files { words = ["/bin/sh", "-c", "ulimit -n \(files) && exec \"$0\" \"$@\""] + words }
    program = try Program(
      words[0], Array(words[1...]), in: folder, name: "martlet", environment: environment)
  }

  /// Goes on to where an address has moved, as a browser does.
  func get(_ path: String, headers: [String] = []) async throws -> Reply {
    var reply = try await TestSupport.get(path, port: webPort, headers: headers)
    for _ in 0..<3 where reply.status == 301 {
      let origin = "http://127.0.0.1:\(webPort)"
      guard let place = reply["Location"], place.hasPrefix(origin + "/") else { break }
      reply = try await TestSupport.get(
        String(place.dropFirst(origin.count)), port: webPort, headers: headers)
    }
    return reply
  }

  /// What it holds in memory, in bytes.
  var residentBytes: Int? {
    ProcessStatus.bytes("VmRSS", of: "\(program.identifier)")
  }
}
