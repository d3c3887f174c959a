/// A queue on an array: taken from the front without moving the rest each time.
struct FIFO<Value> {
  private var values: [Value?] = []
  private var head = 0

  var isEmpty: Bool { head == values.count }
  var first: Value? { isEmpty ? nil : values[head] }

  mutating func append(_ value: Value) { values.append(value) }

  mutating func popFirst() -> Value? {
    guard !isEmpty else { return nil }
    let value = values[head].take()
    head += 1
    if head >= 64, head * 2 >= values.count {
      values.removeFirst(head)
      head = 0
    }
    return value
  }

  /// Changes the last value in place; nil when there is none.
  mutating func withLast<Result>(_ body: (inout Value) -> Result) -> Result? {
    guard !isEmpty, var last = values[values.count - 1].take() else { return nil }
    defer { values[values.count - 1] = last }
    return body(&last)
  }

  mutating func removeFirst(where matches: (Value) -> Bool) -> Value? {
    for index in head..<values.count {
      if let value = values[index], matches(value) {
        values.remove(at: index)
        return value
      }
    }
    return nil
  }

  mutating func removeAll() -> [Value] {
    defer { self = FIFO() }
    return values[head...].compactMap(\.self)
  }
}

/// The bytes of whole stanzas in order, small ones gathered into chunks of `chunkBytes`.
struct ByteQueue {
  private struct Chunk {
    var bytes: [UInt8]
    /// It is of use on another connection.
    let outlasts: Bool
  }

  private var chunks = FIFO<Chunk>()
  private let chunkBytes: Int
  private(set) var bytes = 0

  init(chunkBytes: Int) { self.chunkBytes = chunkBytes }

  /// What is appended at once stays in one chunk.
  mutating func append(_ more: [UInt8], outlasts: Bool = true) {
    bytes += more.count
    let limit = chunkBytes
    let gathered = chunks.withLast { last in
      guard last.outlasts == outlasts, last.bytes.count + more.count <= limit else { return false }
      last.bytes.append(contentsOf: more)
      return true
    }
    if gathered != true { chunks.append(Chunk(bytes: more, outlasts: outlasts)) }
  }

  mutating func popFirst() -> [UInt8]? {
    let chunk = chunks.popFirst()
    bytes -= chunk?.bytes.count ?? 0
    return chunk?.bytes
  }

  /// Empties the queue; returns what is of use on another connection.
  mutating func takeLasting() -> [[UInt8]] {
    bytes = 0
    return chunks.removeAll().filter(\.outlasts).map(\.bytes)
  }
}
