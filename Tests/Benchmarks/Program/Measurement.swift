import TestSupport
import Testing

extension Measurement {
  /// - Parameters:
  ///   - folder: holds the database, which may be there already; nil: one of its own.
  ///   - ofNotifications: whether these are counted, and not requests.
  ///   - prepare: gives what is then measured.
  static func of(
    _ workload: String, in folder: TemporaryFolder? = nil, limit: String? = nil,
    ofNotifications: Bool = false, _ prepare: (MeasuredProgram) async throws -> Load
  ) async throws {
    let folder = try folder ?? TemporaryFolder()
    let measurement = try await MeasuredProgram.with(folder) { program in
      let load = try await prepare(program)
      let before = program.processorSeconds
      let result = try await program.run(load)
      let spent = program.processorSeconds - before
      try #require(result.notifications == load.notifications)
      let count = Double(ofNotifications ? load.notifications : load.count)
      var measurement = Measurement(workload, perSecond: count / result.seconds, limit: limit)
      measurement.medianMilliseconds = result.latency(0.5)
      measurement.slowMilliseconds = result.latency(0.99)
      measurement.processorMilliseconds = spent * 1_000 / count
      measurement.peakMegabytes = program.peakMegabytes
      return measurement
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
    var measurement = Measurement(workload, perSecond: 1_000 / median.milliseconds)
    measurement.medianMilliseconds = median.milliseconds
    measurement.slowMilliseconds = slowest
    measurement.peakMegabytes = median.megabytes
    try measurement.report()
  }
}
