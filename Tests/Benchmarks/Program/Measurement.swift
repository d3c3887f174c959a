import Foundation
import TestSupport
import Testing

/// One workload on a program of its own, printed, and written as a line of JSON into what `MARTLET_RESULTS` names: see
/// `Tests/Benchmarks/compare.py`.
struct Measurement: Codable {
  var workload: String
  /// Requests, or notifications.
  var perSecond: Double
  /// From the writing of a request to the reading of its answer.
  var medianMilliseconds: Double
  var slowMilliseconds: Double
  /// Of a processor, for each of `perSecond`.
  var processorMilliseconds: Double
  var peakMegabytes: Double

  private enum CodingKeys: String, CodingKey {
    case workload
    case perSecond = "per_second"
    case medianMilliseconds = "p50_ms"
    case slowMilliseconds = "p99_ms"
    case processorMilliseconds = "cpu_ms_each"
    case peakMegabytes = "peak_mb"
  }

  /// - Parameters:
  ///   - ofNotifications: whether these are counted, and not requests.
  ///   - prepare: gives what is then measured.
  static func of(
    _ workload: String, ofNotifications: Bool = false,
    _ prepare: (MeasuredProgram) async throws -> Load
  ) async throws {
    let folder = try TemporaryFolder()
    let measurement = try await MeasuredProgram.with(folder) { program in
      let load = try await prepare(program)
      let before = program.processorSeconds
      let result = try await program.run(load)
      let spent = program.processorSeconds - before
      try #require(result.notifications == load.notifications)
      let count = Double(ofNotifications ? load.notifications : load.count)
      return Measurement(
        workload: workload, perSecond: count / result.seconds,
        medianMilliseconds: result.latency(0.5),
        slowMilliseconds: result.latency(0.99), processorMilliseconds: spent * 1_000 / count,
        peakMegabytes: program.peakMegabytes)
    }
    try measurement.report()
  }

  private func report() throws {
    print(
      "measured: \(workload): "
        + String(
          format: "%.0f/s, median %.2f ms, 99 %% %.2f ms, processor %.4f ms each, %.0f MB",
          perSecond, medianMilliseconds, slowMilliseconds, processorMilliseconds, peakMegabytes))
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
