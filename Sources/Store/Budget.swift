/// How much is kept of what is followed: items, and the bytes of their payloads and ids.
package struct Holding: Hashable, Sendable {
  package var items: Int
  package var bytes: Int

  package init(items: Int = 0, bytes: Int = 0) {
    self.items = items
    self.bytes = bytes
  }
}

/// How much of it may be kept; nil: as much as there is.
package struct Budget: Hashable, Sendable {
  package var items: Int?
  package var bytes: Int?

  package init(items: Int? = nil, bytes: Int? = nil) {
    self.items = items
    self.bytes = bytes
  }

  package var isUnlimited: Bool { items == nil && bytes == nil }

  /// What is more than may be; nil: nothing.
  package func excess(of holding: Holding) -> Holding? {
    let excess = Holding(
      items: max(0, holding.items - (items ?? .max)), bytes: max(0, holding.bytes - (bytes ?? .max))
    )
    return excess == Holding() ? nil : excess
  }

  /// How many more items there is room for. Where few bytes are left there is none, so that nothing is fetched that has to go
  /// again.
  package func room(beside holding: Holding) -> Int {
    if let bytes, holding.bytes >= bytes - bytes / 20 { return 0 }
    return max(0, (items ?? .max) - holding.items)
  }
}

extension Holding {
  /// So many of some items have to go that this much is gone.
  ///
  /// - Parameter sizes: their bytes, in the order in which they go.
  func count(of sizes: [Int]) -> Int {
    var (left, count) = (self, 0)
    for size in sizes where left.items > 0 || left.bytes > 0 {
      left.items -= 1
      left.bytes -= size
      count += 1
    }
    return count
  }
}
