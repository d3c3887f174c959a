/// The order of comments that answer one another. Each names at most one other, in words that anybody may write: they may
/// lead nowhere, or in a circle.
package enum CommentThread {
  /// So many comments stand above one at most, as far as anybody looks: what is deeper has this depth.
  package static let maximumDepth = 16

  /// Where a comment stands.
  package struct Place: Hashable, Sendable {
    /// The comment that it answers; nil for one that answers the post.
    package var parent: Int64?
    package var depth: Int

    package init(parent: Int64? = nil, depth: Int = 0) {
      self.parent = parent
      self.depth = depth
    }
  }

  /// - Parameters:
  ///   - comment: its number: those that came first have the lower ones.
  ///   - answered: what a comment says that it answers; asked `maximumDepth` times at most.
  package static func place<Failure>(
    of comment: Int64, answered: (Int64) throws(Failure) -> Int64?
  ) throws(Failure) -> Place {
    var line = [comment]
    while line.count <= maximumDepth, let last = line.last, let next = try answered(last) {
      // A circle is opened above the comment in it that came first.
      if let start = line.firstIndex(of: next) { return opened(line, from: start) }
      line.append(next)
    }
    return Place(parent: line.count > 1 ? line[1] : nil, depth: line.count - 1)
  }

  private static func opened(_ line: [Int64], from start: Int) -> Place {
    let circle = line[start...]
    let first = circle.indices.min { line[$0] < line[$1] } ?? start
    return Place(parent: first == 0 ? nil : line[1], depth: first)
  }
}
