import Synchronization
import Testing

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct ChoresTests {
  /// So many hands at a time; all that found a place is done, and nothing else.
  @Test func hands() async {
    let chores = Chores<Int>(capacity: 5)
    #expect((0..<7).map(chores.add) == [true, true, true, true, true, false, false])
    let (begun, done, gate) = (Inbox<Int>(), Inbox<Int>(), Gate())
    let running = Task {
      await chores.run(hands: 2) { chore in
        begun.add(chore)
        await gate.passed()
        done.add(chore)
      }
    }
    #expect(await Set(begun.first(2)) == [0, 1])
    #expect(done.all.isEmpty)
    gate.open()
    #expect(await done.first(5).sorted() == [0, 1, 2, 3, 4])
    // There is room again.
    #expect(chores.add(7))
    #expect(await done.first(6).last == 7)
    running.cancel()
    await running.value
    #expect(done.all.count == 6)
  }
}

/// Lets nobody pass before it is opened.
final class Gate: Sendable {
  private let opened = Inbox<Void>()

  func open() { opened.add(()) }

  func passed() async { _ = await opened.first(1) }
}
