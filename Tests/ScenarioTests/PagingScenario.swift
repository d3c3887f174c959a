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
      // Undisturbed first, then with all that may happen between two pages.
      for disturbance in [nil, Disturbance(romeo)] {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for way in Way.allCases {
            let person = stage.person("reader@elsewhere.example/\(way)")
            group.addTask {
              var reading = Reading(way, person, disturbance)
              try await reading.readAll()
              reading.check()
            }
          }
          try await group.waitForAll()
        }
        guard let disturbance else { continue }
        // Whoever reads was disturbed after each full page.
        #expect(await disturbance.strikes >= Way.allCases.count * Self.count / Self.page / 2)
      }
    }
  }

  /// What happens between two pages: items are published, edited and retracted, all over the node.
  private actor Disturbance {
    private let romeo: Person
    private(set) var strikes = 0
    private(set) var retracted: Set<String> = []

    init(_ romeo: Person) { self.romeo = romeo }

    static func isRetracted(_ number: Int) -> Bool { number % 7 == 3 }
    static func isEdited(_ number: Int) -> Bool { number % 7 == 5 }

    /// Whether an item stays as and where it is.
    static func isSpared(_ number: Int) -> Bool { !isRetracted(number) && !isEdited(number) }

    func strike() async throws {
      strikes += 1
      let strike = strikes
      let base = strike * 611 % (count / 7) * 7
      let new = (0..<2).map { "new\(strike)-\($0)" }
      try await done(romeo.sets("<publish node='verona'>\(items(new))</publish>"))
      try await done(
        romeo.sets("<publish node='verona'>\(items(["i\(base + 5)"]))</publish>"))
      try await done(romeo.retracts("i\(base + 3)", from: "verona"))
      retracted.insert("i\(base + 3)")
    }

    private func done(_ answer: Element) throws { try #require(answer.isResult(), "\(answer)") }
  }

  /// Somebody goes through all of them, in one way.
  private struct Reading {
    private typealias Page = (ids: [String], set: ResultSet.Response?)

    private let way: Way
    private let reader: Person
    private let disturbance: Disturbance?
    /// All that is met, in the order of the node.
    private var met: [String] = []
    /// The first item that is to be met, of those that stay where they are.
    private var from = 0

    init(_ way: Way, _ reader: Person, _ disturbance: Disturbance?) {
      (self.way, self.reader, self.disturbance) = (way, reader, disturbance)
    }

    mutating func readAll() async throws {
      var (ids, set) = try await first()
      while let range = set, let newer = range.first, let last = range.last, !ids.isEmpty {
        let next: String
        switch way {
        case .strictlyForwards, .movimNewer:
          met += ids
          next = "<after>\(last)</after>"
        case .strictlyBackwards:
          met = ids + met
          next = "<before>\(newer)</before>"
        case .movimOlder:
          met = ids.reversed() + met
          next = "<before>\(last)</before>"
        }
        (ids, set) = try await page("", resultSet("<max>\(PagingScenario.page)</max>\(next)"))
      }
    }

    private mutating func first() async throws -> Page {
      let max = "<max>\(PagingScenario.page)</max>"
      switch way {
      case .strictlyForwards: return try await page("", resultSet(max))
      case .strictlyBackwards: return try await page("", resultSet("\(max)<before/>"))
      case .movimOlder: return try await page(" max_items='\(PagingScenario.page)'")
      case .movimNewer:
        // From a mark in the middle on: the half of the node that is newer.
        var (ids, set) = try await page(" max_items='\(PagingScenario.page)'")
        for _ in 1..<count / PagingScenario.page / 2 {
          let last = try #require(set?.last)
          (ids, set) = try await page("", resultSet("<before>\(last)</before>\(max)"))
        }
        from = try #require(numbers(ids).filter(isSpared).max()) + 1
        return try await page("", resultSet("<after>\(try #require(set?.first))</after>\(max)"))
      }
    }

    /// A page; behind a full one something happens.
    private func page(_ attributes: String, _ more: String = "") async throws -> Page {
      let gone = await disturbance?.retracted ?? []
      let page = try await reader.reads("verona", attributes, more)
      #expect(gone.isDisjoint(with: page.ids), "\(way) meets what is gone")
      if page.ids.count == PagingScenario.page { try await disturbance?.strike() }
      return page
    }

    private func numbers(_ ids: [String]) -> [Int] {
      ids.filter { $0.hasPrefix("i") }.compactMap { Int($0.dropFirst()) }
    }

    private var isDisturbed: Bool { disturbance != nil }

    private func isSpared(_ number: Int) -> Bool { !isDisturbed || Disturbance.isSpared(number) }

    func check() {
      // One that is edited may be met where it was and where it is.
      let once = met.filter { id in
        !isDisturbed || !numbers([id]).contains(where: Disturbance.isEdited)
      }
      #expect(Set(once).count == once.count, "\(way) meets an item twice")
      let all = numbers(once)
      #expect(all == all.sorted(), "\(way) keeps the order")
      let missed = Set((from..<count).filter(isSpared)).symmetricDifference(all.filter(isSpared))
      #expect(missed.isEmpty, "\(way) meets every item from \(from)")
      if way == .movimNewer {
        // The mark is near the middle: above it some have come and some have gone meanwhile.
        let middle = count / 2 + PagingScenario.page
        #expect(abs(from - middle) <= (isDisturbed ? count / 10 : 0), "\(from)")
      }
    }
  }
}
