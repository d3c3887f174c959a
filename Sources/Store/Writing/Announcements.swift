import Synchronization

/// Wakes those who deliver the outbox of a service.
final class Announcements: Sendable {
  private struct State {
    var listeners: [ServiceID: [Int: AsyncStream<Void>.Continuation]] = [:]
    var last = 0
  }

  private let state = Mutex(State())

  /// One element for every commit that announced something, several rolled into one if nobody looks.
  func stream(for service: ServiceID) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(
      bufferingPolicy: .bufferingNewest(1))
    let number = state.withLock { state in
      state.last += 1
      state.listeners[service, default: [:]][state.last] = continuation
      return state.last
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.listeners[service]?.removeValue(forKey: number) }
    }
    return stream
  }

  func signal(_ services: Set<ServiceID>) {
    guard !services.isEmpty else { return }
    let waiting = state.withLock { state in
      services.flatMap { state.listeners[$0].map { Array($0.values) } ?? [] }
    }
    for continuation in waiting { continuation.yield() }
  }
}
