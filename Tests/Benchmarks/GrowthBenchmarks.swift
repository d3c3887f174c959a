import PubSub
import Testing
import XMPP

/// What the usual requests cost where there is little and where there is much.
@Suite("Growth", .serialized, .enabled(if: Bench.isWanted, "MARTLET_BENCHMARKS=1"))
struct GrowthBenchmarks {
  private static let runs = 500

  @Test("A node with many items and subscribers", arguments: [100, 10_000, 100_000])
  func node(size: Int) async throws {
    try await Bench.run(try Effects.node("big", items: size, subscribers: size)) { bench in
      try await bench.pubsub(.set, "<create node='small'/>")
      report(
        "publish beside \(size) items",
        try await bench.times(Self.runs) { try await bench.publish("new\($0)", to: "small") })
      report(
        "subscribe, \(size) subscribers",
        try await bench.times(Self.runs) {
          let jid = "new\($0)@example.net"
          try await bench.pubsub(
            .set, "<subscribe node='big' jid='\(jid)'/>", as: "\(jid)/phone")
        })
      report(
        "newest page, \(size) items",
        try await bench.times(Self.runs) { _ in
          try await bench.pubsub(.get, "<items node='big' max_items='20'/>")
        })
      let depth = try await bench.place(in: "big", pages: size / 200)
      report(
        "page in the middle, \(size) items",
        try await bench.times(Self.runs) { _ in
          try await bench.pubsub(.get, "<items node='big'/>\(Bench.set("<max>20</max>\(depth)"))")
        })
      report(
        "retract and publish in the big one",
        try await bench.times(20) {
          try await bench.pubsub(.set, "<retract node='big'><item id='i\($0)'/></retract>")
        })
    }
  }

  @Test("Many nodes", arguments: [100, 10_000, 100_000])
  func nodes(count: Int) async throws {
    let owner = try BareJID("admin@example.org")
    let effects = (0..<count).map {
      Effect.create(NodeID(stored: "n\($0)"), NodeConfiguration(), owner: owner)
    }
    try await Bench.run(effects) { bench in
      report(
        "publish, \(count) nodes",
        try await bench.times(Self.runs) { try await bench.publish("a", to: "n\($0 % count)") })
      var last = ""
      report(
        "page of the list of \(count) nodes",
        try await bench.times(min(Self.runs, count / 50)) { _ in
          let after = last.isEmpty ? "" : "<after>\(last)</after>"
          let page = try await bench.asks(
            .get,
            "<query xmlns='\(Namespace.discoItems)'>\(Bench.set("<max>50</max>\(after)"))</query>",
            as: "reader@example.net/phone")
          last = page.last ?? ""
        })
    }
  }
}
