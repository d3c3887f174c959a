package import Logging
package import PubSub
import ServiceLifecycle
import Social
package import Store
package import XML
package import XMPP

/// What a component says of itself to those who ask.
package struct FeedServiceIdentity: Sendable {
  /// What service discovery calls the service.
  package var name: String
  /// Of the program.
  package var version: String
  package var contacts: ContactAddresses
  /// The address of the page of a post that the public may read; nil where there is none.
  package var page: @Sendable (NodeID, ItemID) -> String?

  package init(
    name: String, version: String, contacts: ContactAddresses = ContactAddresses(),
    page: @escaping @Sendable (NodeID, ItemID) -> String? = { _, _ in nil }
  ) {
    self.name = name
    self.version = version
    self.contacts = contacts
    self.page = page
  }
}

/// Answers the stanzas of one component: every request gets exactly one answer.
///
/// Requests are taken in the order in which they arrive. Writes are done in that order; reads run
/// beside each other, but one whose sender has writes under way waits for them, so that everybody sees
/// what they did, and perhaps what they did since. What cannot be taken on is refused at once with
/// `resource-constraint`. A request that depends on rosters that are not at hand is done again when they are there; the
/// writes of one account keep their order meanwhile.
package final class FeedService: Service {
  let store: Store
  let port: StanzaPort
  let context: Context
  let admission: Admission
  let rosterQueue: RosterQueue
  let troubles: Troubles
  let curiosity: Curiosity
  /// Those who have come: after a new connection, all come at once.
  let arrivals: Chores<Arrival>
  let budget = ArrivalBudget()
  /// Those who have gone and left more behind than goes at once. What finds no place is found after the next connection.
  let farewells: Chores<Void>
  let searches: SearchQueue
  private let router: Router<Handler>

  /// - Parameters:
  ///   - comments: where the comments nodes of posts are made; nil: here.
  ///   - rates: one for all components, so that nobody gets more by asking several.
  package init(
    port: StanzaPort, service: ServiceID, comments: ServiceID? = nil, store: Store,
    policy: ServicePolicy, people: People,
    identity: FeedServiceIdentity, rates: Rates,
    limits: FeedServiceLimits = FeedServiceLimits(), logger: Logger
  ) {
    self.store = store
    self.port = port
    admission = Admission(limits, local: policy.domains)
    rosterQueue = RosterQueue(limits, local: policy.domains)
    troubles = Troubles(logger)
    var policy = policy
    policy.takenNames.formUnion(Context.commandNames)
    policy.keptNames = KeptName.prefixes
    let context = Context(
      jid: port.jid, name: identity.name, version: identity.version, service: service,
      commentsService: comments ?? service, policy: policy, contacts: identity.contacts,
      cipher: store.cipher, people: people,
      rates: rates, page: identity.page)
    router = Routes.router(context)
    self.context = context
    curiosity = Curiosity(people.capabilities, local: policy.domains)
    arrivals = Chores(capacity: limits.waitingPeople, local: policy.domains)
    farewells = Chores(capacity: limits.waitingPeople, local: policy.domains)
    searches = SearchQueue(local: policy.domains)
  }

  /// Until a shutdown, and then until what is under way has been answered; what arrives meanwhile is
  /// refused.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup { group in
        group.addTask { await self.curiosity.run(self.welcome) }
        group.addTask { await self.searches.run() }
        group.addTask { await self.arrivals.run(hands: 4, self.attend) }
        group.addTask { await self.farewells.run(hands: 1) { jid, _ in await self.seeOff(jid) } }
      }
    }
    await admission.close()
  }

  /// A connection begins; whatever comes on it comes later.
  package func connectionBegins() { context.people.privileges.forget() }

  /// Takes a stanza as it comes from the link. Returns at once.
  package func receive(_ element: Element) {
    do throws(Stanza.Failure) {
      switch try Stanza(element) {
      case .iq(let iq): if iq.isRequest { serve(iq) }
      case .message(let message): read(message)
      case .presence(let presence): take(presence)
      }
    } catch {
      switch error {
      case .refused(let answer): port.answer(answer)
      case .ignored: troubles.ignored(element.name)
      }
    }
  }

  private func serve(_ iq: IQ) {
    do throws(StanzaError) {
      guard iq.to == JID(port.jid) else {
        throw StanzaError(.itemNotFound, "There is nobody of that name here.")
      }
      guard port.hasRoom(), !iq.isPublish || admission.hasRoom(forWriteOf: iq.from.bare) else {
        throw Admission.busy
      }
      guard let handler = router.handler(for: iq) else { throw Routes.unknown(iq) }
      switch try handler(iq) {
      case .answer(let payload): port.answer(iq.result(payload).element)
      case .read(let body): try read(iq, body)
      case .search(let body): try search(iq, body)
      case .write(let bytes, let body): try write(iq, bytes, body)
      }
    } catch {
      port.answer(iq.failure(error).element)
    }
  }
}

extension IQ {
  fileprivate var isPublish: Bool {
    kind == .set && payload?.first("publish", Namespace.pubsub) != nil
  }
}
