import PubSub
import Social
import XML
import XMPP

/// The one list of what this service answers. What it advertises follows from it: see `Features`.
enum Routes {
  static func router(_ context: Context) -> Router<Handler> {
    let features = Router(routes(context)).features.union(Features.names(.presence))
    var context = context
    context.features = DiscoInfo(features: features).element.elements
      .flatMap { $0.xml(inNamespace: Namespace.discoInfo) }
    context.people.own.describe(
      DiscoInfo(
        identities: [context.identity], features: features, forms: context.contactForms))
    return Router(routes(context))
  }

  private static func routes(_ context: Context) -> [Route<Handler>] {
    entity(context) + publisher(context) + subscriber(context) + owner(context)
      + searching(context) + archive(context)
  }

  private static let pubsub = QName("pubsub", Namespace.pubsub)
  private static let owning = QName("pubsub", Namespace.pubsubOwner)

  private static func route(
    _ kind: IQ.Kind, _ payload: QName, _ operation: String? = nil, _ served: Served,
    _ handler: @escaping Handler
  ) -> Route<Handler> {
    Route(
      kind, payload, operation, features: Array(Features.names(served)), handler: handler)
  }

  private static func entity(_ context: Context) -> [Route<Handler>] {
    [
      route(.get, DiscoInfo.name, nil, .discoInfo, context.discoInfo),
      route(.get, DiscoItems.name, nil, .discoItems, context.discoItems),
      route(.get, Ping.name, nil, .ping, context.ping),
      route(.get, SoftwareVersion.name, nil, .version, context.softwareVersion),
      route(.get, EntityTime.name, nil, .time, context.entityTime),
      route(.set, Command.name, nil, .command, context.execute),
      route(.set, AbuseReport.name, nil, .report, context.report),
      route(.get, pubsub, "subscriptions", .subscriptions, context.subscriptions),
      route(.get, pubsub, "affiliations", .affiliations, context.affiliations),
    ]
  }

  private static func publisher(_ context: Context) -> [Route<Handler>] {
    [
      route(.set, pubsub, "publish", .publish, context.publish),
      route(.set, pubsub, "retract", .retract, context.retract),
    ]
  }

  private static func subscriber(_ context: Context) -> [Route<Handler>] {
    [
      route(.get, pubsub, "items", .items, context.items),
      route(.set, pubsub, "subscribe", .subscribe, context.subscribe),
      route(.set, pubsub, "unsubscribe", .unsubscribe, context.unsubscribe),
      route(.get, pubsub, "options", .options, context.options),
      route(.set, pubsub, "options", .changeOptions, context.changeOptions),
      route(.get, pubsub, "default", .defaultOptions, context.defaultOptions),
    ]
  }

  private static func owner(_ context: Context) -> [Route<Handler>] {
    [
      route(.set, pubsub, "create", .create, context.create),
      route(.get, owning, "configure", .configuration, context.configuration),
      route(.set, owning, "configure", .configure, context.configure),
      route(.get, owning, "default", .defaultConfiguration, context.defaultConfiguration),
      route(.set, owning, "delete", .delete, context.delete),
      route(.set, owning, "purge", .purge, context.purge),
      route(.get, owning, "subscriptions", .nodeSubscriptions, context.nodeSubscriptions),
      route(.set, owning, "subscriptions", .changeSubscriptions, context.changeSubscriptions),
      route(.get, owning, "affiliations", .nodeAffiliations, context.nodeAffiliations),
      route(.set, owning, "affiliations", .changeAffiliations, context.changeAffiliations),
    ]
  }

  private static func searching(_ context: Context) -> [Route<Handler>] {
    [
      route(.get, SearchRequest.name, nil, .searchForm, context.searchForm),
      route(.set, SearchRequest.name, nil, .search, context.search),
    ]
  }

  private static func archive(_ context: Context) -> [Route<Handler>] {
    [
      route(.get, ArchiveQuery.name, nil, .archiveForm, context.archiveForm),
      route(.set, ArchiveQuery.name, nil, .archive, context.archive),
      route(.get, ArchiveMetadata.name, nil, .archiveMetadata, context.archiveMetadata),
    ]
  }

  /// The answer to a request that nobody serves: for XEP-0060's own elements `feature-not-implemented`, with
  /// collections, which this service does not have, named; else `service-unavailable` (RFC 6120, section 8.4).
  static func unknown(_ iq: IQ) -> StanzaError {
    guard let payload = iq.payload, payload.name == pubsub || payload.name == owning else {
      return StanzaError(.serviceUnavailable, "Nothing here serves such a request.")
    }
    let operation = payload.elements.first { _ in true }?.name.name
    return switch operation {
    case nil: StanzaError(.badRequest, "The request names no operation.")
    case "collection": .collections
    default: StanzaError(.featureNotImplemented, "There is no such request, or not of this type.")
    }
  }
}
