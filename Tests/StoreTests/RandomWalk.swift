import PubSub
import TestSupport
import Testing
import XMPP

@testable import Store

/// Changes a store and a model alike, at random.
struct RandomWalk {
  let fixture: Fixture
  private(set) var model = RandomModel()
  /// Whether nodes wait that go with one that is deleted.
  var hasOrphans = false
  private var dice: Dice
  private var time: Int64 = 0

  init(_ fixture: Fixture, _ seed: UInt64) {
    self.fixture = fixture
    dice = Dice(seed)
  }

  private mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &dice) }

  mutating func step(_ step: Int) async throws {
    time = Int64(step) * 1_000
    let name = roll(7) == 0 ? RandomModel.comments + "x" : "n\(roll(6))"
    guard let node = model.nodes[name] else { return try await create(name) }
    let (id, item) = (NodeID(stored: name), "i\(roll(6))")
    let isHidden = try await hiddenItem(item, in: name) != nil
    switch roll(100) {
    case 0..<35 where isHidden: try await show(item, in: name)
    case 0..<30: try await publish(item, in: name, step)
    case 30..<35:
      model.nodes[name]?.forget(item)
      model.nodes[name]?.items.append((item, nil, step))
      let bare = PublishedItem(id: ItemID(stored: item), publisher: fixture.juliet, payload: nil)
      try await apply([.store(id, bare)])
    case 35..<42:
      model.nodes[name]?.forget(item)
      try await apply([.retract(id, ItemID(stored: item))])
    case 42..<47:
      let keep = roll(5)
      model.nodes[name]?.items = Array(node.items.suffix(keep))
      try await apply([.trim(id, keep: keep)])
    case 47..<49:
      model.nodes[name]?.items = []
      try await apply([.purge(id)])
    case 49..<64: try await subscribe(name, node)
    case 64..<70:
      let jid = try BareJID("user\(roll(3))@capulet.lit")
      let affiliation = Affiliation.allCases[roll(Affiliation.allCases.count)]
      try await apply([.affiliate(id, jid, affiliation)])
    case 70..<82: try await configure(name, node)
    case 82..<86: try await delete(name)
    case 86..<90: try await expire()
    case 90..<94: try await keepUp()
    case 94..<98: try await isHidden ? show(item, in: name) : hide(item, in: name)
    default: _ = try await Sweeper(fixture.store).sweep(now: Timestamp(milliseconds: time))
    }
  }

  private func apply(_ effects: [Effect], _ events: [Event] = []) async throws {
    try await fixture.apply(effects, events, at: time)
  }

  private mutating func create(_ name: String) async throws {
    var configuration = NodeConfiguration()
    let others = model.nodes.keys.sorted()
    if !others.isEmpty, roll(2) == 0 {
      configuration.parent = NodeID(stored: others[roll(others.count)])
    } else if !others.isEmpty, roll(2) == 0 {
      let link = others[roll(others.count)]
      configuration.link = NodeID(stored: link)
      configuration.parent = model.nodes[link]?.configuration.parent
    }
    if roll(3) == 0 { configuration.itemExpiry = 20 }
    model.nodes[name] = RandomModel.Node(configuration: configuration)
    // One that goes with a deleted node loses its name at once; it may take longer if that leads over several.
    if hasOrphans, try await fixture.record(name) != nil {
      try await fixture.sweep(at: time)
      hasOrphans = false
    }
    try await apply([.create(NodeID(stored: name), configuration, owner: fixture.romeo)])
  }

  private mutating func publish(_ item: String, in name: String, _ step: Int) async throws {
    model.nodes[name]?.forget(item)
    model.nodes[name]?.items.append((item, "word\(step)", step))
    var event = event(name, .subscribers, .item, text: "word\(step)")
    event.item = ItemID(stored: item)
    try await fixture.publish(
      item, in: name, title: "word\(step)", at: time, events: roll(2) == 0 ? [event] : [])
  }

  private func hiddenItem(_ item: String, in name: String) async throws -> StoredItem? {
    try await fixture.read(name) { try $0.hiddenItem(ItemID(stored: item), in: $1)?.item }
  }

  private mutating func hide(_ item: String, in name: String) async throws {
    if let known = model.nodes[name]?.items.first(where: { $0.name == item }) {
      model.nodes[name]?.forget(item)
      model.nodes[name]?.hidden.append(known)
    }
    try await apply([.hide(NodeID(stored: name), ItemID(stored: item))])
  }

  /// It is where it was.
  private mutating func show(_ item: String, in name: String) async throws {
    let known = try #require(model.nodes[name]?.hidden.first { $0.name == item })
    model.nodes[name]?.forget(item)
    model.nodes[name]?.items.append(known)
    model.nodes[name]?.items.sort { $0.place < $1.place }
    let post = try known.title.map {
      try Post(item, title: $0, by: fixture.romeo, at: Int64(known.place) * 1_000)
    }
    try await fixture.apply(
      [.show(NodeID(stored: name), ItemID(stored: item))], projections: post?.projections ?? [:],
      at: time)
  }

  /// Subscribes, lets in, changes options or ends it; two addresses, two subscriptions of each.
  private mutating func subscribe(_ name: String, _ node: RandomModel.Node) async throws {
    let (jid, number) = ("user\(roll(2))@capulet.lit" + ["", "/a"][roll(2)], "\(roll(2))")
    let (key, choice) = (jid + number, roll(8))
    let state: Subscription.State = roll(4) == 0 ? .pending : .subscribed
    let end = time + Int64(roll(200)) * 1_000_000
    let depth = roll(3) - 1
    let facts = try subscription(jid, number, state: state) { options in
      switch choice {
      case 0: options.digest = true
      case 1: options.expiry = .at(Timestamp(milliseconds: end))
      case 2: options.depth = depth
      case 3: options.keywords = ["word"]
      case 4: options.expiry = .presence
      case 5: options.isPublic = true
      default: break
      }
    }
    let id = NodeID(stored: name)
    switch node.subscriptions[key] {
    case nil:
      model.nodes[name]?.subscriptions[key] = state == .subscribed
      try await apply([.subscribe(id, facts)])
    case true? where roll(2) == 0:
      var facts = facts
      facts.state = .subscribed
      try await apply([.change(id, facts)])
    case false? where roll(2) == 0:
      model.nodes[name]?.subscriptions[key] = state == .subscribed
      try await apply([.change(id, facts)])
    default:
      model.nodes[name]?.subscriptions[key] = nil
      // And once more, which does nothing.
      try await apply([.unsubscribe(id, facts), .unsubscribe(id, facts)])
    }
  }

  private mutating func configure(_ name: String, _ node: RandomModel.Node) async throws {
    var configuration = node.configuration
    var effects: [Effect] = []
    switch roll(5) {
    case 0, 1:
      configuration.accessModel = AccessModel.allCases[roll(AccessModel.allCases.count)]
      effects.append(.review(NodeID(stored: name)))
    case 2: configuration.itemExpiry = roll(2) == 0 ? nil : 10 + roll(30)
    case 3 where configuration.link == nil:
      let dependents = model.dependents(name).union([name])
      let others = model.nodes.keys.filter { !dependents.contains($0) }.sorted()
      configuration.parent =
        others.isEmpty || roll(4) == 0 ? nil : NodeID(stored: others[roll(others.count)])
    default:
      let keep = roll(4)
      configuration.maxItems = keep
      effects.append(.trim(NodeID(stored: name), keep: keep))
      model.nodes[name]?.items = Array(node.items.suffix(keep))
    }
    model.nodes[name]?.configuration = configuration
    model.move(name, below: configuration.parent)
    try await apply([.configure(NodeID(stored: name), configuration)] + effects)
  }

  private mutating func delete(_ name: String) async throws {
    let gone = model.dependents(name)
    for other in gone.union([name]) { model.nodes[other] = nil }
    if !gone.isEmpty { hasOrphans = true }
    try await apply(
      [.delete(NodeID(stored: name), redirect: roll(3) == 0 ? "xmpp:elsewhere.lit" : nil)],
      [event(name, .everybody, .node)])
  }

  private mutating func expire() async throws {
    let now = Timestamp(milliseconds: time)
    while try await fixture.store.write({ try $0.expireItems(now: now, nodes: 2) }) {}
    for (name, node) in model.nodes {
      guard let seconds = node.configuration.itemExpiry else { continue }
      model.nodes[name]?.items.removeAll {
        Int64($0.place) * 1_000 + Int64(seconds) * 1_000 <= time
      }
    }
  }

  /// What time brings, and the deliveries.
  private mutating func keepUp() async throws {
    let (service, known) = (fixture.service, fixture.known)
    let (now, share) = (Timestamp(milliseconds: time), roll(2))
    try await fixture.store.write { tx in
      if let number = try tx.snapshot.nodeToReview(in: service),
        let (node, page, isLast) = try tx.snapshot.review(of: number, in: service, limit: 2)
      {
        try tx.reviewed(node, last: isLast ? nil : page.last?.number)
      }
      for node in try tx.snapshot.gatheringNodes(in: service, now: now, limit: 99) {
        var budget = DigestBudget(bytes: 300, search: SearchBudget(60))
        let due = try tx.snapshot.dueDigests(node, now: now, limit: 2, &budget, known)
        for digest in due { _ = try tx.digested(digest, now: now) }
        _ = try tx.settleDigests(of: node, now: now, limit: 3)
      }
      let leases = try tx.snapshot.leases(
        endingBefore: now, unannounced: true, in: service, limit: 2)
      for lease in leases { try tx.noticed(lease) }
    }
    for event in try await fixture.waiting() where event.id % 2 == share {
      _ = try await fixture.recipients(of: event, limit: 3)
      try await fixture.store.write { try $0.acknowledge(done: [event.id], partial: [:]) }
    }
  }
}
