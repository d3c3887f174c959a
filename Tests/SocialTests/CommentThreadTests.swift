import Testing

@testable import Social

@Suite struct CommentThreadTests {
  private func place(_ comment: Int64, _ answers: [Int64: Int64]) -> CommentThread.Place {
    CommentThread.place(of: comment) { answers[$0] }
  }

  @Test func answers() {
    let answers: [Int64: Int64] = [2: 1, 3: 2, 4: 1]
    #expect(place(1, answers) == .init())
    #expect(place(2, answers) == .init(parent: 1, depth: 1))
    #expect(place(3, answers) == .init(parent: 2, depth: 2))
    #expect(place(4, answers) == .init(parent: 1, depth: 1))
  }

  /// A circle is opened above the one in it that came first; what hangs on it stays there.
  @Test func circles() {
    #expect(place(1, [1: 1]) == .init())
    let two: [Int64: Int64] = [1: 2, 2: 1, 3: 2]
    #expect(place(1, two) == .init())
    #expect(place(2, two) == .init(parent: 1, depth: 1))
    #expect(place(3, two) == .init(parent: 2, depth: 2))
    let three: [Int64: Int64] = [5: 9, 9: 7, 7: 5, 11: 9]
    #expect(place(5, three) == .init())
    #expect(place(7, three) == .init(parent: 5, depth: 1))
    #expect(place(9, three) == .init(parent: 7, depth: 2))
    #expect(place(11, three) == .init(parent: 9, depth: 3))
  }

  /// However deep, so many are looked at.
  @Test func depthIsBounded() {
    for isCircle in [false, true] {
      var asked = 0
      let place = CommentThread.place(of: 1_000_000) { comment in
        asked += 1
        return comment > 1 ? comment - 1 : isCircle ? 1_000_000 : nil
      }
      #expect(asked == CommentThread.maximumDepth)
      #expect(place == .init(parent: 999_999, depth: CommentThread.maximumDepth))
    }
  }
}
