import Foundation
import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

/// Searching among very many posts, and what it costs to make them findable.
@Suite(.serialized, .enabled(if: Bench.isWanted, "set MARTLET_BENCHMARKS=1"))
struct SearchBenchmarks {
  /// `MARTLET_POSTS` says how many.
  private static let posts =
    ProcessInfo.processInfo.environment["MARTLET_POSTS"].flatMap { Int($0) } ?? 1_000_000

  /// Two-word queries and the newest of a tag, among posts of 150 words from a vocabulary as uneven as that of a
  /// language.
  @Test func amongManyPosts() async throws {
    let folder = try TemporaryFolder()
    let world = SearchWorld(bench: try await BenchStore(folder.database))
    let filled = try await ContinuousClock().measure { try await world.fill(Self.posts) }
    print("measured: \(Self.posts) posts stored and indexed in \(filled)")

    var dice = Dice(7)
    var times: [String: [Duration]] = [:]
    for _ in 0..<300 {
      let pair = "\(SearchWorld.word(&dice)) \(SearchWorld.word(&dice))"
      let queries = [
        "two words": pair, "a phrase": "\"\(pair)\"",
        "a tag": "#tag\(Int.random(in: 0..<200, using: &dice))",
        "a tag and a word":
          "#tag\(Int.random(in: 0..<200, using: &dice)) \(SearchWorld.word(&dice))",
        "of an author": "author:user\(Int.random(in: 0..<1_000, using: &dice))@example.org",
        "no such word": "\(SearchWorld.word(&dice)) nowhere",
      ]
      for (name, text) in queries {
        let query = try PostQuery(text)
        times[name, default: []].append(
          try await ContinuousClock().measure { try await world.search(query, limit: 10) })
      }
    }
    for (name, list) in times.sorted(by: { $0.key < $1.key }) {
      report("\(name) among \(Self.posts) posts", list.sorted())
    }
    try await world.bench.store.close()
  }

  /// The same publishes, by many accounts at a time, of what is understood and of what is not.
  @Test func costOfIndexing() async throws {
    let count = Self.posts / 10
    for round in 1...3 {
      for namespace in [Namespace.atom, "urn:example:nothing"] {
        try await Bench.run([
          .create(try NodeID("blog"), BenchStore.open, owner: try JID(Bench.owner).bare)
        ]) { bench in
          let time = try await ContinuousClock().measure {
            try await Self.publish(count, namespace, bench)
          }
          let rate = Int(Double(count) / (time / .seconds(1)))
          print("measured: round \(round): \(count) publishes of \(namespace): \(time), \(rate)/s")
        }
      }
    }
  }

  private static func publish(_ count: Int, _ namespace: String, _ bench: Bench) async throws {
    let accounts = 64
    try await withThrowingTaskGroup(of: Void.self) { group in
      for account in 0..<accounts {
        group.addTask {
          var dice = Dice(UInt64(account))
          for number in 0..<(count / accounts) {
            let entry = SearchWorld.entry(&dice, namespace: namespace)
            try await bench.pubsub(
              .set,
              "<publish node='blog'><item id='\(account)-\(number)'>\(entry)</item></publish>",
              as: "user\(account)@example.org/x")
          }
        }
      }
      try await group.waitForAll()
    }
  }
}

/// A store with posts of words that are as frequent as their numbers are low.
struct SearchWorld: Sendable {
  static let vocabulary = 50_000

  let bench: BenchStore

  /// The nth word is about n times rarer than the first.
  static func word(_ dice: inout Dice) -> String {
    let share = Double(Int.random(in: 0..<1_000_000, using: &dice) + 1) / 1_000_001
    return "word\(Int(pow(Double(vocabulary), share)))"
  }

  static func entry(_ dice: inout Dice, namespace: String) -> String {
    let title = (0..<6).map { _ in word(&dice) }.joined(separator: " ")
    let text = (0..<150).map { _ in word(&dice) }.joined(separator: " ")
    return """
      <entry xmlns='\(namespace)'><title>\(title)</title><content>\(text)</content>\
      <category term='tag\(Int.random(in: 0..<200, using: &dice))'/><category term='tag\(Int.random(in: 0..<200, using: &dice))'/></entry>
      """
  }

  func fill(_ count: Int) async throws {
    let nodes = try (0..<100).map { try NodeID("node\($0)") }
    try await bench.create(nodes)
    for start in stride(from: 0, to: count, by: 1_000) {
      var dice = Dice(UInt64(start))
      try await bench.publish(
        (start..<min(start + 1_000, count)).map { number in
          (
            node: nodes[Int.random(in: nodes.indices, using: &dice)], id: "item\(number)",
            publisher: "user\(Int.random(in: 0..<1_000, using: &dice))@example.org",
            entry: Self.entry(&dice, namespace: Namespace.atom)
          )
        })
    }
  }

  func search(_ query: PostQuery, limit: Int) async throws {
    let reader = SearchReader.account(
      try BareJID("romeo@example.org"), on: bench.service, bench.known)
    _ = try await bench.store.search(within: .seconds(60)) { snapshot in
      try snapshot.search(query, for: reader, after: nil, SearchBounds(posts: limit)).posts.count
    }
  }
}
