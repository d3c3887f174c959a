import PubSub
import Testing
import XMPP

@testable import Store

/// Random sequences of changes: whatever happens, what is derived agrees with what is stored. The
/// seed is the argument, so a failure names it.
@Suite struct RandomTests {
  /// What ought to be there.
  private struct Model {
    /// Items, the last published last, with their titles; nil: no post.
    var nodes: [String: [(item: String, title: String?)]] = [:]
    var closed: Set<String> = []
    /// All posts in the order of their publishing.
    var order: [(node: String, item: String)] = []
    var subscribers: [String: Set<String>] = [:]

    mutating func forget(_ node: String, _ item: String) {
      nodes[node]?.removeAll { $0.item == item }
      order.removeAll { $0.node == node && $0.item == item }
    }

    var newest: [String] {
      order.reversed().filter { !closed.contains($0.node) }.map { "\($0.node)/\($0.item)" }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 20_261_122])
  func changes(seed: UInt64) async throws {
    var limits = StoreLimits()
    limits.rowsPerSweep = 2
    let fixture = try await Fixture(limits: limits)
    let sweeper = Sweeper(fixture.store)
    var dice = Dice(seed)
    var model = Model()
    for step in 0..<250 {
      let name = "n\(Int.random(in: 0..<4, using: &dice))"
      let node = NodeID(stored: name)
      guard let items = model.nodes[name] else {
        try await fixture.create(name)
        model.nodes[name] = []
        model.subscribers[name] = []
        continue
      }
      let item = "i\(Int.random(in: 0..<6, using: &dice))"
      switch Int.random(in: 0..<100, using: &dice) {
      case 0..<45:
        model.forget(name, item)
        model.nodes[name]?.append((item, "word\(step)"))
        model.order.append((name, item))
        try await fixture.publish(item, in: name, title: "word\(step)", at: Int64(step))
      case 45..<52:
        model.forget(name, item)
        model.nodes[name]?.append((item, nil))
        let bare = PublishedItem(id: ItemID(stored: item), publisher: fixture.juliet, payload: nil)
        try await fixture.apply([.store(node, bare)])
      case 52..<65:
        model.forget(name, item)
        try await fixture.apply([.retract(node, ItemID(stored: item))])
      case 65..<70:
        let keep = Int.random(in: 0..<5, using: &dice)
        for (item, _) in items.dropLast(keep) { model.forget(name, item) }
        try await fixture.apply([.trim(node, keep: keep)])
      case 70..<73:
        for (item, _) in items { model.forget(name, item) }
        try await fixture.apply([.purge(node)])
      case 73..<85:
        let jid = "user\(Int.random(in: 0..<5, using: &dice))@verona.lit"
        if model.subscribers[name]?.remove(jid) != nil {
          try await fixture.apply([.unsubscribe(node, JID(jid))])
        } else {
          model.subscribers[name]?.insert(jid)
          try await fixture.apply([.subscribe(node, JID(jid))])
        }
      case 85..<90:
        var configuration = NodeConfiguration()
        if model.closed.remove(name) == nil {
          model.closed.insert(name)
          configuration.accessModel = .whitelist
        }
        try await fixture.apply([.configure(node, configuration)])
      case 90..<94:
        for (item, _) in items { model.forget(name, item) }
        model.nodes[name] = nil
        model.closed.remove(name)
        try await fixture.apply([.delete(node)])
      default: _ = try await sweeper.sweep()
      }
      if step % 25 == 24 { try await check(model, fixture, "seed \(seed), step \(step)") }
    }
    while try await sweeper.sweep() {}
    try await check(model, fixture, "seed \(seed), at the end")
    #expect(try await fixture.number("SELECT count(*) FROM node") == Int64(model.nodes.count))
    try await fixture.store.close()
  }

  private func check(_ model: Model, _ fixture: Fixture, _ place: Comment) async throws {
    try await fixture.checkInvariants(place)
    for (name, items) in model.nodes {
      #expect(try await fixture.items(name) == items.reversed().map(\.item), place)
      #expect(
        try await fixture.record(name)?.facts.subscribers == model.subscribers[name]?.count, place)
      for (item, title) in items where !model.closed.contains(name) {
        guard let title else { continue }
        let found = try await fixture.store.search(title, limit: 5)
        #expect(found.map { "\($0.node)/\($0.item)" } == ["\(name)/\(item)"], place)
      }
    }
    for limit in [1, 3, 10, 100] {
      let newest = try await fixture.store.newestPosts(limit: limit)
      #expect(
        newest.map { "\($0.node)/\($0.item)" } == Array(model.newest.prefix(limit)), place)
    }
  }
}
