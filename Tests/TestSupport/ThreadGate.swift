import Foundation

/// Holds a thread until it is opened, for half a minute at most.
package final class ThreadGate: Sendable {
  private let entered = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)

  package init() {}

  /// Called on the thread that is to be held. False if nobody opened.
  @discardableResult
  package func hold() -> Bool {
    entered.signal()
    return opened.wait(timeout: .now() + 30) == .success
  }

  package func open() { opened.signal() }

  /// Returns when a thread is held; false if none comes.
  package func isReached() -> Bool { entered.wait(timeout: .now() + 30) == .success }
}
