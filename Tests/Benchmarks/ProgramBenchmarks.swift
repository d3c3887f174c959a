import Foundation
import Store
import TestSupport
import Testing
import XMPP

/// What the whole program does for a server that asks as fast as it is answered: see `Tests/Benchmarks/table`. What is
/// published is an article of 1.2 KB and a post of 0.4 KB in turn.
@Suite(
  "The whole program", .serialized,
  .enabled(
    if: Bench.isWanted && MeasuredProgram.path != nil, "MARTLET_BENCHMARKS=1 and MARTLET_PROGRAM"))
struct ProgramBenchmarks {
  @Test func disco() async throws {
    try await Measurement.of("disco#info") { _ in
      Load(count: 100_000, window: 256, stanza: Ask.info)
    }
  }

  @Test(arguments: [64, 1]) func publish(window: Int) async throws {
    try await Measurement.of(
      "publish, \(window) at a time", limit: window == 1 ? nil : "limit: publish"
    ) { program in
      try await program.create((0..<16).map { "n\($0)" })
      return Load(count: window == 1 ? 3_000 : 20_000, window: window) {
        Ask.publish($0, "i\($0)", in: "n\($0 % 16)", Ask.entry($0))
      }
    }
  }

  @Test(arguments: [1_000, 10_000, 100_000]) func fanOut(subscribers: Int) async throws {
    try await Measurement.of("fan-out to \(subscribers)", ofNotifications: true) { program in
      try await program.create(["n"])
      try await program.subscribe(subscribers, to: "n")
      return Load(count: 5, window: 1, notifications: 5 * subscribers) {
        Ask.publish($0, "i\($0)", in: "n", Ask.post($0))
      }
    }
  }

  @Test(arguments: [1_000, 10_000, 100_000]) func subscribe(beside subscribers: Int) async throws {
    try await Measurement.of("subscribe beside \(subscribers)") { program in
      try await program.create(["n"])
      try await program.subscribe(subscribers, to: "n")
      return Load(count: 10_000, window: 64) {
        Ask.subscribe($0, Ask.user(subscribers + $0), to: "n")
      }
    }
  }

  /// A node with so many items, or as many as `MARTLET_ITEMS` says: 3,000,000 are 5 GB. What is done in it, in another node
  /// beside it, and the start of a program that has it.
  @Test(arguments: Self.sizes) func beside(items: Int) async throws {
    let folder = try TemporaryFolder()
    try await MeasuredProgram.with(folder) { program in
      try await program.create(["n"])
      try await program.fill("n", items)
    }
    let bytes = try FileManager.default.attributesOfItem(atPath: folder.database)[.size] as? Int
    print("measured: \(items) items are \((bytes ?? 0) >> 20) MB on the disk")
    try await Measurement.start("start with \(items) items", in: folder)
    for way in Paging.allCases {
      try await Measurement.of(
        "20 of \(items) items, \(way)", in: folder, limit: "limit: 20 of \(items)"
      ) { _ in
        Load(count: 5_000, window: 16) { way.request($0, node: "n", items: items) }
      }
    }
    for (node, letter) in [("n", "j"), ("empty", "k")] {
      try await Measurement.of(
        "publish beside \(items) items\(node == "n" ? "" : ", into an empty node")", in: folder,
        limit: "limit: publish"
      ) { program in
        if node != "n" { try await program.create([node]) }
        return Load(count: 20_000, window: 64) {
          Ask.publish($0, "\(letter)\($0)", in: node, Ask.entry($0))
        }
      }
    }
  }

  private static let sizes =
    ProcessInfo.processInfo.environment["MARTLET_ITEMS"].flatMap { Int($0) }.map { [$0] }
    ?? [1_000, 10_000, 100_000, 1_000_000]

  @Test(arguments: [1_000, 10_000, 100_000]) func publish(among nodes: Int) async throws {
    try await Measurement.of("publish among \(nodes) nodes", limit: "limit: publish") { program in
      try await program.create((0..<nodes).map { "n\($0)" })
      return Load(count: 20_000, window: 64) {
        Ask.publish($0, "i\($0)", in: "n\($0 % 200 * (nodes / 200))", Ask.entry($0))
      }
    }
  }

  /// Beside 10,000 nodes of another service that are followed.
  @Test func besideFollowed() async throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.database, logger: WebBenchmarks.silent)
    try await FollowingBenchmarks.follow(try BareJID("pubsub.bench.localhost"), store)
    try await store.close()
    try await Measurement.start("start with 10000 followed nodes", in: folder)
    try await Measurement.of(
      "publish beside 10000 followed nodes", in: folder, limit: "limit: publish"
    ) { program in
      try await program.create((0..<16).map { "n\($0)" })
      return Load(count: 20_000, window: 64) {
        Ask.publish($0, "i\($0)", in: "n\($0 % 16)", Ask.entry($0))
      }
    }
  }

  @Test func start() async throws {
    try await Measurement.start("start with nothing")
  }

  /// Of twenty requests sixteen are for pages, three publish to fifty subscribers, one subscribes.
  @Test func mixed() async throws {
    try await Measurement.of("mixed") { program in
      try await program.create(["n", "followed", "quiet"])
      try await program.fill("n", 10_000)
      try await program.subscribe(50, to: "followed")
      return Load(count: 20_000, window: 16, notifications: 50 * 3_000) { number in
        switch number % 20 {
        case 0..<16: Paging.before.request(number, node: "n", items: 10_000)
        case 16..<19: Ask.publish(number, "m\(number)", in: "followed", Ask.entry(number))
        default: Ask.subscribe(number, Ask.user(1_000 + number), to: "quiet")
        }
      }
    }
  }

  @Test(arguments: [1_000, 10_000, 100_000]) func list(of nodes: Int) async throws {
    try await Measurement.of("50 of \(nodes) nodes") { program in
      try await program.create((0..<nodes).map { "n\($0)" })
      return Load(count: 3_000, window: 1, stanza: Ask.nodes)
    }
  }

  @Test func create() async throws {
    try await Measurement.of("create a node") { _ in
      Load(count: 20_000, window: 64) { Ask.create($0, "n\($0)") }
    }
  }
}
