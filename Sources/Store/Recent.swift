/// Values by their keys, those that were used last: when the younger of two generations is full, the older one is
/// forgotten. So memory is bounded, and nothing is ever looked through.
package struct Recent<Key: Hashable, Value> {
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]
  private let generation: Int

  /// - Parameter capacity: how many are kept at most; at least half of them are.
  package init(capacity: Int) { generation = max(1, capacity / 2) }

  package subscript(key: Key) -> Value? {
    mutating get {
      if let value = young[key] { return value }
      guard let value = old[key] else { return nil }
      self[key] = value
      return value
    }
    set {
      old[key] = nil
      if newValue != nil, young[key] == nil, young.count == generation {
        old = young
        young = [:]
      }
      young[key] = newValue
    }
  }
}

extension Recent: Sendable where Key: Sendable, Value: Sendable {}
