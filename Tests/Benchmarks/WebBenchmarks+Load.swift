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
    guard Wrk.isInstalled else {
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
        Wrk.path, "-t1", "-c64", "-d\(seconds)s", "-s", script.file("load.lua"),
        "http://127.0.0.1:\(port)",
      ])
      publishing.cancel()
      let published = try await publishing.value
      #expect(run.output.contains("statuses from 400 on 0, "), "\(run.output)")
      #expect(run.output.contains("errors of sockets 0"), "\(run.output)")
      print(
        "measured: 64 connections for \(seconds) s among \(posts) posts, \(published.count) published meanwhile in "
          + "\(published[published.count / 2]), the slowest in \(published.last ?? .zero): "
          + (run.output.split(separator: "\n").last { $0.hasPrefix("load:") } ?? "\(run.output)")
          + ", resident \(before) to \(Bench.residentMegabytes) MB")
    }
  }

  /// - Returns: how long each publish took.
  private static func publish(_ bench: BenchStore) async throws -> [Duration] {
    var dice = Dice(5)
    var times: [Duration] = []
    let begun = ContinuousClock.now
    // A pace; nothing is waited for.
    while (try? await Task.sleep(until: begun + .milliseconds(100 * times.count))) != nil {
      let entry = SearchWorld.entry(&dice, namespace: Namespace.atom)
      let start = ContinuousClock.now
      try await bench.publish([
        (
          node: try NodeID("node\(times.count % 20)"), id: "load\(times.count)",
          publisher: "user\(times.count % 50)@example.org", entry: entry
        )
      ])
      times.append(.now - start)
    }
    return times.sorted()
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
        return wrk.format("GET", paths[place], { ["Accept-Encoding"] = "gzip" })
      end
      done = function(summary, latency, requests)
        local errors = summary.errors
        io.write(string.format(
          "load: %d/s, 99 %% %.1f ms, most %.1f ms, statuses from 400 on %d, later than 2 s %d, errors of sockets %d\\n",
          summary.requests * 1e6 / summary.duration, latency:percentile(99) / 1000, latency.max / 1000,
          errors.status, errors.timeout, errors.connect + errors.read + errors.write))
      end
      """
  }
}
