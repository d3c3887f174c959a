import TestSupport
import Testing

/// What the whole program does for a server that asks as fast as it is answered. Measure a release build:
/// `MARTLET_BENCHMARKS=1 MARTLET_PROGRAM=.build/release/martlet swift test -c release -Xswiftc -enable-testing --filter ProgramBenchmarks`
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
    try await Measurement.of("publish, \(window) at a time") { program in
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

  @Test(arguments: Paging.allCases, [1_000, 10_000, 100_000])
  func pages(_ way: Paging, of items: Int) async throws {
    try await Measurement.of("20 of \(items) items, \(way)") { program in
      try await program.create(["n"])
      try await program.fill("n", items)
      return Load(count: 5_000, window: 16) { way.request($0, node: "n", items: items) }
    }
  }

  /// Each of them in a node that is full, and the start of a program that has it.
  @Test func amongAMillion() async throws {
    let (folder, items) = (try TemporaryFolder(), 1_000_000)
    try await MeasuredProgram.with(folder) { program in
      try await program.create(["n"])
      try await program.fill("n", items)
    }
    try await Measurement.start("start with \(items) items", in: folder)
    for way in Paging.allCases {
      try await Measurement.of("20 of \(items) items, \(way)", in: folder) { _ in
        Load(count: 5_000, window: 16) { way.request($0, node: "n", items: items) }
      }
    }
    try await Measurement.of("publish beside \(items) items", in: folder) { _ in
      Load(count: 20_000, window: 64) {
        Ask.publish($0, "j\($0)", in: "n", Ask.entry($0))
      }
    }
    try await Measurement.of("publish into an empty node beside it", in: folder) { program in
      try await program.create(["empty"])
      return Load(count: 20_000, window: 64) {
        Ask.publish($0, "k\($0)", in: "empty", Ask.entry($0))
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
