import Foundation
import TestSupport
import Testing

/// Martlet is killed again and again in the midst of its work: publishing, trimming, expiring,
/// deleting, telling.
@Suite("Nothing is half done", .needsPython)
struct KilledTests {
  @Test("kill -9 at random, 50 times", .timeLimit(.minutes(5)))
  func killed() async throws {
    let stage = try await KillingStage()
    do {
      try await stage.begin()
      for life in 1...50 { try await live(life, stage) }
      try await comeToRest(stage)
    } catch {
      await stage.stop()
      throw error
    }
    await stage.stop()
  }

  /// From a start to a death that comes after some answers.
  private func live(_ life: Int, _ stage: KillingStage) async throws {
    try await stage.start()
    let end = await stage.answers + Int.random(in: 1...60)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for node in KillingStage.nodes { group.addTask { await stage.publish(to: node, life) } }
      group.addTask { await stage.createAndDelete(life) }
      try await eventually("\(end) answers") { await stage.answers >= end }
      try await stage.kill()
      try await group.waitForAll()
    }
    let (before, told) = (await stage.state, await stage.takeMessages())
    let state = try await stage.examine()
    #expect(state.wrong == [], "life \(life)")
    await expectNothingIsLost(stage, state, life)
    expectNothingIsToldAgain(told, before, life)
  }

  private func expectNothingIsLost(
    _ stage: KillingStage, _ state: KillingStage.State, _ life: Int
  ) async {
    let stream = Set(state.items("stream") ?? [])
    #expect(stream.isSuperset(of: await stage.answered(in: "stream")), "life \(life)")
    #expect(stream.isSubset(of: await stage.asked), "life \(life)")
    let short = state.items("short") ?? []
    #expect(short.count <= KillingStage.keep)
    // The newest of those that were answered is there, or newer ones have taken its place.
    let newest = await stage.answered(in: "short").last
    #expect(newest == nil || short.count == KillingStage.keep || short.contains(newest ?? ""))
    for node in state.nodes where node.name.hasPrefix("doomed") {
      #expect(await !stage.deleted.contains(node.name), "life \(life): \(node.name)")
      #expect([0, KillingStage.batch].contains(node.items.count), "life \(life): \(node.name)")
    }
  }

  /// - Parameter before: what was there when the life began.
  private func expectNothingIsToldAgain(
    _ told: [KillingStage.Message], _ before: KillingStage.State?, _ life: Int
  ) {
    #expect(Set(told.map(\.id)).count == told.count, "told twice in life \(life)")
    guard let before else { return }
    let waiting = Dictionary(uniqueKeysWithValues: before.waiting.map { ($0.event, $0.cursor) })
    for message in told where message.event <= before.sequence {
      let cursor = waiting[message.event]
      #expect(cursor != nil, "life \(life): \(message.id) was done")
      #expect(message.subscription > cursor ?? 0, "life \(life): \(message.id) had been told")
    }
  }

  private func comeToRest(_ stage: KillingStage) async throws {
    try await stage.start()
    try await eventually("all is told and swept", within: .seconds(30)) {
      _ = await stage.takeMessages()
      let state = try await stage.examine(inPlace: true)
      return state.waiting.isEmpty && state.leftovers == 0 && state.items("fleeting") == []
    }
    let told = await stage.told
    for node in KillingStage.nodes {
      for item in await stage.answered(in: node) {
        #expect(told[item]?.count == KillingStage.subscribers, "\(item)")
      }
    }
    for node in await stage.deleted { #expect(told[node]?.count == KillingStage.few, "\(node)") }
    print(
      """
      measured: 50 lives, \(await stage.answers) answers, \(await stage.deleted.count) nodes \
      deleted, \(await stage.messages) notifications, \(await stage.repeated) of them twice
      """)
  }
}
