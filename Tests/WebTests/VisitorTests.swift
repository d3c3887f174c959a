import HTTPTypes
import NIOCore
import Outbound
import TestSupport
import Testing

@testable import Web

/// Who asks, and how often they may.
@Suite struct VisitorTests {
  @Test(
    arguments: [
      // Who is not a trusted proxy is believed in nothing.
      ("203.0.113.9", "X-Forwarded-For", "192.0.2.1", "203.0.113.9"),
      ("127.0.0.1", "X-Forwarded-For", "192.0.2.1", "192.0.2.1"),
      // The last one that is not trusted counts, whatever a visitor has put before it.
      ("127.0.0.1", "X-Forwarded-For", "10.9.9.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
      ("10.0.0.1", "X-Forwarded-For", "1.1.1.1,192.0.2.1:4711", "192.0.2.1"),
      ("127.0.0.1", "X-Forwarded-For", "192.0.2.1, nonsense", nil),
      ("127.0.0.1", "X-Forwarded-For", "127.0.0.1", nil), ("127.0.0.1", "Accept", "*/*", nil),
      ("::1", "Forwarded", "for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60"),
      (
        "127.0.0.1", "Forwarded", "for=1.1.1.1, Proto=https; FOR=\"[2001:db8:cafe::17]:4711\"",
        "2001:db8:cafe::17"
      ),
      ("127.0.0.1", "Forwarded", "for=_hidden", nil), ("127.0.0.1", "Forwarded", "proto=http", nil),
    ] as [(String, String, String, String?)])
  func whoAsks(_ peer: String, _ name: String, _ value: String, _ visitor: String?) throws {
    let trusted = IPNetwork.loopback + [try #require(IPNetwork("10.0.0.0/8"))]
    let field = try #require(HTTPField.Name(name))
    let address = Visitor.address(
      try SocketAddress(ipAddress: peer, port: 1), [field: value], trusted: trusted)
    #expect(address == visitor.flatMap { IPAddress($0) })
  }

  /// A visitor may write what their proxy does not.
  @Test func whatMostProxiesWriteComesFirst() throws {
    let forwarded = try #require(HTTPField.Name("Forwarded"))
    let list = try #require(HTTPField.Name("X-Forwarded-For"))
    let address = Visitor.address(
      try SocketAddress(ipAddress: "127.0.0.1", port: 1),
      [forwarded: "for=203.0.113.7", list: "192.0.2.1"], trusted: IPNetwork.loopback)
    #expect(address == IPAddress("192.0.2.1"))
  }

  @Test func eachHasTheirOwnMinute() throws {
    let rates = RequestRates(limit: 3)
    let now = ContinuousClock.now
    let (one, other) = (IPAddress("192.0.2.1"), IPAddress("192.0.2.2"))
    for _ in 0..<3 { #expect(rates.count(one, at: now) == nil) }
    let wait = try #require(rates.count(one, at: now + .seconds(20)))
    #expect((1...60).contains(wait))
    #expect(rates.count(other, at: now) == nil)
    #expect(rates.count(one, at: now + .seconds(61)) == nil)
    // Nobody who cannot be told from others.
    for _ in 0..<9 { #expect(rates.count(nil, at: now) == nil) }
    // A household has one count.
    for number in 0..<3 { #expect(rates.count(IPAddress("2001:db8::\(number)"), at: now) == nil) }
    #expect(rates.count(IPAddress("2001:db8::ffff"), at: now) != nil)
    #expect(rates.count(IPAddress("2001:db8:0:1::1"), at: now) == nil)
  }

  @Test func whoAsksTooMuchIsToldToWait() async throws {
    var limits = WebLimits.patient
    limits.requestsPerMinute = 5
    try await withSite(limits) { site in
      let forwarded = [("X-Forwarded-For", "192.0.2.1")]
      for _ in 0..<5 { #expect(try await site.get("/", forwarded).status == 200) }
      let refused = try await site.get("/", forwarded)
      #expect(refused.status == 429 && refused.text.contains("Too many requests"))
      let wait = try #require(refused["Retry-After"].flatMap { Int($0) })
      #expect((1...60).contains(wait) && refused["Cache-Control"] == "no-store")
      #expect(try await site.get("/", [("X-Forwarded-For", "192.0.2.2")]).status == 200)
    }
  }

  /// Nobody may search at all here.
  @Test func whoSearchesTooOftenAtOnceIsToldToWait() async throws {
    var limits = WebLimits.patient
    limits.searchesAtOnce = 0
    try await withSite(limits) { site in
      let forwarded = [("X-Forwarded-For", "192.0.2.1")]
      for address in ["/search?q=rose", "/search/feed?q=rose", "/api/v1/search?q=rose"] {
        let refused = try await site.get(address, forwarded)
        #expect(refused.status == 429 && refused["Cache-Control"] == "no-store", "\(address)")
        #expect(refused["Retry-After"].flatMap { Int($0) } != nil, "\(address)")
      }
      for address in ["/", "/search"] {
        #expect(try await site.get(address, forwarded).status == 200, "\(address)")
      }
    }
  }
}
