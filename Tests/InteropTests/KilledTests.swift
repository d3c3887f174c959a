import Foundation
import TestSupport
import Testing

/// Martlet is killed again and again in the midst of its work: publishing, trimming, expiring,
/// deleting, telling.
@Suite("Nothing is half done", .needsPython)
struct KilledTests {
  private static let lives = 50 * Rounds.factor

  /// In the midst of what lives ended: how many of them.
  private struct Deaths {
    /// Some had been told of an event, others not.
    var telling = 0
    /// Items of nodes that were deleted, or were too many, had rows; of some nodes a part of them.
    var removing = 0
    var partlyRemoved = 0
    /// Items were there whose time had come.
    var expiring = 0
    /// Messages of an event of which some had been told before.
    var resumed = 0

    mutating func count(_ state: KillingStage.State) {
      if state.waiting.contains(where: { $0.cursor > 0 }) { telling += 1 }
      if !state.remains.isEmpty { removing += 1 }
      if state.remains.contains(where: { $0 < KillingStage.stock - KillingStage.keep }) {
        partlyRemoved += 1
      }
      if state.expired > 0 { expiring += 1 }
    }
  }

  /// `MARTLET_SEED=... swift test` rolls the same dice again.
  @Test("kill -9 at random, 50 times", .timeLimit(.minutes(60)))
  func killed() async throws {
    let chosen = ProcessInfo.processInfo.environment["MARTLET_SEED"].flatMap { UInt64($0) }
    let seed = chosen ?? UInt64.random(in: 0..<1 << 48)
    print("seed: \(seed)")
    var (dice, deaths) = (Dice(seed), Deaths())
    let stage = try await KillingStage()
    do {
      try await stage.begin()
      for life in 1...Self.lives { try await live(life, stage, &dice, &deaths) }
      try await comeToRest(stage)
    } catch {
      await stage.stop()
      throw error
    }
    await stage.stop()
    print("measured: \(deaths)")
    #expect(deaths.telling > 0, "seed \(seed)")
    #expect(deaths.removing > 0 && deaths.partlyRemoved > 0, "seed \(seed)")
    #expect(deaths.expiring > 0, "seed \(seed)")
    #expect(deaths.resumed > 0, "seed \(seed)")
  }

  /// From a start to a death, which comes after some answers, in the midst of telling many, or when they have been told
  /// and what is left behind goes.
  private func live(
    _ life: Int, _ stage: KillingStage, _ dice: inout Dice, _ deaths: inout Deaths
  ) async throws {
    try await stage.start()
    let answers = await stage.answers + Int.random(in: 1...60, using: &dice)
    let crowd = KillingStage.crowd
    let way = Int.random(in: 0...4, using: &dice)
    let told =
      switch way {
      case 1: Int.random(in: 1...2 * crowd, using: &dice)
      case 2: 2 * crowd
      // What is long takes a while until all have it.
      default: Int.random(in: crowd / 2...crowd, using: &dice)
      }
    let more = Int.random(in: 0...12, using: &dice)
    let isTrimmed = Bool.random(using: &dice)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for node in KillingStage.nodes { group.addTask { await stage.publish(to: node, life) } }
      group.addTask { await stage.createAndDelete(life, isTrimmed: isTrimmed) }
      if way == 0 {
        try await eventually("\(answers) answers") { await stage.answers >= answers }
      } else {
        try await eventually("\(told) are told") {
          await stage.listen()
          return await stage.crowdTold >= told
        }
        if way == 2 {
          await stage.publish(to: "short", life, from: KillingStage.items, count: more)
        }
      }
      try await stage.kill()
      try await group.waitForAll()
    }
    let (before, messages) = (await stage.state, await stage.takeMessages())
    let state = try await stage.examine()
    #expect(state.wrong == [], "life \(life)")
    deaths.count(state)
    await expectNothingIsLost(stage, state, life)
    expectNothingIsToldAgain(messages, before, life, &deaths)
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
      #expect(await stage.deleted[node.name] == nil, "life \(life): \(node.name)")
      let count = node.items.count
      #expect(
        [KillingStage.keep, KillingStage.stock + 1].contains(count)
          || count % KillingStage.batch == 0,
        "life \(life): \(node.name)")
    }
  }

  /// - Parameter before: what was there when the life began.
  private func expectNothingIsToldAgain(
    _ told: [KillingStage.Message], _ before: KillingStage.State?, _ life: Int,
    _ deaths: inout Deaths
  ) {
    #expect(Set(told.map(\.id)).count == told.count, "told twice in life \(life)")
    guard let before else { return }
    let waiting = Dictionary(uniqueKeysWithValues: before.waiting.map { ($0.event, $0.cursor) })
    for message in told where message.event <= before.sequence {
      let cursor = waiting[message.event]
      #expect(cursor != nil, "life \(life): \(message.id) was done")
      // What goes to one address, without a subscription, is told whole.
      guard message.subscription > 0 else { continue }
      #expect(message.subscription > cursor ?? 0, "life \(life): \(message.id) had been told")
      if let cursor, cursor > 0 { deaths.resumed += 1 }
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
    for (node, followers) in await stage.deleted {
      #expect(told[node]?.count ?? 0 == followers, "\(node)")
    }
    print(
      """
      measured: \(Self.lives) lives, \(await stage.answers) answers, \(await stage.deleted.count) nodes \
      deleted, \(await stage.messages) notifications, \(await stage.repeated) of them twice
      """)
  }
}
