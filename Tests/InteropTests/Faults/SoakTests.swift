import Foundation
import TestSupport
import Testing

/// Nothing grows. `MARTLET_SOAK_MINUTES=30 swift test --filter SoakTests` goes on for longer.
@Suite("Soak", .serialized)
struct SoakTests {
  private static let minutes =
    ProcessInfo.processInfo.environment["MARTLET_SOAK_MINUTES"].flatMap { Int($0) } ?? 1

  /// What the program holds at one moment.
  private struct Sample {
    let megabytes, files, threads, logMegabytes: Int

    init(of stage: FaultStage) async {
      (megabytes, files) = (await stage.residentMegabytes, await stage.openFiles)
      (threads, logMegabytes) = (await stage.threads, await stage.logMegabytes)
    }
  }

  @Test("Posts, pages, reads and reconnects", .timeLimit(.minutes(600)))
  func nothingGrows() async throws {
    let stage = try await FaultStage(
      "limits: { web_requests_per_minute: 100000 }\nquotas: { publishes_per_minute: 1000000 }",
      itemsPerNode: "500")
    do {
      try await stage.begin()
      let end = ContinuousClock.now + .seconds(60 * Self.minutes)
      var (samples, round) = ([Sample](), 0)
      while ContinuousClock.now < end {
        try await live(stage, round)
        round += 1
        if round % 5 == 0 { samples.append(await Sample(of: stage)) }
      }
      print(
        "measured: \(round) rounds in \(Self.minutes) min, \(await stage.answeredItems.count) posts answered"
      )
      expectNoGrowth(samples)
      let told = await stage.answeredItems
      try await eventually("all that was answered is told") { await stage.areTold(told) }
      try await stage.end()
    } catch {
      await stage.stop()
      throw error
    }
    await stage.stop()
  }

  private func live(_ stage: FaultStage, _ round: Int) async throws {
    async let reads = stage.read(10)
    #expect(await stage.publish(20, bytes: 1_000) == 20)
    #expect(await reads.posts == 10)
    for path in ["/", "/feed", "/search?q=word", "/c/a", "/nothing"] {
      let reply = try await stage.martlet?.get(path)
      #expect(reply.map { [200, 404].contains($0.status) } == true)
    }
    await stage.listen()
    guard round % 10 == 9 else { return }
    try await stage.cutInStanza(round)
    try await stage.accept()
  }

  /// What is held at the end is what was held once all caches were full.
  private func expectNoGrowth(_ samples: [Sample]) {
    let part = samples.count / 4
    guard part > 0 else { return #expect(part > 0, "too few rounds") }
    func middle(_ some: ArraySlice<Sample>, _ value: KeyPath<Sample, Int>) -> Int {
      some.map { $0[keyPath: value] }.sorted()[some.count / 2]
    }
    for (name, value, slack) in [
      ("MB", \Sample.megabytes, 24), ("files", \.files, 8), ("threads", \.threads, 8),
      ("MB of log", \.logMegabytes, 64),
    ] {
      let before = middle(samples[part..<2 * part], value)
      let after = middle(samples[(samples.count - part)...], value)
      print("measured: soak: \(name) \(before) in the second quarter, \(after) in the last")
      #expect(after <= before + max(slack, before / 10), "\(name)")
    }
  }
}
