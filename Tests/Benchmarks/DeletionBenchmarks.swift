import PubSub
import TestSupport
import Testing
import XML
import XMPP

/// A big node goes while others go on working.
@Suite("Deletion", .serialized, .enabled(if: Bench.isWanted, "MARTLET_BENCHMARKS=1"))
struct DeletionBenchmarks {
  @Test("100,000 items and as many subscribers") func bigNode() async throws {
    let size = 100_000
    try await Bench.run(try Effects.node("big", items: size, subscribers: size)) { bench in
      try await bench.pubsub(.set, "<create node='small'/>")
      report(
        "publish before",
        try await bench.times(1000) { try await bench.publish("a\($0)", to: "small") })
      let begun = ContinuousClock.now
      try await bench.asks(
        .set, "<pubsub xmlns='\(Namespace.pubsubOwner)'><delete node='big'/></pubsub>")
      print("measured: answer to the deletion \(ContinuousClock.now - begun)")
      var told = 0
      var times: [Duration] = []
      while told < size {
        times += try await bench.times(20) { try await bench.publish("b\($0)", to: "small") }
        told += bench.link.received().count { $0.name.name == "message" }
      }
      print("measured: \(told) are told of it after \(ContinuousClock.now - begun)")
      // The rows go little by little behind that.
      times += try await bench.times(5000) { try await bench.publish("c\($0)", to: "small") }
      report("publish meanwhile", times.sorted())
    }
  }
}
