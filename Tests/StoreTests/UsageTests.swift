import PubSub
import TestSupport
import Testing
import XMPP

@testable import Store

/// What accounts have, and all accounts of a domain together.
@Suite struct UsageTests {
  private func usage(_ fixture: Fixture, _ jid: String) async throws -> Account {
    try await fixture.store.read { try $0.account(BareJID(jid)) }
  }

  @Test func everyKind() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    func store(_ name: String, _ bytes: Int, by jid: BareJID) async throws {
      let payload = [UInt8](repeating: 0, count: bytes)
      try await fixture.apply([
        .store(blog, PublishedItem(id: ItemID(stored: name), publisher: jid, payload: payload))
      ])
    }
    func expect(_ romeo: Usage, _ juliet: Usage) async throws {
      try await fixture.checkInvariants()
      #expect(try await usage(fixture, "romeo@verona.lit").own == romeo)
      #expect(try await usage(fixture, "juliet@verona.lit").own == juliet)
      let both = Usage(
        nodes: romeo.nodes + juliet.nodes, items: romeo.items + juliet.items,
        bytes: romeo.bytes + juliet.bytes, subscriptions: romeo.subscriptions + juliet.subscriptions
      )
      #expect(try await usage(fixture, "nurse@verona.lit") == Account(domain: both))
    }
    try await expect(Usage(nodes: 1), Usage())
    try await store("a", 10, by: fixture.romeo)
    try await store("b", 5, by: fixture.juliet)
    try await expect(Usage(nodes: 1, items: 1, bytes: 10), Usage(items: 1, bytes: 5))
    // An edit by another one.
    try await store("a", 7, by: fixture.juliet)
    try await store("b", 6, by: fixture.juliet)
    try await expect(Usage(nodes: 1), Usage(items: 2, bytes: 13))
    for resource in ["", "/a"] {
      try await fixture.subscribe("juliet@verona.lit\(resource)", to: "blog")
    }
    try await fixture.subscribe("romeo@verona.lit", to: "blog", state: .pending)
    try await expect(
      Usage(nodes: 1, subscriptions: 1), Usage(items: 2, bytes: 13, subscriptions: 2))
    try await fixture.apply([.retract(blog, ItemID(stored: "a"))])
    try await fixture.unsubscribe("juliet@verona.lit/a", from: "blog")
    try await expect(
      Usage(nodes: 1, subscriptions: 1), Usage(items: 1, bytes: 6, subscriptions: 1))
    // What is gone counts until it is removed.
    try await fixture.apply([.purge(blog)])
    try await expect(
      Usage(nodes: 1, subscriptions: 1), Usage(items: 1, bytes: 6, subscriptions: 1))
    try await fixture.sweep()
    try await expect(Usage(nodes: 1, subscriptions: 1), Usage(subscriptions: 1))
    try await store("c", 3, by: fixture.juliet)
    try await fixture.apply([.delete(blog, redirect: nil)])
    try await fixture.sweep()
    try await expect(Usage(), Usage())
    try await fixture.store.close()
  }

  /// A subscription counts against the quota of who has asked for it, until it ends or its node goes.
  @Test func payers() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    let given = ["a", "b", "c"].map { name in
      SubscriptionFacts(
        jid: JID(fixture.juliet), id: SubscriptionID(name), state: .subscribed,
        payer: name == "c" ? nil : fixture.romeo)
    }
    func expect(_ romeo: Int, _ juliet: Int) async throws {
      try await fixture.checkInvariants()
      #expect(try await usage(fixture, "romeo@verona.lit").own.subscriptions == romeo)
      #expect(try await usage(fixture, "juliet@verona.lit").own.subscriptions == juliet)
    }
    try await fixture.apply(given.map { .subscribe(blog, $0) })
    try await expect(2, 1)
    // As it is read back, nobody is named.
    var first = given[0]
    first.payer = nil
    try await fixture.apply([.unsubscribe(blog, first)])
    try await expect(1, 1)
    try await fixture.apply([.delete(blog, redirect: nil)])
    try await fixture.sweep()
    try await expect(0, 0)
    try await fixture.store.close()
  }

  /// A domain's own account is the domain.
  @Test func domains() async throws {
    let fixture = try await Fixture()
    let (verona, capulet) = (try BareJID("verona.lit"), try BareJID("nurse@capulet.lit"))
    for (name, owner) in [("a", verona), ("b", fixture.romeo), ("c", capulet)] {
      try await fixture.apply([.create(NodeID(name), NodeConfiguration(), owner: owner)])
    }
    try await fixture.subscribe("verona.lit/bot", to: "a")
    let two = Usage(nodes: 2, subscriptions: 1)
    #expect(try await usage(fixture, "verona.lit") == Account(own: two, domain: two))
    #expect(
      try await usage(fixture, "romeo@verona.lit") == Account(own: Usage(nodes: 1), domain: two))
    #expect(
      try await usage(fixture, "x@capulet.lit") == Account(domain: Usage(nodes: 1)))
    #expect(try await usage(fixture, "x@elsewhere.lit") == Account())
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// A write that fails leaves no trace, whatever it shared its transaction with.
  @Test func afterAFailure() async throws {
    struct Refused: Error {}
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let (service, known, juliet) = (fixture.service, fixture.known, fixture.juliet)
    let gate = ThreadGate()
    gate.close(fixture.store)
    for number in 0..<6 {
      let item = PublishedItem(
        id: ItemID(stored: "i\(number)"), publisher: juliet, payload: [1, 2, 3])
      fixture.store.submit { tx in
        try tx.apply(
          Decision(effects: [
            .store(NodeID(stored: "blog"), item),
            .subscribe(NodeID(stored: "blog"), subscription("user\(number)@capulet.lit")),
          ]), in: service, now: Timestamp(milliseconds: 1), known)
        if number % 2 == 1 { throw Refused() }
      } completion: { _ in
      }
    }
    gate.open()
    try await fixture.store.write { _ in }
    #expect(try await usage(fixture, "juliet@verona.lit").own == Usage(items: 3, bytes: 9))
    #expect(try await usage(fixture, "capulet.lit").own == Usage(subscriptions: 3))
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
