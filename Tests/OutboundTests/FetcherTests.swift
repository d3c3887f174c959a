import NIOCore
import TestSupport
import Testing

@testable import Outbound

/// Against a real server on loopback, which the guard lets pass for the tests alone.
@Suite(.timeLimit(.minutes(2))) struct FetcherTests {
  private static let loopback = ["127.0.0.0/8"].compactMap(IPNetwork.init)

  private static func fetcher(
    _ ports: Set<Int>, exempt: [IPNetwork] = loopback, _ limits: Fetcher.Limits = Fetcher.Limits()
  ) throws -> Fetcher {
    try Fetcher(
      AddressGuard(ports: ports, exempt: exempt), userAgent: "Martlet/1.2.3 (+https://s.example/)",
      limits: limits)
  }

  /// What is received, or why nothing was.
  private static func get(
    _ text: String, _ fetcher: Fetcher
  ) async throws -> Result<[UInt8], FetchFailure> {
    let address = try #require(HTTPAddress(text))
    var bytes: [UInt8] = []
    do {
      try await fetcher.get(address, accepting: "image/png") {
        bytes += Array($0.readableBytesView)
      }
      return .success(bytes)
    } catch let failure as FetchFailure {
      return .failure(failure)
    }
  }

  @Test func whoAsksAndNothingElse() async throws {
    try await HTTPHost.run { _ in
      .ok([1, 2, 3], "Set-Cookie: a=b\r\n")
    } _: { host in
      let found = try await Self.get(host.address("/a?b#c"), try Self.fetcher([host.port]))
      #expect(found == .success([1, 2, 3]))
      let lines = host.requests.map { $0.head.split(separator: "\r\n").map(String.init) }
      #expect(
        lines.map(Set.init) == [
          [
            "GET /a?b HTTP/1.1", "Host: 127.0.0.1:\(host.port)",
            "User-Agent: Martlet/1.2.3 (+https://s.example/)", "Accept: image/png",
            "Accept-Encoding: identity", "Connection: close",
          ]
        ])
    }
  }

  @Test func whatTheGuardRefusesIsNotConnectedTo() async throws {
    try await HTTPHost.run { _ in
      .ok([1])
    } _: { host in
      for name in ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "0177.0.0.1"] {
        let fetcher = try Self.fetcher([host.port], exempt: [])
        #expect(
          try await Self.get("http://\(name):\(host.port)/", fetcher) == .failure(.refused),
          "\(name)")
      }
      let others = try Self.fetcher([80, 443])
      #expect(try await Self.get(host.address("/"), others) == .failure(.refused))
      #expect(host.requests.isEmpty)
    }
  }

  @Test func redirectsAreVettedAgain() async throws {
    try await HTTPHost.run { request in
      switch request.path {
      case "/far": .status(302, "Location: http://[::1]:80/\r\n")
      case "/port": .status(302, "Location: http://127.0.0.1:1/\r\n")
      case "/file": .status(301, "Location: file:///etc/passwd\r\n")
      case "/nowhere": .status(307)
      case "/loop": .status(308, "Location: /loop\r\n")
      case "/5", "/4", "/3", "/2", "/1":
        .status(303, "Location: /\((Int(request.path.dropFirst()) ?? 0) - 1)\r\n")
      default: .ok([7])
      }
    } _: { host in
      let fetcher = try Self.fetcher([host.port, 80])
      #expect(try await Self.get(host.address("/far"), fetcher) == .failure(.refused))
      #expect(try await Self.get(host.address("/port"), fetcher) == .failure(.refused))
      #expect(try await Self.get(host.address("/file"), fetcher) == .failure(.badRedirect))
      #expect(try await Self.get(host.address("/nowhere"), fetcher) == .failure(.status(307)))
      #expect(try await Self.get(host.address("/5"), fetcher) == .success([7]))
      let before = host.requests.count
      #expect(try await Self.get(host.address("/loop"), fetcher) == .failure(.tooManyRedirects))
      #expect(host.requests.count - before == 6)
    }
  }

  @Test func boundsOnBytes() async throws {
    var limits = Fetcher.Limits()
    limits.bytes = 10_000
    limits.headerBytes = 4_000
    try await HTTPHost.run { request in
      switch request.path {
      case "/fits": .ok([UInt8](repeating: 1, count: 10_000))
      case "/said": .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n".utf8))
      case "/unsaid": .endless(head: "HTTP/1.1 200 OK\r\n\r\n", piece: [1, 2, 3])
      case "/chunks":
        .endless(
          head: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
          piece: Array("3\r\nabc\r\n".utf8))
      case "/fields": .endless(head: "HTTP/1.1 200 OK\r\n", piece: Array("a: b\r\n".utf8))
      default: .endless(head: "HTTP/1.1 200 OK\r\na: ", piece: Array("bcdefghi".utf8))
      }
    } _: { [limits] host in
      let fetcher = try Self.fetcher([host.port], limits)
      #expect(try await Self.get(host.address("/fits"), fetcher).get().count == 10_000)
      for path in ["/said", "/unsaid", "/chunks"] {
        #expect(try await Self.get(host.address(path), fetcher) == .failure(.tooLarge), "\(path)")
      }
      for path in ["/fields", "/field"] {
        #expect(try await Self.get(host.address(path), fetcher) == .failure(.broken), "\(path)")
      }
    }
  }

  @Test func boundsOnTime() async throws {
    var limits = Fetcher.Limits()
    limits.total = .milliseconds(300)
    try await HTTPHost.run { request in
      switch request.path {
      case "/silence": .stalled([])
      case "/head": .stalled(Array("HTTP/1.1 200 OK\r\n".utf8))
      case "/begun": .stalled(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab".utf8))
      // Where there is no length, the end of the connection is the end of the content.
      default: .stalled(Array("HTTP/1.1 200 OK\r\n\r\nab".utf8))
      }
    } _: { [limits] host in
      let fetcher = try Self.fetcher([host.port], limits)
      for path in ["/silence", "/head", "/begun", "/endless"] {
        #expect(try await Self.get(host.address(path), fetcher) == .failure(.tooSlow), "\(path)")
      }
    }
  }

  @Test func answersThatAreOfNoUse() async throws {
    try await HTTPHost.run { request in
      switch request.path {
      case "/gone": .status(410)
      case "/partial": .status(206)
      case "/gzip": .ok([1, 2], "Content-Encoding: gzip\r\n")
      case "/plain": .ok([1, 2], "Content-Encoding: Identity\r\n")
      case "/cut": .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab".utf8))
      case "/bye": .raw([])
      default: .raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))
      }
    } _: { host in
      let fetcher = try Self.fetcher([host.port])
      let expected: [(String, Result<[UInt8], FetchFailure>)] = [
        ("/gone", .failure(.status(410))), ("/partial", .failure(.status(206))),
        ("/gzip", .failure(.encoded)), ("/plain", .success([1, 2])), ("/cut", .failure(.broken)),
        ("/bye", .failure(.broken)), ("/ssh", .failure(.broken)),
      ]
      for (path, result) in expected {
        #expect(try await Self.get(host.address(path), fetcher) == result, "\(path)")
      }
    }
  }

  @Test func nobodyIsThere() async throws {
    // The server listens on another address of the machine.
    try await HTTPHost.run { _ in
      .stalled([])
    } _: { host in
      let fetcher = try Self.fetcher([host.port])
      for (name, failure) in [
        ("127.0.0.2", FetchFailure.unreachable), ("nobody.invalid", .unknownHost),
      ] {
        let found = try await Self.get("http://\(name):\(host.port)/", fetcher)
        #expect(found == .failure(failure), "\(name)")
      }
    }
  }

  @Test func whatTheReceiverThrows() async throws {
    struct Enough: Error {}
    try await HTTPHost.run { _ in
      .endless(head: "HTTP/1.1 200 OK\r\n\r\n", piece: [1])
    } _: { host in
      let fetcher = try Self.fetcher([host.port])
      let address = try #require(HTTPAddress(host.address("/")))
      await #expect(throws: Enough.self) {
        try await fetcher.get(address, accepting: "*/*") { _ in throw Enough() }
      }
    }
  }
}
