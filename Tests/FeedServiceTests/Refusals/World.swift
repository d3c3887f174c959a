import PubSub
import Testing
import XML
import XMPP

/// What the rows of the tables are asked of: nodes of Romeo's, one of each kind, and people of whom
/// each is something else to all of them.
///
/// | who | what |
/// |---|---|
/// | romeo | owner |
/// | benvolio, paris, mercutio, tybalt | publisher, publish-only, member, outcast |
/// | peter | sees Romeo's presence, in the group Friends |
/// | balthasar | sees Romeo's presence, in no group |
/// | rosaline | subscribed, and let in where one has to knock |
/// | nurse | has knocked and waits |
/// | gregory | subscribed to `open` twice |
/// | samson | subscribed to `open` as often as one may, from several devices |
/// | juliet | nothing |
/// | hamlet@denmark.lit/castle | of a domain whose people create no nodes |
/// | beggar, hasty | may have nothing, may publish never |
/// | escalus | administrator |
final class World: Sendable {
  let desk: Desk
  /// What stands in rows for what the service has chosen.
  let names: [String: String]

  static let hamlet = "hamlet@denmark.lit/castle"
  static let parent = "{\(Namespace.pubsubRelationships)}parent"
  static let link = "{\(Namespace.pubsubRelationships)}link"

  static let nodes: [(name: String, fields: [String])] = [
    ("open", []),
    ("presence", [field("pubsub#access_model", "presence")]),
    (
      "roster",
      [field("pubsub#access_model", "roster"), field("pubsub#roster_groups_allowed", "Friends")]
    ),
    ("authorize", [field("pubsub#access_model", "authorize")]),
    ("whitelist", [field("pubsub#access_model", "whitelist")]),
    ("everyone", [field("pubsub#publish_model", "open")]),
    ("followers", [field("pubsub#publish_model", "subscribers")]),
    (
      "guild",
      [field("pubsub#access_model", "authorize"), field("pubsub#publish_model", "subscribers")]
    ),
    ("transient", [field("pubsub#persist_items", "0")]),
    ("notices", [field("pubsub#persist_items", "0"), field("pubsub#deliver_payloads", "0")]),
    ("pings", [field("pubsub#deliver_payloads", "0")]),
    ("full", [field("pubsub#max_items", "1"), field("pubsub#publish_node_full", "reject")]),
    ("pair", [field("pubsub#max_items", "2")]),
    ("nothing", [field("pubsub#max_items", "0")]),
    ("small", [field("pubsub#max_payload_size", "100")]),
    ("atom", [field("pubsub#type", Namespace.atom)]),
    ("quiet", [field("pubsub#subscribe", "0")]),
    ("house", []),
    ("house/room", [field(parent, "house"), field("pubsub#publish_model", "open")]),
    ("vault", [field("pubsub#access_model", "whitelist")]),
    ("vault/chest", [field(parent, "vault")]),
    ("shelf", [field(link, "open")]),
  ]

  private static let affiliations = [
    "benvolio": "publisher", "paris": "publish-only", "mercutio": "member", "tybalt": "outcast",
  ]

  init() async throws {
    desk = try await Desk { policy in
      policy.maximumSubscriptionsPerAccount = 3
      policy.maximumItemsPerAnswer = 10
      policy.maximumPayloadBytes = 2000
      policy.reservedNames = ["city/*"]
      policy.quotas["beggar@verona.lit"] = Quota(nodes: 0, items: 0, bytes: 0, subscriptions: 0)
      policy.quota.changesPerMinute = nil
      policy.quotas["hasty@verona.lit"] = Quota(publishesPerMinute: 0)
    }
    try Self.showRosters(desk)
    for (name, fields) in Self.nodes {
      let form = form("\(Namespace.pubsub)#node_config", fields.joined())
      try await Self.done(
        desk, .set, "romeo", pubsub("<create node='\(name)'/><configure>\(form)</configure>"))
      let entries = Self.affiliations.map {
        "<affiliation jid='\($0.key)@verona.lit' affiliation='\($0.value)'/>"
      }
      try await Self.done(
        desk, .set, "romeo",
        owner("<affiliations node='\(name)'>\(entries.joined())</affiliations>"))
    }
    try await Self.deleteSome(desk)
    try await Self.publishSome(desk)
    names = try await Self.subscribeSome(desk).merging(Self.pages(desk)) { first, _ in first }
  }

  /// What has to succeed.
  @discardableResult
  static func done(_ desk: Desk, _ kind: IQ.Kind, _ who: String, _ request: String) async throws
    -> Element
  {
    let answer = try await desk.answer(kind, who, request)
    try #require(answer["type"] == "result", "\(request): \(outcome(answer))")
    return answer
  }

  /// The server lets the service see rosters; Romeo's is the only one that is not empty.
  private static func showRosters(_ desk: Desk) throws {
    let rosters = "<perm access='roster' type='get'/>"
    try desk.receive(
      "<message from='verona.lit' to='\(Desk.address)'>"
        + "<privilege xmlns='\(Namespace.privilege2)'>\(rosters)</privilege></message>")
    let romeo = try JID("romeo@verona.lit")
    let roster = Roster(items: [
      Roster.Item(try BareJID("peter@verona.lit"), .both, groups: ["Friends"]),
      Roster.Item(try BareJID("balthasar@verona.lit"), .both),
    ])
    let questions = desk.questions
    questions.answer { [weak questions] to, payload in
      guard payload.name == Roster.name else { return nil }
      return questions?.result(to, to == romeo ? roster.element : Roster().element)
    }
  }

  /// One node has moved, one has gone.
  private static func deleteSome(_ desk: Desk) async throws {
    for (name, redirect) in [
      ("moved", "<redirect uri='xmpp:elsewhere.lit?;node=n'/>"), ("gone", ""),
    ] {
      try await done(desk, .set, "romeo", pubsub("<create node='\(name)'/>"))
      try await done(
        desk, .set, "romeo", owner("<delete node='\(name)'>\(redirect)</delete>"))
    }
  }

  private static func publishSome(_ desk: Desk) async throws {
    for (who, node, item) in [
      ("romeo", "open", "rose"), ("benvolio", "open", "lily"), ("romeo", "whitelist", "secret"),
      ("balthasar", "everyone", "hello"), ("romeo", "full", "only"), ("romeo", "pair", "one"),
      ("romeo", "pair", "two"), ("romeo", "vault/chest", "gold"), ("paris", "small", "note"),
    ] {
      try await done(desk, .set, who, pubsub(publish(node, item, "<a xmlns='urn:a'/>")))
    }
  }

  private static func subscribeSome(_ desk: Desk) async throws -> [String: String] {
    func subscribe(_ who: String, _ jid: String, _ node: String, _ options: String = "")
      async throws -> String
    {
      let answer = try await done(
        desk, .set, who,
        pubsub("<subscribe node='\(node)' jid='\(jid)'/>\(options)"))
      let subscription = answer.elements.first { _ in true }?
        .first("subscription", Namespace.pubsub)
      return try #require(subscription?["subid"])
    }
    var names: [String: String] = [:]
    for node in ["authorize", "everyone", "followers", "open"] {
      names["$rosaline"] = try await subscribe("rosaline", "rosaline@verona.lit", node)
    }
    let entry = "<subscription jid='rosaline@verona.lit' subscription='subscribed'/>"
    try await done(
      desk, .set, "romeo", owner("<subscriptions node='authorize'>\(entry)</subscriptions>"))
    for node in ["authorize", "guild"] {
      _ = try await subscribe("nurse", "nurse@verona.lit", node)
    }
    names["$gregory1"] = try await subscribe("gregory", "gregory@verona.lit", "open")
    let form = form(nil, field("pubsub#deliver", "0"))
    names["$gregory2"] = try await subscribe(
      "gregory", "gregory@verona.lit", "open", "<options>\(form)</options>")
    for device in ["a", "b", "c"] {
      names["$samson"] = try await subscribe("samson", "samson@verona.lit/\(device)", "open")
    }
    return names
  }
}

// MARK: - Pages

extension World {
  /// UIDs of every list, each the first of its page.
  private static func pages(_ desk: Desk) async throws -> [String: String] {
    let set = resultSet("<max>1</max>")
    let order = "<order xmlns='\(Namespace.orderBy)' by='creation'/>"
    var names: [String: String] = [:]
    for (name, who, request) in [
      ("$item", "romeo", pubsub("<items node='open'/>\(set)")),
      ("$created", "romeo", pubsub("<items node='open'/>\(order)\(set)")),
      ("$newest", "romeo", pubsub("<items node='open'/>")),
      ("$itemElsewhere", "romeo", pubsub("<items node='whitelist'/>\(set)")),
      ("$name", "romeo", "<query xmlns='\(Namespace.discoItems)' node='open'>\(set)</query>"),
      (
        "$nameElsewhere", "romeo",
        "<query xmlns='\(Namespace.discoItems)' node='full'>\(set)</query>"
      ),
      ("$affiliateElsewhere", "romeo", owner("<affiliations node='full'/>\(set)")),
      ("$subscriber", "romeo", owner("<subscriptions node='open'/>\(set)")),
      ("$subscriberElsewhere", "romeo", owner("<subscriptions node='everyone'/>\(set)")),
      ("$node", "romeo", "<query xmlns='\(Namespace.discoItems)'>\(set)</query>"),
      ("$subscription", "rosaline", pubsub("<subscriptions/>\(set)")),
      ("$affiliation", "romeo", pubsub("<affiliations/>\(set)")),
      ("$affiliate", "romeo", owner("<affiliations node='open'/>\(set)")),
    ] {
      let answer = try await done(desk, .get, who, request)
      names[name] = try first(in: answer)
    }
    for (name, node, more) in [
      ("$archived", "open", ""), ("$elsewhere", "whitelist", ""),
      ("$archivedByCreation", "open", order),
    ] {
      let answer = try await done(
        desk, .set, "romeo", "<query xmlns='\(Namespace.mam)' node='\(node)'>\(set)\(more)</query>")
      names[name] = try first(in: answer)
    }
    for (name, node) in [("$step", "house"), ("$stepElsewhere", "vault")] {
      let tree = form(Namespace.pubsubDiscovery, field("depth", "1"), field("type", "nodes"))
      let answer = try await done(
        desk, .get, "romeo",
        "<query xmlns='\(Namespace.discoItems)' node='\(node)'>\(tree)\(set)</query>")
      names[name] = try first(in: answer)
    }
    return names
  }

  private static func first(in answer: Element) throws -> String {
    func find(_ element: Element) -> String? {
      if element.is("set", Namespace.resultSets) {
        return element.first("first", Namespace.resultSets)?.text
      }
      return element.elements.lazy.compactMap(find).first
    }
    return try #require(find(answer))
  }
}
