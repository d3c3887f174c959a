package import PubSub
import XML
import XMPP

// What a profile asks of a node: on which defaults it is made, what of them cannot be configured away, and what may be
// published in it.
extension NodeProfile {
  /// The rules of all profiles, as the engine asks for them.
  package static let rules = NodeRules(
    defaults: { node, type, policy in
      NodeProfile(name: node?.name, type: type).defaults(policy)
    },
    check: { node, new, old, items throws(StanzaError) in
      try check(new, of: node, old, items: items)
    },
    admit: { item, node, configuration throws(StanzaError) in
      try NodeProfile(name: node.name, type: configuration.type).admit(item)
    })

  /// So long a story stays at most, in seconds (XEP-0501).
  static let storyLife = 86_400

  /// The configuration of a new node (XEP-0472, "Base profile"). `notify_retract`, `max_items` and `persist_items` are
  /// those of any node here.
  ///
  /// That payloads are not delivered is a SHOULD there for which this service has no default: a client that does not
  /// fetch what it is told of would show nothing, and a node without payloads would take items without one (XEP-0060,
  /// section 4.3). Who makes the node says so, as Movim does.
  func defaults(_ policy: ServicePolicy) -> NodeConfiguration {
    var configuration = NodeConfiguration()
    switch self {
    case .feed, .gallery, .microblog:
      configuration.sendLastItem = .never
    case .comments:
      configuration.sendLastItem = .never
      configuration.publishModel = .open
    case .stories:
      configuration.sendLastItem = .never
      configuration.itemExpiry = Self.storyLife
      // XEP-0501 wants `presence`; without rosters, nobody but those whom the owner names.
      configuration.accessModel = policy.seesRosters ? .presence : .whitelist
    case .atom, .plain, .foreign: break
    }
    return configuration
  }

  // MARK: - What cannot be configured away

  /// Something that a node of a profile must be.
  private struct Demand: Sendable {
    let field: String
    let condition: PubSubCondition
    /// What the field has to be, as a refusal says it.
    let value: String
    let isMet: @Sendable (NodeConfiguration) -> Bool

    init(
      _ field: String, _ value: String, condition: PubSubCondition = .invalidOptions,
      isMet: @escaping @Sendable (NodeConfiguration) -> Bool
    ) {
      self.field = field
      self.condition = condition
      self.value = value
      self.isMet = isMet
    }
  }

  private static let retracts = Demand("pubsub#notify_retract", "true") { $0.notifyRetract }

  /// XEP-0472, "Base profile".
  private static let base = [
    retracts, Demand("pubsub#max_items", "max") { $0.maxItems == nil },
    Demand("pubsub#persist_items", "true") { $0.persistItems },
  ]

  private var demands: [Demand] {
    switch self {
    case .feed, .gallery, .microblog: Self.base
    // XEP-0277, "Comments node configuration". That comments have comments of their own is for clients to arrange.
    case .comments:
      [Self.retracts, Demand("x-pubsub#comments", "false") { !$0.makesComments }]
    case .stories:
      Self.base + [
        Demand(
          "pubsub#access_model", "other than open", condition: .unsupportedAccessModel
        ) { $0.accessModel != .open },
        Demand("pubsub#item_expire", "at most \(Self.storyLife)") {
          ($0.itemExpiry ?? .max) <= Self.storyLife
        },
      ]
    case .atom, .plain, .foreign: []
    }
  }

  /// Throws which field must be another one. A node that was otherwise already, before its profile had rules, may stay so
  /// as long as it is of no other profile.
  private static func check(
    _ new: NodeConfiguration, of node: NodeID, _ old: NodeConfiguration?, items: Int
  ) throws(StanzaError) {
    let profile = NodeProfile(name: node.name, type: new.type)
    let before = old.map { NodeProfile(name: node.name, type: $0.type) }
    // What is understood of items depends on it.
    if let before, items > 0, before.kind != profile.kind {
      throw .pubsub(
        .notAcceptable, .invalidOptions,
        "\(before.title) that holds items does not become \(profile.title): purge it first.")
    }
    let former = before == profile ? old : nil
    for demand in profile.demands where !demand.isMet(new) {
      if let former, !demand.isMet(former) { continue }
      throw .pubsub(
        .notAcceptable, demand.condition,
        "\(demand.field) has to be \(demand.value) in \(profile.title).")
    }
  }

  // MARK: - What is published

  /// Throws why an item may not be published.
  private func admit(_ item: PublishRequest.Item) throws(StanzaError) {
    guard isSocial, let payload = item.payload else { return }
    if Draft.isDraft(payload) {
      throw StanzaError(
        .notAcceptable, "This is a draft (app:draft): who publishes it here shows it to others.")
    }
    // A picture of the node itself, a client's probe, the description of a feed are no posts.
    guard payload.is("entry", Namespace.atom), !SocialNode.isProbe(payload),
      item.id?.name != SocialNode.avatar
    else { return }
    switch self {
    case .gallery where !Enclosures.hasPicture(payload):
      throw StanzaError(
        .notAcceptable,
        "A post in \(title) needs a picture: a link with rel='enclosure' and a type of image/*.")
    case .stories where !Enclosures.hasExactlyOne(payload):
      throw StanzaError(
        .notAcceptable,
        "A post in \(title) has one picture or film, no more: one link with rel='enclosure'.")
    default: break
    }
  }
}
