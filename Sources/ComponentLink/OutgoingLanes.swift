/// What waits to be written, in two lanes: answers pass notifications. A value without locks or
/// continuations' side effects: whoever is let in is returned, to be resumed outside the lock.
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

  init(_ limits: LinkLimits) {
    self.limits = limits
    answers = ByteQueue(chunkBytes: limits.writeBytes)
    notifications = ByteQueue(chunkBytes: limits.writeBytes)
  }

  var isEmpty: Bool { answers.bytes == 0 && notifications.bytes == 0 && entries.isEmpty }
  var answerBytes: Int { answers.bytes }
  var notificationBytes: Int { notifications.bytes }

  /// False when the lane is full.
  mutating func answer(_ bytes: [UInt8]) -> Bool {
    guard answers.bytes + bytes.count <= limits.answerLaneBytes else { return false }
    answers.append(bytes)
    return true
  }

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
    if let bytes = answers.popFirst() { return (bytes, []) }
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
