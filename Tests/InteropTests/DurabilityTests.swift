import Foundation
import TestSupport
import Testing

/// Whatever is answered is kept and told, however Martlet or its server end.
@Suite("Nothing that was answered is lost", .serialized, .needsProsody)
struct DurabilityTests {
  private typealias OnProsody = World<ProsodyServer>

  /// A stream of publishes that goes on until it is halted.
  private struct Stream {
    let client: PythonClient
    let prefix: String

    init(_ prefix: String, by client: PythonClient) async throws {
      self.client = client
      self.prefix = "\(prefix)-"
      try await client.does("stream", ["node": "verona", "prefix": prefix, "count": 5_000])
    }

    var answered: Set<String> {
      Set(
        client.lines.compactMap { line in
          line.event == "answered" && line.item?.hasPrefix(prefix) == true ? line.item : nil
        })
    }

    func answers(_ count: Int) async throws {
      try await eventually("\(count) answers") { answered.count >= count }
    }
  }

  /// A node whose events are messages of type `normal`, which a server keeps for who is away.
  private func found(_ romeo: PythonClient, _ juliet: PythonClient) async throws {
    _ = try await romeo.findsComponent()
    try await romeo.does("create", ["node": "verona"])
    try await romeo.does(
      "configure", ["node": "verona", "fields": ["pubsub#notification_type": "normal"]])
    try await juliet.does("subscribe", ["node": "verona"])
  }

  private func areStored(_ answered: Set<String>, _ romeo: PythonClient) async throws {
    var found: Set<String> = []
    let ids = answered.sorted()
    for start in stride(from: 0, to: ids.count, by: 50) {
      let some = Array(ids[start..<min(start + 50, ids.count)])
      let line = try await romeo.does("items", ["node": "verona", "ids": some])
      found.formUnion(line.items ?? [])
    }
    #expect(answered.subtracting(found).isEmpty)
  }

  @Test("kill -9 in a stream of publishes, 20 times", .timeLimit(.minutes(3)))
  func killed() async throws {
    try await OnProsody.with { world in
      try await world.server()
      let romeo = try await world.person("romeo")
      let juliet = try await world.person("juliet")
      var martlet = try await world.martlet()
      try await found(romeo, juliet)
      var answered: Set<String> = []
      var slowest = Duration.zero
      for round in 1...20 {
        let stream = try await Stream("round\(round)", by: romeo)
        try await stream.answers(.random(in: 1...60))
        martlet.program.signal(SIGKILL)
        #expect(try await martlet.program.ended() == -SIGKILL)
        martlet = try await world.martlet()
        _ = try await romeo.findsComponent()
        slowest = max(slowest, .now - martlet.started)
        try await romeo.does("halt")
        answered.formUnion(stream.answered)
      }
      print("measured: \(answered.count) publishes were answered in 20 lives")
      report("the slowest of 20 starts after kill -9 to an answer", slowest)
      try await areStored(answered, romeo)
      try await eventually("juliet is told of all", within: .seconds(30)) {
        answered.isSubset(of: juliet.itemsTold)
      }
    }
  }

  @Test("SIGTERM under load ends it in order", .timeLimit(.minutes(1)))
  func terminated() async throws {
    try await OnProsody.with { world in
      try await world.server()
      let romeo = try await world.person("romeo")
      let juliet = try await world.person("juliet")
      let martlet = try await world.martlet()
      try await found(romeo, juliet)
      let stream = try await Stream("load", by: romeo)
      try await stream.answers(40)
      let begun = ContinuousClock.now
      martlet.program.signal(SIGTERM)
      #expect(try await martlet.program.ended(within: .seconds(10)) == 0)
      report("SIGTERM under load to the end", .now - begun)
      _ = try await world.martlet()
      // Its answer comes behind all answers of the life before.
      _ = try await romeo.findsComponent()
      try await romeo.does("halt")
      let answered = stream.answered
      print("measured: \(answered.count) publishes were answered before the end")
      try await areStored(answered, romeo)
      try await eventually("juliet is told of all") { answered.isSubset(of: juliet.itemsTold) }
    }
  }

  @Test("The server stops in a stream of publishes and starts again", .timeLimit(.minutes(1)))
  func serverRestarts() async throws {
    try await OnProsody.with { world in
      let server = try await world.server()
      var romeo = try await world.person("romeo")
      var juliet = try await world.person("juliet")
      _ = try await world.martlet("log: { level: debug }")
      try await found(romeo, juliet)
      let stream = try await Stream("before", by: romeo)
      try await stream.answers(50)
      await server.stop()
      for person in [romeo, juliet] {
        _ = try await person.line("the end of its session") { $0.event == "disconnected" }
      }
      let answered = stream.answered
      let told = juliet.itemsTold
      try await eventually("a few attempts were in vain") {
        world.folder.read("martlet.out").contains("attempt=3")
      }

      try await world.server()
      let back = ContinuousClock.now
      romeo = try await world.person("romeo")
      _ = try await romeo.findsComponent(within: .seconds(10))
      report("Prosody is back to Martlet answers", .now - back)
      #expect(.now - back < .seconds(10))
      juliet = try await world.person("juliet")
      try await areStored(answered, romeo)
      print("measured: \(answered.count) answered, \(told.count) told before the stop")
      try await eventually("juliet is told of all") {
        answered.isSubset(of: told.union(juliet.itemsTold))
      }
    }
  }
}
