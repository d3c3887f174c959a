import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// Which items of a node are wanted, and in which order.
@Suite struct ItemRangeTests {
  private func names(_ fixture: Fixture, _ range: ItemRange, limit: Int = 99) async throws
    -> [String]
  {
    try await fixture.read("blog") { try Self.names($0, $1, range, limit: limit) }
  }

  private static func names(
    _ snapshot: Snapshot, _ node: NodeRecord, _ range: ItemRange, limit: Int = 99
  ) throws -> [String] {
    let items = try snapshot.items(of: node, range, limit: limit, bytes: .max).page
    let names = try snapshot.names(of: node, range, limit: limit)
    #expect(names.map(\.id) == items.map(\.id))
    #expect(names.map(\.cursor) == items.map(range.order.cursor))
    return items.map(\.id.name)
  }

  private func range(
    _ order: ItemOrder = .modification, _ start: Int64? = nil, _ end: Int64? = nil
  ) -> ItemRange {
    var range = ItemRange(order)
    range.start = start.map { Timestamp(milliseconds: $0) }
    range.end = end.map { Timestamp(milliseconds: $0) }
    return range
  }

  /// Clocks stand still, jump and are set back; items that are gone and edits lie between.
  private static let clocks: [[Int64]] = [
    [10, 20, 30, 40, 50, 60], [10, 10, 10, 10, 10, 10], [10, 20, 20, 20, 20, 30],
    [10, 50, 20, 30, 40, 60], [60, 50, 40, 30, 20, 10], [5, 5, 50, 50, 7, 99],
  ]

  /// By halving, as by looking at each.
  @Test(arguments: clocks, [ItemOrder.modification, .creation])
  func times(clock: [Int64], order: ItemOrder) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog", at: 0)
    let blog = NodeID(stored: "blog")
    for (number, time) in clock.enumerated() {
      try await fixture.publish("i\(number)", in: "blog", at: time)
      // Here and there numbers are spent in between, on what is not there any more too.
      guard number % 3 == 0 else { continue }
      try await fixture.publish("x", in: "blog", at: time)
      try await fixture.subscribe("juliet@verona.lit", to: "blog", "\(number)")
    }
    try await fixture.publish("i1", in: "blog", at: clock[5])
    try await fixture.apply([.retract(blog, ItemID(stored: "x")), .trim(blog, keep: 5)])
    let all = try await fixture.read("blog") {
      try $0.items(of: $1, ItemRange(order), limit: 99, bytes: .max).page
    }
    #expect(
      all.map(\.id.name)
        == (order == .modification
          ? ["i2", "i3", "i4", "i5", "i1"] : ["i1", "i2", "i3", "i4", "i5"]))
    // Times grow with the order of the last publish, whatever the clock does.
    #expect(
      all.sorted { $0.sequence < $1.sequence }.map(\.published)
        == all.map(\.published).sorted())
    let moments: [Int64?] = [nil, 0, 1_000] + Set(clock.flatMap { [$0, $0 + 1] }).sorted()
    try await fixture.read("blog") { (snapshot, node) throws in
      for (start, end) in moments.flatMap({ start in moments.map { (start, $0) } }) {
        var range = range(order, start, end)
        let expected = all.filter {
          $0.published.milliseconds >= start ?? .min && $0.published.milliseconds <= end ?? .max
        }.map(\.id.name)
        #expect(try Self.names(snapshot, node, range) == expected, "\(start ?? -1) \(end ?? -1)")
        range.isDescending = true
        #expect(try Self.names(snapshot, node, range) == expected.reversed())
      }
    }
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  private func filled() async throws -> (Fixture, [StoredItem]) {
    let fixture = try await Fixture()
    try await fixture.create("blog", at: 0)
    for number in 0..<7 {
      try await fixture.publish(
        "i\(number)", in: "blog", by: number % 2 == 0 ? fixture.romeo : fixture.juliet,
        at: Int64(number))
    }
    try await fixture.publish("i2", in: "blog", by: fixture.juliet, at: 9)
    let items = try await fixture.read("blog") {
      try $0.items(of: $1, ItemRange(.creation), limit: 99, bytes: .max).page
    }
    return (fixture, items)
  }

  /// After, before and beyond a place, of one publisher: all of it together.
  @Test(arguments: [ItemOrder.modification, .creation], [false, true])
  func places(order: ItemOrder, isDescending: Bool) async throws {
    let (fixture, items) = try await filled()
    let places = items.map(order.cursor).sorted()
    let publishers = [nil, fixture.romeo, fixture.juliet, try BareJID("nobody@verona.lit")]
    let edges = [nil, 0, Int64.max] + places.map(Optional.some)
    try await fixture.read("blog") { (snapshot, node) throws in
      for (after, before) in edges.flatMap({ after in edges.map { (after, $0) } }) {
        for (beyond, publisher) in zip([nil, places[2], places[4], nil], publishers) {
          var range = ItemRange(order, isDescending: isDescending, beyond: beyond)
          (range.after, range.before, range.publisher) = (after, before, publisher)
          let expected = items.filter { item in
            let place = order.cursor(of: item)
            return place > after ?? .min && place < before ?? .max
              && (publisher == nil || item.publisher == publisher)
              && (beyond == nil || (isDescending ? place < beyond ?? 0 : place > beyond ?? 0))
          }.sorted { (order.cursor(of: $0) < order.cursor(of: $1)) != isDescending }
          #expect(try Self.names(snapshot, node, range) == expected.map(\.id.name))
        }
      }
    }
    try await fixture.store.close()
  }

  /// Page by page in both orders: each once, and the last page says so.
  @Test(arguments: [ItemOrder.modification, .creation], [1, 2, 3, 7, 8])
  func pages(order: ItemOrder, limit: Int) async throws {
    let (fixture, items) = try await filled()
    let sorted = items.sorted { order.cursor(of: $0) < order.cursor(of: $1) }.map(\.id.name)
    for isDescending in [false, true] {
      var range = ItemRange(order, isDescending: isDescending)
      var found: [String] = []
      while true {
        let slice = try await fixture.read("blog") { [range] in
          try $0.items(of: $1, range, limit: limit, bytes: .max)
        }
        found += slice.page.map(\.id.name)
        #expect(slice.isLast == (found.count == 7))
        #expect(slice.reached == nil)
        guard !slice.isLast else { break }
        range.beyond = slice.page.last.map(order.cursor)
      }
      #expect(found == (isDescending ? sorted.reversed() : sorted))
    }
    #expect(try await names(fixture, ItemRange(order), limit: 0) == [])
    try await fixture.store.close()
  }

  /// At least one item, then as many as there is room for.
  @Test(arguments: [(1, 1), (0, 1), (2, 2), (3, 3)])
  func bytes(room: Int, count: Int) async throws {
    let (fixture, items) = try await filled()
    let size = try #require(items.first).wireBytes
    #expect(items.allSatisfy { abs($0.wireBytes - size) <= 6 })
    let slice = try await fixture.read("blog") {
      try $0.items(of: $1, ItemRange(.creation), limit: 99, bytes: room * (size + 6))
    }
    #expect(slice.page.count == count)
    #expect(!slice.isLast)
    try await fixture.store.close()
  }

  /// In the order of creation, the items of some time are looked for among all others, so many at a time.
  @Test(arguments: [false, true])
  func farApart(isDescending: Bool) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog", at: 0)
    let posts = try (0..<2_500).map { try Post("i\($0)", title: "T", by: fixture.romeo).item }
    try await fixture.apply(posts.map { .store(NodeID(stored: "blog"), $0) }, at: 5)
    let edited = [0, 1_400, 1_401, 2_499]
    for number in edited { try await fixture.publish("i\(number)", in: "blog", at: 9) }
    var range = range(.creation, 9)
    range.isDescending = isDescending
    var found: [[String]] = []
    while true {
      let slice = try await fixture.read("blog") { [range] in
        try $0.items(of: $1, range, limit: 99, bytes: .max)
      }
      found.append(slice.page.map(\.id.name))
      #expect(slice.isLast == (slice.reached == nil))
      guard let reached = slice.reached else { break }
      range.beyond = reached
    }
    #expect(
      found
        == (isDescending
          ? [["i2499"], ["i1401", "i1400"], ["i0"]] : [["i0"], ["i1400", "i1401"], ["i2499"]]))
    // What cannot be there is not looked for.
    for (start, end) in [(10, nil), (nil, 4), (7, 8)] as [(Int64?, Int64?)] {
      let slice = try await fixture.read("blog") { [range = self.range(.creation, start, end)] in
        try $0.items(of: $1, range, limit: 99, bytes: .max)
      }
      #expect(slice.isLast && slice.page.isEmpty && slice.reached == nil)
    }
    // Nor is counted without end.
    let counts = try await fixture.read("blog") { (snapshot, node) throws in
      try [
        self.range(.creation, 9), self.range(.modification, 5), self.range(.creation), .newestFirst,
      ]
      .map { try snapshot.count($0, of: node) }
    }
    #expect(counts == [4, Snapshot.maximumCounted, 2_500, 2_500])
    try await fixture.store.close()
  }

  /// In the order of creation, what somebody has published is looked for among all that is in the node, so many at a time.
  @Test(arguments: [false, true])
  func amongOthers(isDescending: Bool) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog", at: 0)
    for number in 0..<3 {
      try await fixture.publish("i\(number)", in: "blog", by: fixture.romeo, at: 5)
      let posts = try (0..<700).map {
        try Post("\(number)-\($0)", title: "T", by: fixture.juliet).item
      }
      try await fixture.apply(posts.map { .store(NodeID(stored: "blog"), $0) }, at: 5)
    }
    var range = ItemRange(.creation, isDescending: isDescending)
    range.publisher = fixture.romeo
    var found: [[String]] = []
    while true {
      let slice = try await fixture.read("blog") { [range] in
        try $0.items(of: $1, range, limit: 99, bytes: .max)
      }
      found.append(slice.page.map(\.id.name))
      #expect(slice.isLast == (slice.reached == nil))
      guard let reached = slice.reached else { break }
      range.beyond = reached
    }
    #expect(
      found == (isDescending ? [["i2"], ["i1"], ["i0"]] : [["i0", "i1"], ["i2"], []]))
    try await fixture.store.write { try $0.indexWaiting() }
    range.beyond = nil
    let (posts, count) = try await fixture.read("blog") { [range] snapshot, node in
      (
        try snapshot.matches(try PostQuery("title"), in: node, range),
        try snapshot.count(range, of: node)
      )
    }
    #expect(count == 3)
    #expect(posts.count == 3)
    try await fixture.store.close()
  }

  /// The places of the order of creation by those of the last publish: an item that is gone stands where it did.
  @Test func creationPlaces() async throws {
    let (fixture, items) = try await filled()
    try await fixture.apply([.retract(NodeID(stored: "blog"), ItemID(stored: "i4"))])
    try await fixture.read("blog") { (snapshot, node) throws in
      for item in items {
        #expect(try snapshot.creationPlace(of: item.sequence, in: node) == item.number)
      }
      #expect(items[2].sequence != items[2].number)
    }
    try await fixture.store.close()
  }

  /// Items of some sequence numbers, each once and in their order, as far as they are in the range; none at all if one is not there.
  @Test(arguments: [ItemOrder.modification, .creation])
  func named(order: ItemOrder) async throws {
    let (fixture, items) = try await filled()
    let places = items.map(\.sequence)
    func read(
      _ places: [Int64], limit: Int = 9, bytes: Int = .max,
      _ change: @Sendable (inout ItemRange) -> Void = { _ in }
    ) async throws -> [String] {
      var range = ItemRange(order)
      change(&range)
      return try await fixture.read("blog") { [range] in
        let slice = try $0.items(at: places, of: $1, range, limit: limit, bytes: bytes)
        return slice.page.map(\.id.name) + (slice.isLast ? [] : ["…"])
      }
    }
    let expected = order == .modification ? ["i4", "i2"] : ["i2", "i4"]
    let two = [places[4], places[2], places[4]]
    #expect(try await read(two) == expected)
    #expect(try await read(two) { $0.isDescending = true } == expected.reversed())
    #expect(try await read([]) == [])
    // Pages of them.
    for (limit, bytes) in [(1, Int.max), (9, 1)] {
      #expect(try await read(two, limit: limit, bytes: bytes) == [expected[0], "…"])
    }
    #expect(try await read(two, limit: 0) == ["…"])
    let first = order.cursor(of: order == .modification ? items[4] : items[2])
    #expect(try await read(two) { $0.beyond = first } == [expected[1]])
    #expect(
      try await read(two) {
        $0.beyond = first
        $0.isDescending = true
      } == [])
    #expect(try await read(two) { $0.after = first } == [expected[1]])
    #expect(try await read(two) { $0.before = first } == [])
    for isStart in [true, false] {
      let published = try #require(items.first { $0.id.name == "i4" }).published
      #expect(
        try await read([places[4]]) {
          if isStart { $0.start = published } else { $0.end = published }
        } == ["i4"])
      #expect(
        try await read([places[4]]) {
          let other = Timestamp(milliseconds: published.milliseconds + (isStart ? 1 : -1))
          if isStart { $0.start = other } else { $0.end = other }
        } == [])
    }
    let (publisher, stranger) = (items[4].publisher, try BareJID("nobody@verona.lit"))
    #expect(try await read([places[4]]) { $0.publisher = publisher } == ["i4"])
    #expect(try await read([places[4]]) { $0.publisher = stranger } == [])
    for wrong in [[places[4], 0], [9_999]] {
      await #expect(throws: StanzaError.self) { try await read(wrong) }
    }
    // What is gone is not there, and what is in another node is not either.
    try await fixture.create("other")
    try await fixture.publish("x", in: "other")
    let other = try await fixture.read("other") { try $0.newestItem(of: $1) }
    await #expect(throws: StanzaError.self) {
      try await read([try #require(other).sequence])
    }
    try await fixture.apply([.purge(NodeID(stored: "blog"))])
    await #expect(throws: StanzaError.self) { try await read([places[4]]) }
    try await fixture.store.close()
  }
}
