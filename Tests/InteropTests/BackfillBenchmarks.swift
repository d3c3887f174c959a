import Foundation
import TestSupport
import Testing

private let environment = ProcessInfo.processInfo.environment

/// How fast the past of a node comes here, beside how fast its server gives it to somebody who only reads.
/// `MARTLET_BENCHMARKS=1`, and `MARTLET_POSTS` for how many; `MARTLET_PROGRAM` names a release build.
@Suite(
  "Back-fill", .serialized,
  .enabled(if: environment["MARTLET_BENCHMARKS"] == "1", "MARTLET_BENCHMARKS=1"),
  .needsProsodyModules, .needsEjabberd,
  .timeLimit(.minutes(10)))
struct BackfillBenchmarks {
  private static let posts = environment["MARTLET_POSTS"].flatMap { Int($0) } ?? 5_000

  private struct Speed: Decodable {
    let count: Int
    let seconds: Double
    let way: String

    var perSecond: Double { Double(count) / seconds }
  }

  @Test func besideReadingAlone() async throws {
    try await TwoServers.with { two, _ in
      let romeo = try await two.prosody.person("romeo")
      let juliet = try await two.ejabberd.person("juliet")
      for feed in [
        Feed(romeo, two.prosody.home.pubsub, "many"),
        Feed(juliet, two.ejabberd.home.pubsub, "many"),
      ] {
        try await fill(feed)
        for _ in 1...3 {
          let (there, here) = (try await serve(feed, two), try await backfill(feed, two))
          #expect(there.count == Self.posts)
          print(
            """
            measured: \(Self.posts) posts of \(feed.place.service), read alone by \(there.way) \
            \(Int(there.perSecond)) a second, stored \(Int(here.perSecond)) a second, \
            \(Int(100 * here.perSecond / there.perSecond)) %
            """)
        }
      }
    }
  }

  private func fill(_ feed: Feed) async throws {
    try await feed.author.does("found", feed.place.with(["fields": FollowingTests.open]))
    let number = try feed.author.start(
      "fill", feed.place.with(["prefix": "post", "count": Self.posts]))
    _ = try await feed.author.line("\(Self.posts) posts", within: .seconds(300)) {
      $0.reply == number
    }
  }

  /// As Martlet's component, which is not attached yet.
  private func serve(_ feed: Feed, _ two: TwoServers) async throws -> Speed {
    try await speed(
      "serve",
      [
        String(two.prosody.ports.component), two.prosody.home.component, ServerPorts.secret,
        feed.place.service, feed.place.node,
      ], two)
  }

  private func backfill(_ feed: Feed, _ two: TwoServers) async throws -> Speed {
    let martlet = try await two.prosody.martlet(
      """
      following: { nodes: ["\(feed.address)"], items_per_node: 200000, requests_per_minute: 60000,
        all_requests_per_minute: 60000 }
      """)
    let file = two.prosody.folder.file("martlet.sqlite")
    let speed = try await speed("filled", [file, feed.place.node, String(Self.posts)], two)
    martlet.program.signal(SIGTERM)
    _ = try await martlet.program.ended()
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: file + suffix)
    }
    return speed
  }

  private func speed(_ script: String, _ arguments: [String], _ two: TwoServers) async throws
    -> Speed
  {
    let (status, words) = try await two.prosody.run(
      Installed.python, ["-B", try PythonClient.script(script)] + arguments)
    guard status == 0 else { throw WaitFailure("\(script).py: \(words)") }
    return try JSONDecoder().decode(Speed.self, from: Data(words.utf8))
  }
}
