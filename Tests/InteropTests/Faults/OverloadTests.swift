import Foundation
import TestSupport
import Testing

/// More is asked for than can be done.
@Suite("Overload", .serialized, .needsPython)
struct OverloadTests {
  /// Those who ask for too much are told to wait, others hardly notice, and it is over when it is over.
  @Test("More posts than the disk takes", .timeLimit(.minutes(10))) func slowDisk() async throws {
    try await FaultStage.play(
      "more posts than the disk takes", more: "quotas: { publishes_per_minute: 1000000 }"
    ) { stage in
      stage.shim.slowDown(by: 1_000)
      await stage.flood(3_000, bytes: 200)
      try await eventually("some were refused", within: .seconds(120)) {
        _ = await stage.hasAnsweredFlood()
        return await stage.refused > 0
      }
      var slowest = Duration.zero
      for _ in 0..<20 {
        let start = ContinuousClock.now
        #expect(await stage.read(1).posts == 1)
        slowest = max(slowest, ContinuousClock.now - start)
      }
      stage.shim.slowDown(by: 0)
      try await eventually("all of it is answered", within: .seconds(120)) {
        await stage.hasAnsweredFlood()
      }
      print("measured: the slowest read beside a disk that is too slow \(slowest)")
      #expect(await stage.conditions == ["resource-constraint"])
      #expect(await stage.peakMegabytes < 250)
      #expect(await stage.publish(8) == 8, "at once")
      return 1
    }
  }

  /// Whoever writes and reads by XMPP is served while pages are asked for by more than there are processors for.
  @Test("More visitors than processors", .timeLimit(.minutes(10))) func visitors() async throws {
    try await FaultStage.play(
      "more visitors than processors"
    ) { stage in
      #expect(await stage.publish(40) == 40)
      let port = stage.webPort
      var counts: [Int: Int] = [:]
      try await withThrowingTaskGroup(of: Reply?.self) { group in
        for number in 0..<1_200 {
          group.addTask {
            let path = number % 2 == 0 ? "/" : "/search?q=word+item-\(number)"
            return try? await get(path, port: port)
          }
        }
        #expect(await stage.publish(40) == 40)
        #expect(await stage.read(20).posts == 20)
        for try await reply in group {
          counts[reply?.status ?? 0, default: 0] += 1
          if let reply, [429, 503].contains(reply.status) { #expect(reply["Retry-After"] != nil) }
        }
      }
      print("measured: 1,200 visitors at once: \(counts.sorted { $0.key < $1.key })")
      #expect(Set(counts.keys).isSubset(of: [200, 429, 503]))
      #expect(counts[200] ?? 0 > 0 && counts.count > 1, "somebody was told to wait")
      #expect(await stage.peakMegabytes < 300)
      return 1
    }
  }
}
