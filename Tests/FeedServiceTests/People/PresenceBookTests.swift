import PubSub
import Testing
import XMPP

@testable import FeedService

@Suite struct PresenceBookTests {
  private let book = PresenceBook()

  private func jid(_ text: String) throws -> JID { try JID(text) }

  @Test func comingAndGoing() throws {
    let (phone, desk) = (try jid("juliet@verona.lit/phone"), try jid("juliet@verona.lit/desk"))
    let account = try jid("juliet@verona.lit")
    #expect(book.arrive(phone, .online))
    // A change is no news.
    #expect(!book.arrive(phone, .online))
    #expect(!book.arrive(phone, .dnd))
    #expect(book.arrive(desk, .chat))
    for who in [phone, desk, account] { #expect(book.isAvailable(who, [])) }
    #expect(book.isAvailable(account, [.dnd, .xa]))
    #expect(book.isAvailable(account, [.chat]))
    #expect(book.isAvailable(phone, [.dnd]))
    #expect(!book.isAvailable(phone, [.chat, .online]))
    #expect(!book.isAvailable(account, [.online]))
    #expect(!book.isAvailable(try jid("juliet@verona.lit/other"), []))
    #expect(!book.isAvailable(try jid("romeo@verona.lit"), []))

    #expect(book.leave(try jid("juliet@verona.lit/other")).gone.isEmpty)
    var (gone, isLast) = book.leave(phone)
    #expect(gone == [phone])
    #expect(!isLast)
    #expect(book.isAvailable(account, []))
    (gone, isLast) = book.leave(phone)
    #expect(gone.isEmpty)
    #expect(!isLast)
    (gone, isLast) = book.leave(desk)
    #expect(gone == [desk])
    #expect(isLast)
    #expect(!book.isAvailable(account, []))
    // All at once.
    for who in [phone, desk] { #expect(book.arrive(who, .online)) }
    (gone, isLast) = book.leave(account)
    #expect(Set(gone) == [phone, desk])
    #expect(isLast)
    #expect(!book.leave(account).isLast)
  }

  /// So many resources of one account; those of others have their own room.
  @Test func resources() throws {
    let all = try (0...PresenceBook.resourcesPerAccount).map { try jid("juliet@verona.lit/\($0)") }
    #expect(all.dropLast().allSatisfy { book.arrive($0, .online) })
    #expect(!book.arrive(all[all.count - 1], .online))
    #expect(!book.isAvailable(all[all.count - 1], []))
    #expect(book.arrive(try jid("romeo@verona.lit/a"), .online))
    // One that is known may still change, and leave.
    #expect(!book.arrive(all[0], .away))
    #expect(book.isAvailable(all[0], [.away]))
    #expect(book.leave(all[0]).gone == [all[0]])
    #expect(book.arrive(all[all.count - 1], .online))
  }

  @Test func capacity() throws {
    for number in 0..<PresenceBook.capacity {
      let isNew = book.arrive(try JID(BareJID("u\(number)@verona.lit"), resource: "a"), .online)
      if !isNew { Issue.record("\(number) has no room") }
    }
    let last = try jid("last@verona.lit/a")
    #expect(!book.arrive(last, .online))
    #expect(!book.isAvailable(last, []))
    _ = book.leave(try jid("u7@verona.lit"))
    #expect(book.arrive(last, .online))
  }

  // MARK: Rounds

  /// Who was known before a connection stays known until its round ends, and is no news when they say so again.
  @Test func rounds() throws {
    let all = try (0..<4).map { try jid("user\($0)@verona.lit/a") }
    for who in all.dropLast() { _ = book.arrive(who, .online) }
    book.endRound()
    for who in all.dropLast() { #expect(book.isAvailable(who, [])) }
    _ = book.watch(all[1], [try NodeID("moods")])
    book.beginRound()
    #expect(!book.arrive(all[0], .online))
    #expect(book.arrive(all[3], .online))
    for who in all { #expect(book.isAvailable(who, [])) }
    // A connection that did not last: another round begins before this one has ended.
    book.beginRound()
    #expect(!book.arrive(all[2], .dnd))
    #expect(!book.arrive(all[3], .online))
    book.endRound()
    #expect(all.map { book.isAvailable($0, []) } == [false, false, true, true])
    #expect(!book.hasWatchers(try NodeID("moods")))
    // There is room for them again.
    #expect(book.arrive(all[0], .online))
  }

  // MARK: Interests

  @Test func watching() throws {
    let (phone, desk) = (try jid("juliet@verona.lit/phone"), try jid("romeo@verona.lit/desk"))
    let (a, b, c) = (try NodeID("a"), try NodeID("b"), try NodeID("c"))
    // Of somebody who is not there nothing is kept.
    #expect(book.watch(phone, [a]).isEmpty)
    #expect(!book.hasWatchers(a))
    _ = book.arrive(phone, .online)
    _ = book.arrive(desk, .online)
    #expect(book.watch(phone, [a, b]) == [a, b])
    #expect(book.watch(phone, [a, b]).isEmpty)
    #expect(book.watch(desk, [b]) == [b])
    #expect(book.watch(phone, [b, c]) == [c])
    #expect(!book.hasWatchers(a))
    #expect(book.watchers(a).isEmpty)
    #expect(book.watchers(b) == [phone, desk])
    #expect(book.watchers(c) == [phone])
    // A change of presence does not touch them, a departure does.
    _ = book.arrive(phone, .away)
    #expect(book.hasWatchers(c))
    _ = book.leave(phone)
    #expect(!book.hasWatchers(c))
    #expect(book.watchers(b) == [desk])
    _ = book.arrive(phone, .online)
    #expect(book.watchers(b) == [desk])
  }

  /// So many interests are known in all.
  @Test func interests() throws {
    let nodes = Set((0..<1000).map { NodeID(stored: "node\($0)") })
    let all = try (0...1000).map { try JID(BareJID("user\($0)@verona.lit"), resource: "a") }
    for who in all { _ = book.arrive(who, .online) }
    let taken = all.prefix { book.watch($0, nodes) == nodes }
    #expect(taken.count * nodes.count == PresenceBook.maximumInterests)
    let last = all[taken.count]
    #expect(book.watch(last, [NodeID(stored: "more")]).isEmpty)
    // Fewer of one make room for another; so does a departure.
    #expect(book.watch(all[0], [NodeID(stored: "node0")]).isEmpty)
    #expect(book.watch(last, [NodeID(stored: "more")]).count == 1)
    _ = book.leave(all[1])
    #expect(book.watch(last, nodes) == nodes)
  }
}
