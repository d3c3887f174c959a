import Synchronization

/// How many notifications wait for the store: so many that they leave room for what people ask for.
final class Intake: Sendable {
  private struct Waiting {
    var count = 0
    var bytes = 0
  }

  private let count: Int
  private let bytes: Int
  private let waiting = Mutex(Waiting())

  init(count: Int, bytes: Int) { (self.count, self.bytes) = (count, bytes) }

  /// Whether there is room for one of so many bytes, which it takes then.
  func enter(_ size: Int) -> Bool {
    waiting.withLock { waiting in
      guard waiting.count < count, waiting.bytes + size <= bytes || waiting.count == 0 else {
        return false
      }
      waiting.count += 1
      waiting.bytes += size
      return true
    }
  }

  func leave(_ size: Int) {
    waiting.withLock { waiting in
      waiting.count -= 1
      waiting.bytes -= size
    }
  }
}
