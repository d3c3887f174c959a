/// The rules of XEP-0060 in their simplest form, to be held against what the service does: a node is
/// a few dictionaries, a refusal is the names of its conditions.
struct Rules {
  struct Node {
    var access = "open"
    var publishModel = "publishers"
    var keep = 100
    /// Without those of affiliation `none`.
    var affiliations: [String: String]
    /// `subscribed` or `pending`.
    var subscriptions: [String: String] = [:]
    /// The last published last.
    var items: [(id: String, publisher: String)] = []
  }

  struct Refusal: Error { let conditions: String }

  /// Who may create nodes.
  let creators: Set<String>
  let admin: String
  var nodes: [String: Node] = [:]

  // MARK: Who may what

  private func isOwner(_ who: String, _ node: Node) -> Bool {
    who == admin || node.affiliations[who] == "owner"
  }

  func mayRead(_ who: String, _ node: Node) -> Bool {
    if isOwner(who, node) { return true }
    switch node.affiliations[who] {
    case "outcast", "publish-only": return false
    case "publisher", "member": return true
    default:
      return node.access == "open"
        || node.access == "authorize" && node.subscriptions[who] == "subscribed"
    }
  }

  /// To read, or to knock where one has to.
  func maySubscribe(_ who: String, _ node: Node) -> Bool {
    mayRead(who, node) || node.access == "authorize" && !isFixed(who, node)
  }

  private func sees(_ who: String, _ node: Node) -> Bool {
    maySubscribe(who, node) || node.affiliations[who] == "publish-only"
  }

  /// Those who get nothing from what a node is open for.
  private func isFixed(_ who: String, _ node: Node) -> Bool {
    ["outcast", "publish-only"].contains(node.affiliations[who])
  }

  private func mayPublish(_ who: String, _ node: Node) -> Bool {
    if isOwner(who, node) { return true }
    switch node.affiliations[who] {
    case "outcast": return false
    case "publisher", "publish-only": return true
    default:
      return node.publishModel == "open"
        || node.publishModel == "subscribers" && node.subscriptions[who] == "subscribed"
          && mayRead(who, node)
    }
  }

  private func find(_ name: String) throws -> Node {
    guard let node = nodes[name] else { throw Refusal(conditions: "cancel: item-not-found") }
    return node
  }

  private func owned(_ name: String, by who: String) throws -> Node {
    let node = try find(name)
    guard isOwner(who, node) else { throw Refusal(conditions: "auth: forbidden") }
    return node
  }

  private func shut(_ who: String, _ node: Node) -> Refusal {
    if isFixed(who, node) { return Refusal(conditions: "auth: forbidden") }
    return switch node.access {
    case "authorize": Refusal(conditions: "auth: not-subscribed not-authorized")
    default: Refusal(conditions: "cancel: closed-node not-allowed")
    }
  }

  // MARK: What is asked for

  mutating func create(
    _ name: String, by who: String, access: String, publishModel: String
  ) throws {
    guard creators.contains(who) else { throw Refusal(conditions: "auth: forbidden") }
    guard nodes[name] == nil else { throw Refusal(conditions: "cancel: conflict") }
    nodes[name] = Node(
      access: access, publishModel: publishModel, affiliations: [who: "owner"])
  }

  mutating func configure(
    _ name: String, by who: String, access: String, publishModel: String, keep: Int
  ) throws {
    var node = try owned(name, by: who)
    (node.access, node.publishModel, node.keep) = (access, publishModel, keep)
    node.items = node.items.suffix(keep)
    // Requests that nobody need make any more are granted; who may not read any more is out.
    for (subscriber, state) in node.subscriptions {
      if state == "pending" {
        if mayRead(subscriber, node) {
          node.subscriptions[subscriber] = "subscribed"
        } else if !maySubscribe(subscriber, node) {
          node.subscriptions[subscriber] = nil
        }
      } else if !mayRead(subscriber, node) {
        node.subscriptions[subscriber] = nil
      }
    }
    nodes[name] = node
  }

  mutating func delete(_ name: String, by who: String) throws {
    _ = try owned(name, by: who)
    nodes[name] = nil
  }

  mutating func purge(_ name: String, by who: String) throws {
    _ = try owned(name, by: who)
    nodes[name]?.items = []
  }

  mutating func publish(_ item: String, to name: String, by who: String) throws {
    if nodes[name] == nil, creators.contains(who) {
      nodes[name] = Node(affiliations: [who: "owner"])
    }
    var node = try find(name)
    guard mayPublish(who, node) else { throw Refusal(conditions: "auth: forbidden") }
    if let present = node.items.first(where: { $0.id == item }), present.publisher != who,
      !isOwner(who, node)
    {
      throw Refusal(conditions: "auth: forbidden")
    }
    node.items.removeAll { $0.id == item }
    node.items = (node.items + [(item, who)]).suffix(node.keep)
    nodes[name] = node
  }

  mutating func retract(_ item: String, from name: String, by who: String) throws {
    var node = try find(name)
    guard mayPublish(who, node) else { throw Refusal(conditions: "auth: forbidden") }
    guard let present = node.items.first(where: { $0.id == item }) else {
      throw Refusal(conditions: "cancel: item-not-found")
    }
    guard present.publisher == who || isOwner(who, node) else {
      throw Refusal(conditions: "auth: forbidden")
    }
    node.items.removeAll { $0.id == item }
    nodes[name] = node
  }

  func items(_ name: String, for who: String) throws -> [String] {
    let node = try find(name)
    guard mayRead(who, node) else { throw shut(who, node) }
    return node.items.reversed().map { "\($0.id) \($0.publisher)" }
  }

  /// The state that the subscription has then.
  mutating func subscribe(_ who: String, to name: String) throws -> String {
    let node = try find(name)
    guard maySubscribe(who, node) else { throw shut(who, node) }
    guard node.subscriptions[who] != "pending" else {
      throw Refusal(conditions: "auth: pending-subscription not-authorized")
    }
    let state = mayRead(who, node) ? "subscribed" : "pending"
    nodes[name]?.subscriptions[who] = state
    return state
  }

  mutating func unsubscribe(_ who: String, from name: String) throws {
    guard try find(name).subscriptions[who] != nil else {
      throw Refusal(conditions: "cancel: not-subscribed unexpected-request")
    }
    nodes[name]?.subscriptions[who] = nil
  }

  mutating func affiliate(
    _ whom: String, _ affiliation: String, to name: String, by who: String
  ) throws {
    var node = try owned(name, by: who)
    let isLastOwner =
      node.affiliations[whom] == "owner" && node.affiliations.values.count { $0 == "owner" } == 1
    guard !isLastOwner || affiliation == "owner" else {
      throw Refusal(conditions: "modify: not-acceptable")
    }
    guard node.affiliations[whom] ?? "none" != affiliation else { return }
    node.affiliations[whom] = affiliation == "none" ? nil : affiliation
    switch node.subscriptions[whom] {
    case "pending":
      if mayRead(whom, node) {
        node.subscriptions[whom] = "subscribed"
      } else if !maySubscribe(whom, node) {
        node.subscriptions[whom] = nil
      }
    case "subscribed":
      if !mayRead(whom, node) { node.subscriptions[whom] = nil }
    default: break
    }
    nodes[name] = node
  }

  mutating func grant(_ whom: String, _ state: String, to name: String, by who: String) throws {
    var node = try owned(name, by: who)
    if state == "none" {
      node.subscriptions[whom] = nil
    } else {
      var granted = node
      granted.subscriptions[whom] = "subscribed"
      guard state == "subscribed", mayRead(whom, granted) else {
        throw Refusal(conditions: "modify: not-acceptable")
      }
      node = granted
    }
    nodes[name] = node
  }

  // MARK: What is listed

  func affiliations(of who: String) -> Set<String> {
    Set(nodes.compactMap { name, node in node.affiliations[who].map { "\(name) \($0)" } })
  }

  func subscriptions(of who: String) -> Set<String> {
    Set(nodes.compactMap { name, node in node.subscriptions[who].map { "\(name) \($0)" } })
  }

  func affiliations(to name: String, for who: String) throws -> Set<String> {
    Set(try owned(name, by: who).affiliations.map { "\($0) \($1)" })
  }

  func subscriptions(to name: String, for who: String) throws -> Set<String> {
    // Requests that wait for an answer have a list of their own.
    Set(
      try owned(name, by: who).subscriptions.filter { $1 == "subscribed" }.map { "\($0) \($1)" })
  }

  func list(for who: String) -> Set<String> {
    Set(nodes.filter { sees(who, $0.value) }.keys)
  }
}
