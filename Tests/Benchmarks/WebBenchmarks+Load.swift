import Foundation
import NIOCore
import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

/// Many who read at once while posts are being published.
extension WebBenchmarks {
  private static let seconds = 60

  /// Lists, feeds and searches by 64 connections, one request after the other in each; ten posts a second meanwhile.
  static func load(_ bench: BenchStore) async throws {
    guard FileManager.default.isExecutableFile(atPath: wrk) else {
      print("measured: no load, since wrk is not installed")
      return
    }
    let script = try TemporaryFolder()
    try script.write("load.lua", lua)
    let configuration = try configuration(cacheBytes: 8 << 20)
    let application = { told in
      try buildApplication(
        configuration, store: bench.store, logger: silent, onServerRunning: told)
    }
    try await running(application) { port in
      let before = Bench.residentMegabytes
      let publishing = Task { try await publish(bench) }
      let run = try await Finished.running([
        wrk, "-t1", "-c64", "-d\(seconds)s", "-s", script.file("load.lua"),
        "http://127.0.0.1:\(port)",
      ])
      publishing.cancel()
      let published = try await publishing.value
      print(
        "measured: 64 connections for \(seconds) s among \(posts) posts, \(published) published meanwhile: "
          + (run.output.split(separator: "\n").last { $0.hasPrefix("load:") } ?? "\(run.output)")
          + ", resident \(before) to \(Bench.residentMegabytes) MB")
    }
  }

  private static func publish(_ bench: BenchStore) async throws -> Int {
    var dice = Dice(5)
    var count = 0
    // A pace; nothing is waited for.
    while (try? await Task.sleep(for: .milliseconds(100))) != nil {
      let entry = SearchWorld.entry(&dice, namespace: Namespace.atom)
      try await bench.publish([
        (
          node: try NodeID("node\(count % 20)"), id: "load\(count)",
          publisher: "user\(count % 50)@example.org", entry: entry
        )
      ])
      count += 1
    }
    return count
  }

  /// What is asked for in turn, and what came of it: requests a second, the slowest hundredth, errors of sockets and statuses.
  private static var lua: String {
    var dice = Dice(3)
    let lists = (0..<20).flatMap {
      [
        "/", "/feed", "/communities", "/c/node\($0)", "/feed/node\($0)", "/tag/tag\($0)",
        "/feed.json",
      ]
    }
    let searches = (0..<20).map { _ in
      "/search?q=\(SearchWorld.word(&dice))+\(SearchWorld.word(&dice))"
    }
    let paths = zip(lists, searches + lists).flatMap { [$0, $1] } + lists
    return """
      local paths = { \(paths.map { "\"\($0)\"" }.joined(separator: ", ")) }
      local place = 0
      request = function()
        place = place % #paths + 1
        return wrk.format("GET", paths[place])
      end
      done = function(summary, latency, requests)
        local errors = summary.errors
        io.write(string.format(
          "load: %d/s, 99 %% %.1f ms, most %.1f ms, statuses from 400 on %d, errors of sockets %d\\n",
          summary.requests * 1e6 / summary.duration, latency:percentile(99) / 1000, latency.max / 1000,
          errors.status, errors.connect + errors.read + errors.write + errors.timeout))
      end
      """
  }
}
