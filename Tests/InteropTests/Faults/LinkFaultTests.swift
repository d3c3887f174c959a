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
          let before = await stage.answeredItems.count
          group.addTask { await stage.publish(40) }
          try await eventually("some were answered") { await stage.answeredItems.count > before }
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
        try await link.resumeReading()
        try await group.waitForAll()
      }
      let megabytes = await stage.peakMegabytes
      #expect(megabytes < 300)
      print("measured: at most \(megabytes) MB while the server does not read")
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
        #expect(await stage.read(1).posts == 1)
        slowest = max(slowest, ContinuousClock.now - start)
      }
      print("measured: the slowest read of another in a flood \(slowest)")
      try await eventually("all of it is answered", within: .seconds(120)) {
        await stage.hasAnsweredFlood()
      }
      #expect(await stage.publish(4) == 4)
      #expect(await stage.conditions.isSubset(of: ["resource-constraint"]))
      let megabytes = await stage.peakMegabytes
      #expect(megabytes < 300)
      print("measured: at most \(megabytes) MB in the flood")
      return 1
    }
  }

  /// Visitors take no more files than are left by what must not fail.
  @Test("Visitors take all files that they may", .timeLimit(.minutes(60))) func visitors()
    async throws
  {
    try await FaultStage.play("visitors take all files that they may", files: 128) { stage in
      let visitors = (0..<200).map { _ in try? Visitor(port: stage.webPort) }
      #expect(await stage.publish(40) == 40)
      #expect(await stage.read(8).posts == 8)
      for visitor in visitors { visitor?.leave() }
      try await expectPages(stage)
      return 1
    }
  }

  @Test("No file can be opened any more", .timeLimit(.minutes(60))) func descriptors() async throws
  {
    try await FaultStage.play("out of descriptors") { stage in
      // What is opened when it is needed first is open then: the system's own queues end a process that cannot open them.
      #expect(await stage.publish(20) == 20)
      #expect(await stage.read(8).posts == 8)
      try await expectPages(stage)
      let rounds = 5 * Rounds.factor
      for _ in 0..<rounds {
        try await stage.allowFiles(false)
        let visitors = (0..<20).map { _ in try? Visitor(port: stage.webPort) }
        await stage.publish(20)
        let answers = await stage.read(8)
        #expect(answers.posts + answers.errors == 8)
        #expect(await stage.isRunning)
        try await stage.allowFiles(true)
        for visitor in visitors { visitor?.leave() }
        try await expectPages(stage)
        #expect(await stage.publish(4) == 4, "at once")
      }
      return rounds
    }
  }

  private func expectPages(_ stage: FaultStage) async throws {
    try await eventually("pages are served again") {
      (try? await stage.martlet?.get("/"))?.status == 200
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
        #expect(await stage.read(2).posts == 2)
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
