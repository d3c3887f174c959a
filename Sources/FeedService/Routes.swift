import PubSub
import XML
import XMPP

/// The one list of what this service answers, and of the features that follow from it.
enum Routes {
  static func router(_ context: Context) -> Router<Handler> {
    let features = Router(routes(context)).features
    var context = context
    context.features = features
    return Router(routes(context))
  }

  private static func routes(_ context: Context) -> [Route<Handler>] {
    entity(context) + publisher(context) + subscriber(context) + owner(context)
  }

  private static let pubsub = QName("pubsub", Namespace.pubsub)
  private static let owning = QName("pubsub", Namespace.pubsubOwner)

  private static func features(_ names: String...) -> [String] {
    names.map { "\(Namespace.pubsub)#\($0)" }
  }

  private static func entity(_ context: Context) -> [Route<Handler>] {
    [
      Route(
        .get, DiscoInfo.name, features: [Namespace.discoInfo], handler: context.discoInfo),
      Route(
        .get, DiscoItems.name, features: [Namespace.discoItems], handler: context.discoItems),
      Route(.get, Ping.name, features: [Namespace.ping], handler: context.ping),
      Route(
        .get, SoftwareVersion.name, features: [Namespace.version],
        handler: context.softwareVersion),
      Route(
        .get, pubsub, "subscriptions", features: features("retrieve-subscriptions"),
        handler: context.subscriptions),
      Route(
        .get, pubsub, "affiliations", features: features("retrieve-affiliations"),
        handler: context.affiliations),
    ]
  }

  private static func publisher(_ context: Context) -> [Route<Handler>] {
    [
      Route(
        .set, pubsub, "publish",
        features: features(
          "publish", "publish-options", "auto-create", "item-ids", "persistent-items"),
        handler: context.publish),
      Route(
        .set, pubsub, "retract", features: features("delete-items", "retract-items"),
        handler: context.retract),
    ]
  }

  private static func subscriber(_ context: Context) -> [Route<Handler>] {
    [
      Route(
        .get, pubsub, "items",
        features: features("retrieve-items") + [Namespace.resultSets], handler: context.items),
      Route(
        .set, pubsub, "subscribe", features: features("subscribe", "subscription-notifications"),
        handler: context.subscribe),
      Route(.set, pubsub, "unsubscribe", handler: context.unsubscribe),
    ]
  }

  private static func owner(_ context: Context) -> [Route<Handler>] {
    [
      Route(
        .set, pubsub, "create",
        features: [Namespace.pubsub]
          + features("create-nodes", "create-and-configure", "instant-nodes", "access-open"),
        handler: context.create),
      Route(
        .get, owning, "configure", features: features("config-node", "meta-data"),
        handler: context.configuration),
      Route(.set, owning, "configure", handler: context.configure),
      Route(
        .get, owning, "default", features: features("retrieve-default"),
        handler: context.defaultConfiguration),
      Route(.set, owning, "delete", features: features("delete-nodes"), handler: context.delete),
      Route(.set, owning, "purge", features: features("purge-nodes"), handler: context.purge),
      Route(
        .get, owning, "subscriptions", features: features("manage-subscriptions"),
        handler: context.nodeSubscriptions),
      Route(.set, owning, "subscriptions", handler: context.changeSubscriptions),
      Route(.get, owning, "affiliations", handler: context.nodeAffiliations),
      Route(
        .set, owning, "affiliations",
        features: features(
          "modify-affiliations", "member-affiliation", "outcast-affiliation",
          "publisher-affiliation", "publish-only-affiliation"),
        handler: context.changeAffiliations),
    ]
  }

  /// The answer to a request that nobody serves: what XEP-0060 names for its own optional parts, else
  /// `service-unavailable` (RFC 6120, section 8.4).
  static func unknown(_ iq: IQ) -> StanzaError {
    guard let payload = iq.payload, payload.name == pubsub || payload.name == owning else {
      return StanzaError(.serviceUnavailable)
    }
    let operation = payload.elements.first { _ in true }?.name.name
    switch operation {
    case nil: return StanzaError(.badRequest, "The request names no operation.")
    case "options": return unsupported("subscription-options")
    case "default": return unsupported("retrieve-default-sub")
    default: return StanzaError(.featureNotImplemented)
    }
  }

  private static func unsupported(_ feature: String) -> StanzaError {
    .pubsub(.featureNotImplemented, .unsupported(feature))
  }
}
