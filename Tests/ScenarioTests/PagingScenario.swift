import App
import PubSub
import TestSupport
import Testing
import XML
import XMPP

/// Ten thousand items, read page by page while others come and go.
@Suite("Paging through many items")
struct PagingScenario {
  private static let count = 10_000
  private static let page = 100

  /// How somebody goes through all of them.
  enum Way: CaseIterable, Sendable {
    case strictlyForwards, strictlyBackwards, movimOlder, movimNewer
  }

  /// Those that are retracted meanwhile.
  private static func isFleeting(_ number: Int) -> Bool { number % 7 == 3 }

  private static func items(_ names: some Sequence<String>) -> String {
    names.map { "<item id='\($0)'><a xmlns='urn:a'/></item>" }.joined()
  }

  @Test(.timeLimit(.minutes(5))) func everyItemIsMetOnce() async throws {
    let setting = Setting(quotas: Configuration.Quotas(account: Quota()))
    try await Stage.play(in: setting) { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      try await romeo.creates("verona", ["max_items": "max"])
      for start in stride(from: 0, to: Self.count, by: 100) {
        let answer = try await romeo.sets(
          "<publish node='verona'>\(Self.items((start..<start + 100).map { "i\($0)" }))</publish>")
        try #require(answer.isResult(), "\(answer)")
      }
      // Undisturbed first, then with all that may happen in between.
      for isDisturbed in [false, true] {
        try await withThrowingTaskGroup(of: Void.self) { group in
          if isDisturbed { group.addTask { try await Self.disturb(romeo) } }
          try await Self.readInAllWays(stage, isDisturbed)
          group.cancelAll()
          while await group.nextResult() != nil {}
        }
      }
    }
  }

  private static func readInAllWays(_ stage: Stage, _ isDisturbed: Bool) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for way in Way.allCases {
        group.addTask {
          let person = stage.person("reader@elsewhere.example/\(way)")
          check(try await read(way, as: person), way, isDisturbed)
        }
      }
      try await group.waitForAll()
    }
  }

  /// Publishes and retracts until it is cancelled.
  private static func disturb(_ romeo: Person) async throws {
    for start in stride(from: 0, to: Int.max, by: 50) {
      for number in start..<start + 50 where number < count && isFleeting(number) {
        try await romeo.retracts("i\(number)", from: "verona")
      }
      let names = (0..<5).map { "new\(start)-\($0)" }
      try await romeo.sets("<publish node='verona'>\(items(names))</publish>")
    }
  }

  /// All that is met, in the order of the node.
  private static func read(_ way: Way, as reader: Person) async throws -> [String] {
    var met: [String] = []
    var (ids, set) = try await first(way, reader)
    while let range = set, let newer = range.first, let last = range.last, !ids.isEmpty {
      let next: String
      switch way {
      case .strictlyForwards:
        met += ids
        next = "<after>\(last)</after>"
      case .strictlyBackwards:
        met = ids + met
        next = "<before>\(newer)</before>"
      case .movimOlder:
        met = ids.reversed() + met
        next = "<before>\(last)</before>"
      case .movimNewer:
        met += ids
        next = "<after>\(last)</after>"
      }
      (ids, set) = try await reader.reads("verona", "", resultSet("<max>\(page)</max>\(next)"))
    }
    return met
  }

  private static func first(_ way: Way, _ reader: Person) async throws -> (
    ids: [String], set: ResultSet.Response?
  ) {
    switch way {
    case .strictlyForwards:
      return try await reader.reads("verona", "", resultSet("<max>\(page)</max>"))
    case .strictlyBackwards:
      return try await reader.reads("verona", "", resultSet("<max>\(page)</max><before/>"))
    case .movimOlder: return try await reader.reads("verona", " max_items='\(page)'")
    case .movimNewer:
      // From a mark in the middle on: the half of the node that is newer.
      var (_, set) = try await reader.reads("verona", " max_items='\(page)'")
      for _ in 1..<count / page / 2 {
        let last = try #require(set?.last)
        (_, set) = try await reader.reads(
          "verona", "", resultSet("<before>\(last)</before><max>\(page)</max>"))
      }
      let newest = try #require(set?.first)
      return try await reader.reads(
        "verona", "", resultSet("<after>\(newest)</after><max>\(page)</max>"))
    }
  }

  private static func check(_ met: [String], _ way: Way, _ isDisturbed: Bool) {
    #expect(Set(met).count == met.count, "\(way) meets an item twice")
    let numbers = met.filter { $0.hasPrefix("i") }.compactMap { Int($0.dropFirst()) }
    #expect(numbers == numbers.sorted(), "\(way) keeps the order")
    let lasting = numbers.filter { !isFleeting($0) || !isDisturbed }
    let from = way == .movimNewer ? lasting.first ?? 0 : 0
    #expect(
      lasting == (from..<count).filter { !isFleeting($0) || !isDisturbed },
      "\(way) meets every item")
    if way == .movimNewer, !isDisturbed { #expect(from == count / 2 + page) }
  }
}
