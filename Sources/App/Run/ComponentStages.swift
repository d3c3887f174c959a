import ComponentLink
import Federation
import FeedService
import Logging
import Store
import Synchronization
import Web
import XML
import XMPP

extension Martlet {
  /// The services of one component: the link, what answers its stanzas, and the fan-out. They stop
  /// the other way round: no new events go out, what is under way is answered, then the link drains
  /// what it was given and ends the stream.
  static func stages(
    of component: Configuration.Component, _ configuration: Configuration, store: Store,
    rates: Rates, logger: Logger
  ) async throws -> [Stage] {
    let inlet = Inlet()
    let link = ComponentLink(
      configuration.link(component), logger: logger, began: { inlet.begin() },
      receive: { inlet.take($0) })
    let jid = component.jid
    let commentsJID = configuration.nodes.comments
    let (service, comments) = try await store.write {
      (try $0.hostedService(jid), try commentsJID.map($0.hostedService))
    }
    let policy = configuration.policy
    let web = configuration.webConfiguration
    let people = People(link.port, local: policy.domains, log: QuietLog(logger))
    let answers = FeedService(
      port: link.port, service: service, comments: comments, store: store, policy: policy,
      people: people,
      identity: FeedServiceIdentity(
        name: configuration.web.siteName, version: Version.current,
        contacts: configuration.contacts
      ) { web.address(ofPost: $1.name, in: NodePath(jid, $0.name)) }, rates: rates,
      limits: configuration.feedLimits,
      logger: logger)
    // The main service follows; one address of ours is enough for others to know.
    let federation =
      component == configuration.components.first
      ? Federation(
        port: link.port, service: service, presence: people.own, privileges: people.privileges,
        store: store, settings: configuration.federation, logger: logger) : nil
    if federation != nil {
      try await store.write { tx in
        try tx.setConfigured(configuration.follows, .now)
        try tx.setConfigured(services: configuration.followedServices, .now)
      }
    }
    inlet.open(answers, federation)
    var options = FanOutOptions()
    options.messageBytes = configuration.limits.stanzaBytes
    let fanOut = FanOut(
      port: link.port, service: service, store: store, policy: policy, people: people,
      options: options, logger: logger)
    let subscriptions = SubscriptionKeeper(
      port: link.port, service: service, store: store, policy: policy, people: people,
      logger: logger)
    let presence = PresenceKeeper(
      port: link.port, service: service, store: store, people: people,
      departures: answers.departed, logger: logger)
    let following = federation.map { Stage("following of \(jid)", .inputOutput, $0) }
    return [
      Stage("link of \(jid)", .unavailable, link),
      Stage("answers of \(jid)", .software, answers),
      Stage("subscriptions of \(jid)", .inputOutput, subscriptions),
      Stage("presence of \(jid)", .inputOutput, presence),
      Stage("fan-out of \(jid)", .inputOutput, fanOut),
    ] + [following].compactMap(\.self)
  }
}

/// Where a link's stanzas go: the link is made before the services that answer through it, and runs
/// after.
private final class Inlet: Sendable {
  private let services = Mutex<(answers: FeedService, federation: Federation?)?>(nil)

  func open(_ answers: FeedService, _ federation: Federation?) {
    services.withLock { $0 = (answers, federation) }
  }

  func begin() { services.withLock { $0 }?.answers.connectionBegins() }

  func take(_ element: Element) {
    guard let services = services.withLock({ $0 }) else { return }
    if services.federation?.receive(element) != true { services.answers.receive(element) }
  }
}
