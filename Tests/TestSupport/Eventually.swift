/// Returns when something is so, which nothing announces: it is looked for again and again, with short pauses.
package func eventually(
  _ what: String, within deadline: Duration = .seconds(40), _ isSo: () async throws -> Bool
) async throws {
  let end = ContinuousClock.now + deadline
  while try await !isSo() {
    guard ContinuousClock.now < end else { throw WaitFailure("Not within \(deadline): \(what)") }
    try await Task.sleep(for: .milliseconds(2))
  }
}
