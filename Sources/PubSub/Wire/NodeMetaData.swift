import XML
package import XMPP

/// What anybody who may see a node is told of it (XEP-0060, section 5.4; fields in 16.4.3), with what a
/// cache wants to know (XEP-0460, section 14) and the node's relations (XEP-0499, section 3.1).
///
/// Of a node of another service, what it says of itself: nothing is sure to be there.
package struct NodeMetaData: Hashable, Sendable {
  package static let formType = Namespace.pubsub + "#meta-data"

  /// The type of its identity (section 5.3).
  package enum Kind: String, Hashable, Sendable { case leaf, collection }

  package var kind: Kind?
  package var title: String?
  package var description: String?
  package var type: String?
  /// As it is given; mostly a BCP 47 tag.
  package var language: String?
  package var accessModel: AccessModel?
  package var publishModel: PublishModel?
  package var creator: BareJID?
  package var created: Timestamp?
  package var subscribers: Int?
  /// Some of them, if there are many.
  package var owners: [BareJID] = []

  /// The longest text that is read, in code points; what is longer is cut.
  package static let maximumText = 2000
  /// How many owners are read.
  package static let maximumOwners = 100

  package init() {}

  /// The options that are told as they are.
  private static let told: Set<String> = [
    "pubsub#title", "pubsub#description", "pubsub#language", "pubsub#type", "pubsub#contact",
    "pubsub#access_model", "pubsub#publish_model", "pubsub#max_items", "pubsub#item_expire",
    "{\(Namespace.pubsubCaching)}allowed-for-suggestions",
  ]

  /// - Parameters:
  ///   - owners: some of them, if there are many.
  ///   - publishers: likewise; told where items name their publishers.
  package static func form(
    _ node: NodeFacts, owners: [BareJID], publishers: [BareJID], _ policy: ServicePolicy
  ) -> DataForm {
    let configuration = node.configuration
    var fields = NodeOptions.all.filter { told.contains($0.name) }.map {
      var field = $0.field(configuration, policy)
      field.options = []
      return field
    }
    fields += [
      DataForm.Field(
        "pubsub#creator", .jidSingle, label: "Who created the node",
        values: [node.creator.description]),
      DataForm.Field(
        "pubsub#creation_date", .textSingle, label: "When the node was created",
        values: [node.created.text]),
      DataForm.Field(
        "pubsub#num_subscribers", .textSingle, label: "How many subscribers it has",
        values: [String(node.subscribers)]),
      DataForm.Field(
        "pubsub#owner", .jidMulti, label: "Who owns it", values: owners.map(\.description)),
    ]
    if configuration.itemReply == .publisher, !publishers.isEmpty {
      fields.append(
        DataForm.Field(
          "pubsub#publisher", .jidMulti, label: "Who publishes in it",
          values: publishers.map(\.description)))
    }
    fields += relations(configuration) + hints(configuration)
    fields.append(
      DataForm.Field(
        "{\(Namespace.pubsubSubscriptions)}max-depth", .textSingle,
        label: "How deep a subscription may reach", values: [String(Lineage.maximumDepth)]))
    return DataForm(.result, formType: formType, fields: fields)
  }

  /// The relations alone.
  package static func relations(of configuration: NodeConfiguration) -> DataForm {
    DataForm(.result, formType: formType, fields: relations(configuration))
  }

  /// What has changed, for those who are subscribed to changes of the node (XEP-0497, section 4.2.2); nil
  /// if that is nothing of theirs.
  static func change(from old: NodeConfiguration, to new: NodeConfiguration) -> DataForm? {
    let names = told.union([NodeOptions.parent, NodeOptions.link])
    let fields = NodeOptions.all.filter {
      names.contains($0.name) && $0.get(old) != $0.get(new)
    }
    guard !fields.isEmpty else { return nil }
    return DataForm(.result, formType: formType, fields: fields.map { $0.result(new) })
  }

  private static func relations(_ configuration: NodeConfiguration) -> [DataForm.Field] {
    [(NodeOptions.parent, configuration.parent), (NodeOptions.link, configuration.link)]
      .compactMap { name, node in
        node.map { DataForm.Field(name, .textSingle, values: [$0.name]) }
      }
  }

  private static func hints(_ configuration: NodeConfiguration) -> [DataForm.Field] {
    func hint(_ name: String, _ value: Bool) -> DataForm.Field {
      DataForm.Field("{\(Namespace.pubsubCaching)}\(name)", .boolean, values: [value ? "1" : "0"])
    }
    return [
      DataForm.Field(
        "{\(Namespace.pubsubCaching)}persistence", .listSingle,
        values: [configuration.keepsItems ? "persistent" : "transient"]),
      hint("consistent-items", true), hint("consistent-set", true), hint("stable-items", true),
      hint("always-notify", configuration.alwaysNotifies), hint("purge-keep-last-item", false),
    ]
  }
}

extension NodeConfiguration {
  /// Whether no item comes, changes or goes without a word to all subscribers.
  fileprivate var alwaysNotifies: Bool {
    deliverNotifications && notifyRetract && notifyDelete && !presenceBasedDelivery
      && !temporarySubscriptions && maxItems == nil && itemExpiry == nil
  }
}

extension NodeMetaData {
  /// Reads the answer to disco#info of a node (sections 5.3 and 5.4). A value that makes no sense is
  /// none.
  package init(_ info: DiscoInfo) {
    kind =
      info.identities.lazy.filter { $0.category == "pubsub" }
      .compactMap { Kind(rawValue: $0.type) }.first
    if let form = info.form(Self.formType) { read(form) }
  }

  /// Reads what an owner is told of the configuration (section 8.2).
  package init(configuration form: DataForm) { read(form) }

  private mutating func read(_ form: DataForm) {
    title = form.metaData("title")
    description = form.metaData("description")
    type = form.metaData("type")
    language = form.metaData("language")
    accessModel = form.metaData("access_model").flatMap(AccessModel.init)
    publishModel = form.metaData("publish_model").flatMap(PublishModel.init)
    creator = form.metaData("creator").flatMap { try? JID($0) }?.bare
    created = form.metaData("creation_date").flatMap { Timestamp($0) }
    subscribers = form.metaData("num_subscribers").flatMap(Element.count)
    let owners = form.values(of: "pubsub#owner") ?? []
    self.owners = owners.prefix(Self.maximumOwners).compactMap { try? JID($0) }.map(\.bare)
  }
}

extension DataForm {
  fileprivate func metaData(_ name: String) -> String? {
    guard let text = text(of: "pubsub#" + name), !text.isEmpty else { return nil }
    return String(text.unicodeScalars.prefix(NodeMetaData.maximumText))
  }
}
