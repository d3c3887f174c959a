import Foundation
import TestSupport
import Testing

/// The server, the system and the clock fail under a program that goes on.
@Suite("Faults of the link and the system", .serialized, .needsPython)
struct LinkFaultTests {
  /// In the midst of a stanza, and of what is being answered and told.
  @Test("The link is cut again and again", .timeLimit(.minutes(60))) func cut() async throws {
    try await FaultStage.play("the link is cut in a stanza") { stage in
      let rounds = 5 * Rounds.factor
      for round in 0..<rounds {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { await stage.publish(40) }
          try await eventually("some were answered") { await stage.answered % 40 > round }
          try await stage.cutInStanza(round)
          try await group.waitForAll()
        }
        try await stage.accept()
        #expect(await stage.publish(2) == 2, "round \(round)")
      }
      return rounds
    }
  }

  /// What it cannot get rid of does not pile up without an end, and nothing is lost.
  @Test("The server stops reading", .timeLimit(.minutes(60))) func unread() async throws {
    try await FaultStage.play("the server stops reading") { stage in
      let link = try #require(await stage.link)
      try await link.stopReading()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await stage.publish(200, bytes: 60_000) }
        try await eventually("it stores though nobody reads") { try await stage.storedNow() >= 40 }
        let megabytes = await stage.residentMegabytes
        #expect(megabytes < 300)
        print("measured: resident while the server does not read \(megabytes) MB")
        try await link.resumeReading()
        try await group.waitForAll()
      }
      return 1
    }
  }

  /// One floods; others are answered meanwhile.
  @Test("Ten million bytes at once", .timeLimit(.minutes(60))) func flood() async throws {
    try await FaultStage.play(
      "ten million bytes at once", more: "quotas: { publishes_per_minute: 1000000 }"
    ) { stage in
      let size = 500
      await stage.flood(10_000_000 / size, bytes: size)
      var slowest = Duration.zero
      for _ in 0..<10 {
        let start = ContinuousClock.now
        #expect(await stage.read(1) == 1)
        slowest = max(slowest, ContinuousClock.now - start)
      }
      print("measured: the slowest read of another in a flood \(slowest)")
      try await eventually("all of it is answered") { await stage.hasAnsweredFlood() }
      #expect(await stage.publish(4) == 4)
      #expect(await stage.conditions.isSubset(of: ["resource-constraint"]))
      print("measured: resident after the flood \(await stage.residentMegabytes) MB")
      return 1
    }
  }

  @Test("No file can be opened any more", .timeLimit(.minutes(60))) func descriptors() async throws
  {
    try await FaultStage.play("out of descriptors", files: 128) { stage in
      let visitors = (0..<200).map { _ in try? Visitor(port: stage.webPort) }
      #expect(await stage.publish(40) == 40)
      #expect(await stage.read(8) == 8)
      #expect(await stage.isRunning)
      withExtendedLifetime(visitors) {}
      for visitor in visitors { visitor?.leave() }
      try await eventually("pages are served again") {
        (try? await stage.martlet?.get("/"))?.status == 200
      }
      return 1
    }
  }

  @Test("The clock jumps by a year, forth and back", .timeLimit(.minutes(60)))
  func clock() async throws {
    try await FaultStage.play("the clock jumps") { stage in
      let year: Int64 = 31_536_000
      let jumps = [year, -year, 0, 40, -40, 0]
      for jump in jumps {
        stage.shim.setClock(jump)
        #expect(await stage.publish(10) == 10, "\(jump) s")
        #expect(await stage.read(2) == 2)
      }
      return jumps.count
    }
  }
}

/// Somebody who opens a connection to the web and says nothing.
private final class Visitor: Sendable {
  private let socket: Int32

  init(port: Int) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      close(socket)
      throw WaitFailure("No connection: \(errno)")
    }
  }

  func leave() { close(socket) }
}
