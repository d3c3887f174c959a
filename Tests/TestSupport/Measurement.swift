import Foundation

/// One workload, most of them on a program of its own, printed, and written as a line of JSON into what `MARTLET_RESULTS`
/// names: see `Tests/Benchmarks/compare.py`.
package struct Measurement: Codable, Sendable {
  package var workload: String
  /// Requests, or notifications.
  package var perSecond: Double
  /// From the writing of a request to the reading of its answer.
  package var medianMilliseconds = 0.0
  package var slowMilliseconds = 0.0
  /// Of a processor, for each of `perSecond`.
  package var processorMilliseconds = 0.0
  package var peakMegabytes = 0.0
  /// The workload that says what the machine does at most, or what does the same.
  package var limit: String?

  private enum CodingKeys: String, CodingKey {
    case workload
    case perSecond = "per_second"
    case medianMilliseconds = "p50_ms"
    case slowMilliseconds = "p99_ms"
    case processorMilliseconds = "cpu_ms_each"
    case peakMegabytes = "peak_mb"
    case limit
  }

  package init(_ workload: String, perSecond: Double, limit: String? = nil) {
    self.workload = workload
    self.perSecond = perSecond
    self.limit = limit
  }

  package func report() throws {
    var line = "measured: \(workload): \(Int(perSecond))/s"
    if slowMilliseconds > 0 {
      line += String(
        format: ", median %.2f ms, 99 %% %.2f ms", medianMilliseconds, slowMilliseconds)
    }
    if processorMilliseconds > 0 {
      line += String(format: ", processor %.4f ms each", processorMilliseconds)
    }
    if peakMegabytes > 0 { line += String(format: ", %.0f MB", peakMegabytes) }
    print(line)
    guard let path = ProcessInfo.processInfo.environment["MARTLET_RESULTS"] else { return }
    if !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(fileURLWithPath: path))
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: try JSONEncoder().encode(self) + Data("\n".utf8))
    try file.close()
  }
}
