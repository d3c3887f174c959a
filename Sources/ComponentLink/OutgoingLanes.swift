/// What waits to be written, in two lanes: answers pass notifications, but for one chunk of these after so many bytes
/// of those. A value without locks or continuations' side effects: whoever is let in is returned, to be resumed
/// outside the lock.
struct OutgoingLanes<Waiter> {
  struct Entry {
    let ticket: Int
    let bytes: [UInt8]
    /// Nil for a request: it waits for its answer, not for room.
    let waiter: Waiter?
  }

  private var answers: ByteQueue
  private var notifications: ByteQueue
  /// First come, first served; none passes another, so that order is kept.
  private var entries = FIFO<Entry>()
  private let limits: LinkLimits
  /// Bytes of answers that were written while notifications waited, since the last one of these.
  private var passed = 0
  /// An answer found no room in its lane; until half of the lane is free again.
  private(set) var isFull = false

  init(_ limits: LinkLimits) {
    self.limits = limits
    answers = ByteQueue(chunkBytes: limits.writeBytes)
    notifications = ByteQueue(chunkBytes: limits.writeBytes)
  }

  var isEmpty: Bool { answers.bytes == 0 && notifications.bytes == 0 && entries.isEmpty }
  /// Less than half of the answers' lane is taken.
  var hasRoom: Bool { answers.bytes < limits.answerLaneBytes / 2 }

  /// False when the lane has no room for it.
  mutating func answer(_ bytes: [UInt8]) -> Bool {
    guard answers.bytes + bytes.count <= limits.answerLaneBytes else {
      isFull = true
      return false
    }
    answers.append(bytes)
    return true
  }

  /// Queues a small answer even if the lane is full. False when the reserve is used up.
  mutating func answerFromReserve(_ bytes: [UInt8]) -> Bool {
    let limit = limits.answerLaneBytes + limits.answerReserveBytes
    guard answers.bytes + bytes.count <= limit else { return false }
    answers.append(bytes)
    return true
  }

  /// Queues what nobody asked for among the answers, for this connection alone. False when half of
  /// the lane is taken: the rest is for answers.
  mutating func post(_ bytes: [UInt8]) -> Bool {
    guard hasRoom, answers.bytes + bytes.count <= limits.answerLaneBytes else { return false }
    answers.append(bytes, outlasts: false)
    return true
  }

  /// The answers that were not written, in order, each of whole stanzas; what was posted is dropped.
  mutating func takeAnswers() -> [[UInt8]] { answers.takeLasting() }

  /// False when there is no room now.
  mutating func notify(_ bytes: [UInt8]) -> Bool {
    guard entries.isEmpty, hasRoom(for: bytes) else { return false }
    notifications.append(bytes)
    return true
  }

  /// What is larger than the whole lane goes when the lane is empty.
  private func hasRoom(for bytes: [UInt8]) -> Bool {
    notifications.bytes == 0 || notifications.bytes + bytes.count <= limits.notifyLaneBytes
  }

  mutating func wait(_ entry: Entry) { entries.append(entry) }

  mutating func cancel(ticket: Int) -> Entry? { entries.removeFirst { $0.ticket == ticket } }

  mutating func cancelAll() -> [Entry] { entries.removeAll() }

  /// The next bytes to write, and the waiters who were let in.
  mutating func next() -> (bytes: [UInt8]?, admitted: [Waiter]) {
    let isWaiting = notifications.bytes > 0 || !entries.isEmpty
    if !isWaiting || passed < limits.passingBytes, let bytes = answers.popFirst() {
      passed = isWaiting ? passed + bytes.count : 0
      if hasRoom { isFull = false }
      return (bytes, [])
    }
    passed = 0
    let bytes = notifications.popFirst()
    var admitted: [Waiter] = []
    guard notifications.bytes <= limits.notifyLaneLowBytes else { return (bytes, []) }
    while let entry = entries.first, hasRoom(for: entry.bytes) {
      _ = entries.popFirst()
      notifications.append(entry.bytes)
      if let waiter = entry.waiter { admitted.append(waiter) }
    }
    return (bytes ?? notifications.popFirst(), admitted)
  }
}
