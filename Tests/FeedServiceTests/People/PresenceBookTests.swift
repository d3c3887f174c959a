import PubSub
import Testing
import XMPP

@testable import FeedService

@Suite struct PresenceBookTests {
  private let book = PresenceBook(local: ["verona.lit"])

  private func jid(_ text: String) throws -> JID { try JID(text) }

  @Test func comingAndGoing() throws {
    let (phone, desk) = (try jid("juliet@verona.lit/phone"), try jid("juliet@verona.lit/desk"))
    let account = try jid("juliet@verona.lit")
    #expect(book.arrive(phone, .online) == .new)
    // A change is no news.
    #expect(book.arrive(phone, .online) == .known)
    #expect(book.arrive(phone, .dnd) == .known)
    #expect(book.arrive(desk, .chat) == .new)
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
    for who in [phone, desk] { #expect(book.arrive(who, .online) == .new) }
    (gone, isLast) = book.leave(account)
    #expect(Set(gone) == [phone, desk])
    #expect(isLast)
    #expect(!book.leave(account).isLast)
  }

  /// So many resources of one account; those of others have their own room.
  @Test func resources() throws {
    let all = try (0...PresenceBook.resourcesPerAccount).map { try jid("juliet@verona.lit/\($0)") }
    #expect(all.dropLast().allSatisfy { book.arrive($0, .online) == .new })
    #expect(book.arrive(all[all.count - 1], .online) == .full)
    #expect(!book.isAvailable(all[all.count - 1], []))
    #expect(book.arrive(try jid("romeo@verona.lit/a"), .online) == .new)
    // One that is known may still change, and leave.
    #expect(book.arrive(all[0], .away) == .known)
    #expect(book.isAvailable(all[0], [.away]))
    #expect(book.leave(all[0]).gone == [all[0]])
    #expect(book.arrive(all[all.count - 1], .online) == .new)
  }

  @Test func capacity() throws {
    for number in 0..<PresenceBook.capacity {
      let place = book.arrive(try JID(BareJID("u\(number)@verona.lit"), resource: "a"), .online)
      if place != .new { Issue.record("\(number) has no room") }
    }
    let last = try jid("last@verona.lit/a")
    #expect(book.arrive(last, .online) == .full)
    #expect(!book.isAvailable(last, []))
    _ = book.leave(try jid("u7@verona.lit"))
    #expect(book.arrive(last, .online) == .new)
  }

  /// A domain of others may have a quarter, all of them three quarters: our own people find room up to the whole.
  @Test func strangers() throws {
    let quarter = PresenceBook.capacity / 4
    func arrive(_ number: Int, _ domain: String) throws -> PresenceBook.Place {
      book.arrive(try JID(BareJID("u\(number)@\(domain)"), resource: "a"), .online)
    }
    for domain in ["a.lit", "b.lit", "c.lit"] {
      let places = try (0..<quarter).map { try arrive($0, domain) }
      #expect(places.allSatisfy { $0 == .new })
      #expect(try arrive(quarter, domain) == .full)
    }
    #expect(try arrive(0, "d.lit") == .full)
    for number in 0..<quarter where try arrive(number, "verona.lit") != .new {
      Issue.record("\(number) has no room")
    }
    _ = book.leave(try jid("u0@a.lit"))
    #expect(try arrive(0, "d.lit") == .new)
  }

  /// So with interests.
  @Test func interestsOfStrangers() throws {
    let nodes = Set((0..<1000).map { NodeID(stored: "node\($0)") })
    func watch(_ number: Int, _ domain: String) throws -> Set<NodeID>? {
      let who = try JID(BareJID("user\(number)@\(domain)"), resource: "a")
      _ = book.arrive(who, .online)
      return book.watch(who, nodes)
    }
    for number in 0..<250 { #expect(try watch(number, "a.lit") == nodes) }
    #expect(try watch(250, "a.lit") == nil)
    #expect(try watch(0, "b.lit") == nodes)
    #expect(try watch(0, "verona.lit") == nodes)
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
    #expect(book.arrive(all[0], .online) == .known)
    #expect(book.arrive(all[3], .online) == .new)
    for who in all { #expect(book.isAvailable(who, [])) }
    // A connection that did not last: another round begins before this one has ended.
    book.beginRound()
    #expect(book.arrive(all[2], .dnd) == .known)
    #expect(book.arrive(all[3], .online) == .known)
    book.endRound()
    #expect(all.map { book.isAvailable($0, []) } == [false, false, true, true])
    #expect(!book.hasWatchers(try NodeID("moods")))
    // There is room for them again.
    #expect(book.arrive(all[0], .online) == .new)
  }

  // MARK: Interests

  @Test func watching() throws {
    let (phone, desk) = (try jid("juliet@verona.lit/phone"), try jid("romeo@verona.lit/desk"))
    let (a, b, c) = (try NodeID("a"), try NodeID("b"), try NodeID("c"))
    // Of somebody who is not there nothing is kept.
    #expect(book.watch(phone, [a]) == [])
    #expect(!book.hasWatchers(a))
    _ = book.arrive(phone, .online)
    _ = book.arrive(desk, .online)
    #expect(book.watch(phone, [a, b]) == [a, b])
    #expect(book.watch(phone, [a, b]) == [])
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
    #expect(book.watch(last, [NodeID(stored: "more")]) == nil)
    // Fewer of one make room for another; so does a departure.
    #expect(book.watch(all[0], [NodeID(stored: "node0")]) == [])
    #expect(book.watch(last, [NodeID(stored: "more")])?.count == 1)
    _ = book.leave(all[1])
    #expect(book.watch(last, nodes) == nodes)
  }
}
