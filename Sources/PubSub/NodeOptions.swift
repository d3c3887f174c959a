import XML
import XMPP

package typealias NodeOption = FormOption<NodeConfiguration>

/// The fields of `pubsub#node_config` (XEP-0060, section 16.4.4) that this service has, with those of
/// XEP-0460 and XEP-0496, and with those of our own, whose names begin with `x-pubsub#`. What it cannot do is not offered: the XSL transformations, a static
/// `itemreply` of the owner, collections.
package enum NodeOptions {
  package static let all: [NodeOption] = description + access + storage + delivery + relations

  static func named(_ name: String) -> NodeOption? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  static let accessModel = "pubsub#access_model"
  static let publishModel = "pubsub#publish_model"
  /// Those that say who may read and who may publish.
  static let models = [accessModel, publishModel]
  static let nodeType = "pubsub#node_type"
  static let type = "pubsub#type"
  static let notifyReports = "{\(ModerationForm.namespace)}notify_reports"
  static let parent = "{\(Namespace.pubsubRelationships)}parent"
  static let link = "{\(Namespace.pubsubRelationships)}link"

  private static let description: [NodeOption] = [
    .text("pubsub#title", "A friendly name for the node", \.title),
    .text("pubsub#description", "A description of the node", \.description),
    NodeOption(
      name: "pubsub#language", label: "The default language of the node",
      kind: .openChoice(Languages.offered), get: { [$0.language ?? ""] },
      set: { configuration, values, _ in
        let value = values.first ?? ""
        guard value.isEmpty || Languages.isTag(value) else { return false }
        configuration.language = value.isEmpty ? nil : value
        return true
      }),
    .text(type, "What the items of the node are, usually a namespace", \.type),
    NodeOption(
      name: "pubsub#contact", label: "Whom to contact with questions", kind: .addresses,
      get: { $0.contacts.map(\.description) },
      set: { configuration, values, _ in
        let values = values.filter { !$0.isEmpty }
        let addresses = values.compactMap { try? JID($0).bare }
        guard addresses.count == values.count else { return false }
        configuration.contacts = addresses
        return true
      }),
    NodeOption(
      name: nodeType, label: "What the node holds",
      kind: .choice { _ in [("leaf", "Items")] },
      get: { _ in ["leaf"] }, set: { _, values, _ in values.first == "leaf" }),
    .boolean(
      "{\(Namespace.pubsubCaching)}allowed-for-suggestions",
      "Clients may suggest the node to people who do not know it", \.allowedForSuggestions),
  ]

  private static let access: [NodeOption] = [
    NodeOption(
      name: accessModel, label: "Who may subscribe and retrieve items",
      kind: .choice { policy in AccessModel.offered(policy).map { ($0.rawValue, $0.label) } },
      get: { [$0.accessModel.rawValue] },
      set: { configuration, values, policy in
        guard let model = values.first.flatMap(AccessModel.init(rawValue:)),
          AccessModel.offered(policy).contains(model) || configuration.accessModel == model
        else { return false }
        configuration.accessModel = model
        return true
      }),
    NodeOption(
      name: "pubsub#roster_groups_allowed",
      label: "The roster groups that may subscribe and retrieve items", kind: .openList,
      get: { $0.rosterGroups },
      set: { configuration, values, _ in
        configuration.rosterGroups = values.filter { !$0.isEmpty }
        return true
      }),
    .choice(
      publishModel, "Who may publish", \.publishModel,
      [.publishers: "Publishers and owners", .subscribers: "Subscribers too", .open: "Anyone"]),
    .choice(
      "x-pubsub#reactors", "Who may react", \.reactors,
      [.publishers: "Those who may publish", .readers: "All who may read"]),
    .boolean("pubsub#subscribe", "Allow subscriptions", \.allowsSubscriptions),
    .boolean(
      "pubsub#tempsub", "End every subscription when the subscriber goes offline",
      \.temporarySubscriptions),
  ]

  private static let storage: [NodeOption] = [
    .boolean("pubsub#persist_items", "Keep items", \.persistItems),
    .integerOrMax(
      "pubsub#max_items", "How many items to keep, or \"max\"", \.maxItems, minimum: 0),
    .choice(
      "pubsub#publish_node_full", "What to do when the node is full", \.full,
      [
        .retractOldest: "Retract the oldest item", .discardOldest: "Discard the oldest item",
        .reject: "Reject the new item",
      ]),
    .integerOrMax(
      "pubsub#item_expire", "How many seconds to keep an item, or \"max\"", \.itemExpiry,
      minimum: 1),
    NodeOption(
      name: "pubsub#max_payload_size", label: "The largest payload in bytes",
      kind: .integer { 1...$0.maximumPayloadBytes },
      get: { [$0.maxPayloadSize.map(String.init) ?? ""] },
      set: { configuration, values, policy in
        guard let value = values.first, !value.isEmpty else {
          configuration.maxPayloadSize = nil
          return true
        }
        guard let number = Element.count(value), number > 0 else { return false }
        // More than the service takes means: as much as it takes.
        configuration.maxPayloadSize = number < policy.maximumPayloadBytes ? number : nil
        return true
      }),
    .boolean(
      "pubsub#purge_offline", "Remove a publisher's items when the publisher goes offline",
      \.purgeOffline),
  ]

  private static let delivery: [NodeOption] = [
    .boolean("pubsub#deliver_notifications", "Send notifications", \.deliverNotifications),
    .boolean(
      "pubsub#deliver_payloads", "Send payloads with notifications", \.deliverPayloads),
    .boolean(
      "pubsub#presence_based_delivery", "Send notifications to available users only",
      \.presenceBasedDelivery),
    .choice(
      "pubsub#send_last_published_item", "When to send the last item", \.sendLastItem,
      [
        .never: "Never", .onSubscribe: "When somebody subscribes",
        .onSubscribeAndPresence: "When somebody subscribes, and when a subscriber comes online",
      ]),
    .choice(
      "pubsub#notification_type", "The type of notifications", \.notificationType,
      [.headline: "Headline", .normal: "Normal"]),
    .choice(
      "pubsub#itemreply", "Whose address items carry", \.itemReply,
      [.publisher: "The publisher's", .none: "Nobody's"]),
    .boolean(
      "pubsub#notify_config", "Tell subscribers when the configuration changes",
      \.notifyConfiguration),
    .boolean("pubsub#notify_delete", "Tell subscribers when the node is deleted", \.notifyDelete),
    .boolean("pubsub#notify_retract", "Tell subscribers when items are removed", \.notifyRetract),
    .boolean(
      "pubsub#notify_sub", "Tell owners about subscribers who come and go",
      \.notifySubscriptions),
    .boolean(notifyReports, "Tell owners about reports of items", \.notifyReports),
  ]

  private static let relations: [NodeOption] = [
    .boolean("x-pubsub#comments", "Make a comments node for each post", \.makesComments),
    .boolean("x-pubsub#links", "Add the web address to posts", \.addsLinks),
    .boolean("x-pubsub#show_location", "Show where posts were written", \.showsLocation),
    .choice(
      "x-pubsub#robots", "What search engines and AI may do with it on the web", \.robots,
      Robots.labels),
    .node(parent, "The node above this one", \.parent),
    .node(link, "The node that this one belongs to", \.link),
  ]
}

extension AccessModel {
  /// Those that ask rosters are offered only where the server lets us see them.
  static func offered(_ policy: ServicePolicy) -> [AccessModel] {
    allCases.filter { policy.seesRosters || !$0.needsRosters }
  }

  fileprivate var label: String {
    switch self {
    case .open: "Anyone"
    case .presence: "Those who see the presence of an owner"
    case .roster: "Those in certain roster groups of an owner"
    case .authorize: "Those whom an owner lets in"
    case .whitelist: "Members only"
    }
  }
}
