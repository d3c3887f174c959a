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
  ///   - folder: holds the database, which may be there already; nil: one of its own.
  ///   - ofNotifications: whether these are counted, and not requests.
  ///   - prepare: gives what is then measured.
  static func of(
    _ workload: String, in folder: TemporaryFolder? = nil, ofNotifications: Bool = false,
    _ prepare: (MeasuredProgram) async throws -> Load
  ) async throws {
    let folder = try folder ?? TemporaryFolder()
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

  /// From the start of the program to its first answer, and what it holds in memory then: the median of seven times.
  ///
  /// - Parameter folder: holds the database; nil: there is none each time.
  static func start(_ workload: String, in folder: TemporaryFolder? = nil) async throws {
    var starts: [(milliseconds: Double, megabytes: Double)] = []
    for _ in 0..<7 {
      let folder = try folder ?? TemporaryFolder()
      let begin = ContinuousClock.now
      starts.append(
        try await MeasuredProgram.with(folder) { program in
          try await program.run(Load(count: 1, window: 1, stanza: Ask.info))
          return ((ContinuousClock.now - begin) / .milliseconds(1), program.peakMegabytes)
        })
    }
    let median = starts.sorted { $0.milliseconds < $1.milliseconds }[3]
    let slowest = starts.map(\.milliseconds).max() ?? 0
    try Measurement(
      workload: workload, perSecond: 1_000 / median.milliseconds,
      medianMilliseconds: median.milliseconds, slowMilliseconds: slowest,
      processorMilliseconds: 0, peakMegabytes: median.megabytes
    ).report()
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
