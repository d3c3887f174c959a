import TestSupport
import Testing
import XML
import XMPP

/// One sequence on two nodes of its own.
struct RandomRequests {
  static let people = [
    "romeo@verona.lit", "juliet@verona.lit", "tybalt@verona.lit", "paris@elsewhere.lit",
    "escalus@verona.lit",
  ]
  private static let items = ["a", "b", "c"]
  private static let models = ["open", "authorize", "whitelist"]
  private static let publishModels = ["publishers", "subscribers", "open"]
  private static let affiliations = [
    "owner", "publisher", "publish-only", "member", "none", "outcast",
  ]

  private let seed: UInt64
  private let switchboard: Switchboard
  private let names: [String]
  private var dice: Dice
  private var rules = Rules(
    creators: Set(people.filter { $0.hasSuffix("verona.lit") }), admin: "escalus@verona.lit")
  /// What was asked, for whoever has to find out.
  private var log: [String] = []

  init(_ seed: UInt64, _ switchboard: Switchboard) {
    self.seed = seed
    self.switchboard = switchboard
    dice = Dice(seed)
    names = ["s\(seed)-x", "s\(seed)-y"]
  }

  mutating func play(_ requests: Int) async throws {
    do { try await begin(requests) } catch {
      Issue.record("seed \(seed), after:\n\(log.joined(separator: "\n"))\n\(error)")
      throw error
    }
  }

  private mutating func begin(_ requests: Int) async throws {
    for name in names.dropLast(Int(dice.next() % 2)) {
      guard
        try await create(name, one(Self.people), one(Self.models), one(Self.publishModels))
      else { return }
    }
    for _ in 0..<requests {
      guard try await step() else { break }
    }
    for name in names where rules.nodes[name] != nil {
      _ = try await switchboard.owned(.set, "escalus@verona.lit", "<delete node='\(name)'/>")
    }
  }

  private mutating func one<T>(_ list: [T]) -> T {
    list[Int(dice.next() % UInt64(list.count))]
  }

  /// False if the rules were broken.
  private mutating func step() async throws -> Bool {
    let (who, whom, name, item) = (
      one(Self.people), one(Self.people), one(names), one(Self.items)
    )
    let (access, publishModel) = (one(Self.models), one(Self.publishModels))
    switch dice.next() % 20 {
    case 0, 1: return try await create(name, who, access, publishModel)
    case 2: return try await configure(name, who, access, publishModel)
    case 3:
      return try await change("delete", who, own: "<delete node='\(name)'/>") {
        try $0.delete(name, by: who)
      }
    case 4:
      return try await change("purge", who, own: "<purge node='\(name)'/>") {
        try $0.purge(name, by: who)
      }
    case 5, 6, 7:
      return try await change(
        "publish", who,
        "<publish node='\(name)'><item id='\(item)'><a xmlns='urn:a'/></item></publish>"
      ) { try $0.publish(item, to: name, by: who) }
    case 8, 9:
      return try await change(
        "retract", who, "<retract node='\(name)'><item id='\(item)'/></retract>"
      ) { try $0.retract(item, from: name, by: who) }
    case 10, 11: return try await subscribe(name, who)
    case 12:
      return try await change(
        "unsubscribe", who, "<unsubscribe node='\(name)' jid='\(who)'/>"
      ) { try $0.unsubscribe(who, from: name) }
    case 13, 14: return try await affiliate(name, who, whom, one(Self.affiliations))
    case 15: return try await grant(name, who, whom, one(["subscribed", "none", "pending"]))
    case 16: return try await readLists(who)
    case 17: return try await readManagement(name, who)
    default: return try await readItems(name, who)
    }
  }

  // MARK: Requests

  private mutating func create(
    _ name: String, _ who: String, _ access: String, _ publishModel: String
  ) async throws -> Bool {
    let form = submit(["access_model": access, "publish_model": publishModel])
    return try await change(
      "create \(access) \(publishModel)", who,
      "<create node='\(name)'/><configure>\(form)</configure>"
    ) { try $0.create(name, by: who, access: access, publishModel: publishModel) }
  }

  private mutating func configure(
    _ name: String, _ who: String, _ access: String, _ publishModel: String
  ) async throws -> Bool {
    let keep = one([1, 2, 100])
    let form = submit([
      "access_model": access, "publish_model": publishModel, "max_items": "\(keep)",
    ])
    let isKept = try await change(
      "configure \(access) \(publishModel) \(keep)", who,
      own: "<configure node='\(name)'>\(form)</configure>"
    ) {
      try $0.configure(name, by: who, access: access, publishModel: publishModel, keep: keep)
    }
    try await switchboard.review()
    return isKept
  }

  private mutating func subscribe(_ name: String, _ who: String) async throws -> Bool {
    var rules = rules
    let switchboard = switchboard
    var states = (expected: "", found: "")
    let first = Self.expected { states.expected = try rules.subscribe(who, to: name) }
    let second = try await Self.found {
      let subscription = try await switchboard.pubsub(
        .set, who, "<subscribe node='\(name)' jid='\(who)'/>"
      ).all("subscription").first
      states.found = subscription?["subscription"] ?? "?"
    }
    self.rules = rules
    return check(
      "subscribe", name, who, "\(first) \(states.expected)", "\(second) \(states.found)")
  }

  private mutating func affiliate(
    _ name: String, _ who: String, _ whom: String, _ affiliation: String
  ) async throws -> Bool {
    try await change(
      "affiliate \(whom) \(affiliation)", who,
      own: """
        <affiliations node='\(name)'>\
        <affiliation jid='\(whom)' affiliation='\(affiliation)'/></affiliations>
        """
    ) { try $0.affiliate(whom, affiliation, to: name, by: who) }
  }

  private mutating func grant(
    _ name: String, _ who: String, _ whom: String, _ state: String
  ) async throws -> Bool {
    try await change(
      "grant \(whom) \(state)", who,
      own: """
        <subscriptions node='\(name)'>\
        <subscription jid='\(whom)' subscription='\(state)'/></subscriptions>
        """
    ) { try $0.grant(whom, state, to: name, by: who) }
  }

  // MARK: Lists

  private mutating func readItems(_ name: String, _ who: String) async throws -> Bool {
    let (rules, switchboard) = (rules, switchboard)
    return try await compare(
      "items", name, who, try rules.items(name, for: who)
    ) {
      try await switchboard.pubsub(.get, who, "<items node='\(name)'/>").all("item")
        .map { "\($0["id"] ?? "") \($0["publisher"] ?? "")" }
    }
  }

  private mutating func readLists(_ who: String) async throws -> Bool {
    let (rules, switchboard) = (rules, switchboard)
    let names = Set(names)
    let affiliations = try await compare(
      "affiliations", "", who, rules.affiliations(of: who).sorted()
    ) {
      try await switchboard.pubsub(.get, who, "<affiliations/>").all("affiliation")
        .filter { names.contains($0["node"] ?? "") }
        .map { "\($0["node"] ?? "") \($0["affiliation"] ?? "")" }.sorted()
    }
    let subscriptions = try await compare(
      "subscriptions", "", who, rules.subscriptions(of: who).sorted()
    ) {
      try await switchboard.pubsub(.get, who, "<subscriptions/>").all("subscription")
        .filter { names.contains($0["node"] ?? "") }
        .map { "\($0["node"] ?? "") \($0["subscription"] ?? "")" }.sorted()
    }
    let nodes = try await compare(
      "nodes", "", who, rules.list(for: who).sorted()
    ) {
      try await switchboard.nodes(for: who).filter(names.contains).sorted()
    }
    return affiliations && subscriptions && nodes
  }

  private mutating func readManagement(_ name: String, _ who: String) async throws -> Bool {
    let (rules, switchboard) = (rules, switchboard)
    let affiliations = try await compare(
      "affiliations", name, who, try rules.affiliations(to: name, for: who).sorted()
    ) {
      try await switchboard.owned(.get, who, "<affiliations node='\(name)'/>").all("affiliation")
        .map { "\($0["jid"] ?? "") \($0["affiliation"] ?? "")" }.sorted()
    }
    let subscriptions = try await compare(
      "subscriptions", name, who, try rules.subscriptions(to: name, for: who).sorted()
    ) {
      try await switchboard.owned(.get, who, "<subscriptions node='\(name)'/>").all("subscription")
        .map { "\($0["jid"] ?? "") \($0["subscription"] ?? "")" }.sorted()
    }
    return affiliations && subscriptions
  }

  // MARK: Asking and comparing

  private mutating func change(
    _ what: String, _ who: String, _ inner: String = "", own owned: String? = nil,
    _ body: (inout Rules) throws -> Void
  ) async throws -> Bool {
    var rules = rules
    let switchboard = switchboard
    let expected = Self.expected { try body(&rules) }
    if expected == "done" { self.rules = rules }
    let found = try await Self.found {
      _ =
        if let owned { try await switchboard.owned(.set, who, owned) } else {
          try await switchboard.pubsub(.set, who, inner)
        }
    }
    return check(what, owned ?? inner, who, expected, found)
  }

  private mutating func compare(
    _ what: String, _ name: String, _ who: String, _ expected: @autoclosure () throws -> [String],
    _ found: () async throws -> [String]
  ) async throws -> Bool {
    var lists: (expected: [String], found: [String]) = ([], [])
    let first = Self.expected { lists.expected = try expected() }
    let second = try await Self.found { lists.found = try await found() }
    return check(
      what, name, who, "\(first) \(lists.expected)", "\(second) \(lists.found)")
  }

  private static func expected(_ body: () throws -> Void) -> String {
    do { try body() } catch { return (error as? Rules.Refusal)?.conditions ?? "\(error)" }
    return "done"
  }

  private static func found(_ body: () async throws -> Void) async throws -> String {
    do { try await body() } catch let refusal as Rules.Refusal { return refusal.conditions }
    return "done"
  }

  private mutating func check(
    _ what: String, _ detail: String, _ who: String, _ expected: String, _ found: String
  ) -> Bool {
    log.append("\(who) \(what) \(detail): \(expected)")
    #expect(
      found == expected, "seed \(seed), after:\n\(log.joined(separator: "\n"))")
    return found == expected
  }
}

extension Element {
  fileprivate func all(_ name: String) -> [Element] {
    elements.flatMap { ($0.name.name == name ? [$0] : []) + $0.all(name) }
  }
}
