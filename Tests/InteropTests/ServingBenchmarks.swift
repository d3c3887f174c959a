import Foundation
import TestSupport
import Testing

/// How fast a page is sent again, beside nginx that sends the same bytes from a file. `MARTLET_PROGRAM` names a release build.
@Suite(
  "Serving", .serialized,
  .enabled(
    if: ProcessInfo.processInfo.environment["MARTLET_BENCHMARKS"] == "1", "MARTLET_BENCHMARKS=1"),
  .needsProsody, .needsNginx, .timeLimit(.minutes(10)))
struct ServingBenchmarks {
  private static let page = "/c/verona"
  private static let turns = 7

  private struct Way {
    let name: String
    let address: String
    var header: String?
    var limit: String?
    var rates: [Double] = []

    var median: Double { rates.sorted()[rates.count / 2] }
  }

  @Test(.enabled(if: Wrk.isInstalled, "wrk"))
  func besideAFile() async throws {
    try await FilledSite.empty("limits: { web_requests_per_minute: max }") { site in
      try await site.found("verona", "Fair Verona", "Where we lay our scene.", "en")
      try await site.publish(FilledSite.posts, "verona")
      let page = try await site.martlet.get(Self.page)
      let packed = try await site.martlet.get(Self.page, headers: ["Accept-Encoding: gzip"])
      try #require(page.status == 200 && packed["Content-Encoding"] == "gzip")
      let files = try await Proxy.files(site, ["page": page.body, "packed": packed.body])
      let proxy = try await Proxy.nginx(site)
      let (ours, file) = ("\(site.origin)\(Self.page)", "http://127.0.0.1:\(files.port)")
      let (plain, small) = ("limit: a file from nginx", "limit: a gzipped file from nginx")
      print("measured: the page has \(page.body.count) bytes, \(packed.body.count) gzipped")
      var ways = [
        Way(name: plain, address: "\(file)/page"),
        Way(name: "a page from the cache", address: ours, limit: plain),
        Way(name: small, address: "\(file)/packed"),
        Way(
          name: "a page from the cache, gzipped", address: ours, header: "Accept-Encoding: gzip",
          limit: small),
        Way(
          name: "a page that is known", address: ours,
          header: "If-None-Match: \(page["ETag"] ?? "")", limit: plain),
        Way(
          name: "a page from nginx's cache", address: "http://127.0.0.1:\(proxy.port)\(Self.page)",
          limit: plain),
      ]
      for _ in 0..<Self.turns {
        for index in ways.indices {
          let way = ways[index]
          ways[index].rates.append(try await Wrk.rate(way.address, header: way.header))
        }
      }
      for way in ways {
        try Measurement(way.name, perSecond: way.median, limit: way.limit).report()
      }
    }
  }
}
