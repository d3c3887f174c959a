/// What something comes to; nil if it takes too long.
package func within<Value: Sendable>(
  _ time: Duration, _ body: @escaping @Sendable () async -> Value?
) async -> Value? {
  await withTaskGroup { group in
    group.addTask { await body() }
    group.addTask {
      try? await Task.sleep(for: time)
      return nil
    }
    defer { group.cancelAll() }
    return await group.next() ?? nil
  }
}
