import Testing

@testable import Store

@Suite struct RecentTests {
  @Test func keepsWhatIsUsed() {
    var recent = Recent<Int, String>(capacity: 4)
    recent[1] = "one"
    recent[2] = "two"
    #expect(recent[1] == "one")
    #expect(recent[3] == nil)
    // One is asked for all the time, two is not.
    for key in 3..<20 {
      recent[key] = "\(key)"
      #expect(recent[1] == "one")
      #expect(recent[key] == "\(key)")
    }
    #expect(recent[2] == nil)
  }

  /// At least half of its capacity, and never more than all of it.
  @Test(arguments: [1, 2, 3, 8, 9])
  func bounded(capacity: Int) {
    var recent = Recent<Int, Int>(capacity: capacity)
    for last in 0..<50 {
      recent[last] = last
      var copy = recent
      let kept = (0...last).filter { copy.holds($0) }
      #expect(kept.count <= max(capacity, 2))
      #expect(kept.count >= min(last + 1, max(1, capacity / 2)))
      #expect(kept.last == last)
    }
  }

  @Test func changesAndForgets() {
    var recent = Recent<Int, String>(capacity: 4)
    for key in 0..<4 { recent[key] = "\(key)" }
    // An old one and a young one.
    recent[0] = "new"
    recent[3] = "newer"
    #expect(recent[0] == "new")
    #expect(recent[3] == "newer")
    recent[0] = nil
    recent[3] = nil
    #expect(recent[0] == nil)
    #expect(recent[3] == nil)
    // To change what is there makes nobody older.
    var other = Recent<Int, String>(capacity: 4)
    other[0] = "a"
    other[1] = "b"
    for _ in 0..<9 { other[1] = "c" }
    #expect(other[0] == "a")
  }
}

extension Recent {
  /// Whether a value is there; the order of what was used last may change.
  fileprivate mutating func holds(_ key: Key) -> Bool {
    var copy = self
    return copy[key] != nil
  }
}
