import Foundation

/// The load generator for HTTP, where it is installed.
package enum Wrk {
  package static let path = "/usr/bin/wrk"

  package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// Answers a second to 64 connections, for two seconds. One that is an error, or none, is a failure.
  package static func rate(_ address: String, header: String? = nil) async throws -> Double {
    let header = header.map { ["-H", $0] } ?? []
    let run = try await Finished.running([path, "-t1", "-c64", "-d2s"] + header + [address])
    let line = run.output.split(separator: "\n").first { $0.hasPrefix("Requests/sec:") }
    guard let rate = line?.split(separator: " ").last.flatMap({ Double($0) }),
      !run.output.contains("Non-2xx"), !run.output.contains("Socket errors")
    else { throw WaitFailure("wrk \(address): \(run.output)") }
    return rate
  }
}
