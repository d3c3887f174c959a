import TestSupport
import Testing
import XMPP

@testable import FeedService

@Suite struct SearchQueueTests {
  private let romeo: BareJID
  private let juliet: BareJID

  init() throws {
    romeo = try BareJID("romeo@verona.lit")
    juliet = try BareJID("juliet@verona.lit")
  }

  /// One after the other, in their order; a few of one account wait, and others still find a place.
  @Test func turns() async throws {
    let queue = SearchQueue(local: ["verona.lit"])
    let done = Inbox<Int>("search")
    for number in 0..<4 { #expect(queue.add(romeo) { done.put(number) }) }
    #expect(!queue.add(romeo) {})
    #expect(queue.add(juliet) { done.put(4) })
    let running = Task { await queue.run() }
    for number in 0..<5 {
      let next = try await done.next()
      #expect(next == number)
    }
    running.cancel()
    await running.value
  }

  /// What waits at the end is done, as if nothing were; what comes later finds no place.
  @Test func theEnd() async throws {
    let queue = SearchQueue(local: ["verona.lit"])
    let done = Inbox<Bool>("search")
    #expect(queue.add(romeo) { done.put(Task.isCancelled) })
    let running = Task { await queue.run() }
    running.cancel()
    await running.value
    let isCancelled = try await done.next()
    #expect(!isCancelled)
    #expect(!queue.add(romeo) {})
    #expect(!queue.add(juliet) {})
  }
}
