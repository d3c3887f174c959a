import Foundation
import TestSupport
import Testing

/// The disk fails under a program that goes on.
@Suite("Faults of the disk", .serialized, .needsPython)
struct StorageFaultTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let operation: FaultShim.Operation
    let error: Int32
    /// All calls fail until it is mended, or one alone.
    let lasts: Bool
    /// So many more calls go well before than in the round before, and so many at most.
    let step: Int
    let most: Int

    static let all = [
      Fault(
        testDescription: "the disk is full", operation: .write, error: ENOSPC, lasts: true, step: 3,
        most: .max),
      Fault(
        testDescription: "a write fails", operation: .write, error: EIO, lasts: false, step: 3,
        most: .max),
      Fault(
        testDescription: "a flush fails", operation: .sync, error: EIO, lasts: false, step: 1,
        most: 2),
      Fault(
        testDescription: "a read fails", operation: .read, error: EIO, lasts: false, step: 1,
        most: 6),
    ]
  }

  private static let rounds = 30 * Rounds.factor

  /// At one call later in each round, so that each kind of call is met, in the midst of a group of writes.
  @Test(.timeLimit(.minutes(60)), arguments: Fault.all)
  func atEachCall(_ fault: Fault) async throws {
    try await FaultStage.play(fault.testDescription) { stage in
      var met = 0
      for round in 0..<Self.rounds {
        stage.shim.fail(
          fault.operation, with: fault.error, after: round * fault.step % max(fault.most, 1),
          lasts: fault.lasts)
        async let reads = stage.read(4)
        await stage.publish(8, bytes: 2_000)
        let answers = await reads
        #expect(answers.posts + answers.errors == 4, "round \(round)")
        if stage.shim.hits > 0 { met += 1 }
        stage.shim.mend()
        try await expectRecovery(stage, round)
      }
      #expect(met > Self.rounds / 3, "it was met \(met) times")
      let conditions = await stage.conditions
      #expect(conditions.isSubset(of: ["resource-constraint", "internal-server-error"]))
      return met
    }
  }

  /// What lies on it is refused, and the rest goes on; `martlet check` says so.
  @Test("A page of the database is overwritten", .timeLimit(.minutes(5)))
  func damagedPage() async throws {
    let stage = try await FaultStage()
    do {
      try await stage.begin()
      #expect(await stage.publish(200, bytes: 2_000) == 200)
      try await stage.end()
      try await stage.damagePage(of: "item")
      try await stage.start()
      let answers = await stage.read(8)
      #expect(answers.posts + answers.errors == 8)
      let stored = await stage.publish(20)
      #expect(await stage.isRunning)
      let conditions = await stage.conditions
      #expect(conditions.isSubset(of: ["internal-server-error"]))
      print("measured: \(stored) of 20 posts are stored beside a damaged page")
      try await stage.end()
      let check = try await Program.run(
        try MartletProcess.path, ["check", "--config", stage.folder.file("martlet.yaml")],
        in: stage.folder)
      #expect(check.status == 65)
      #expect(check.words.contains("is damaged"))
    } catch {
      await stage.stop()
      throw error
    }
    await stage.stop()
  }

  /// Nobody has to start it again.
  private func expectRecovery(_ stage: FaultStage, _ round: Int) async throws {
    #expect(await stage.isRunning)
    #expect(await stage.publish(2) == 2, "round \(round)")
    #expect(await stage.read(2).posts == 2, "round \(round)")
  }
}
