import Glibc
import Synchronization

/// Runs what blocks on a thread of its own, so that the threads that everybody shares stay free.
func onThreadOfItsOwn<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    let work = ThreadWork { continuation.resume(with: Result(catching: body)) }
    let handle = Unmanaged.passRetained(work)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument {
          Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      }, handle.toOpaque())
    guard code == 0 else {
      handle.release()
      continuation.resume(
        throwing: Failure(.temporary, "No thread: \(String(cString: strerror(code)))."))
      return
    }
    pthread_detach(thread)
  }
}

private final class ThreadWork: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Tells such a thread to stop.
final class StopFlag: Sendable {
  private let raised = Atomic(false)

  var isRaised: Bool { raised.load(ordering: .acquiring) }

  func raise() { raised.store(true, ordering: .releasing) }
}
