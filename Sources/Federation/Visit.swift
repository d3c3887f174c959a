import PubSub
import Social
import Store
import XML
import XMPP

/// What is done about one followed node when its turn has come: look what it is, see to it that we are told of its news,
/// fetch what we do not have, let go what is gone.
///
/// Whatever interrupts it, the next visit goes on: all that it does is to make up the difference between there and here.
struct Visit: Sendable {
  /// What ends it besides failures.
  enum End: Error {
    /// Others have their turn; it goes on later.
    case turn
    /// The same, and it begins anew, since too many others are under way.
    case crowded
    /// What we may have of the node has changed since it began.
    case outdated
  }

  let remote: RemoteService
  let store: Store
  let settings: FederationSettings
  let component: Component
  let underway: Underway
  let portions: Portions
  var source: Source
  /// How the account that has the node shares its presence with us; nobody's where that is a service.
  var contact = PresenceContact()
  /// Whether nothing is left of the node, since nobody wants it.
  private(set) var isForgotten = false
  /// How many items of it may be here.
  var limit: Int
  /// Those that it may say something of, if it sums up another node; nil: all of its items may be here.
  var summedUp: Set<ItemID>?
  /// How many nodes are followed.
  let followedInAll: Int
  private let turn: ContinuousClock.Instant

  /// So many of the newest items are compared at each visit.
  static let newestAtOnce = 20
  /// After so many failures in a row a service that says that a node is open and gives nothing of it is taken at its deeds.
  private static let maximumContradictions = 2
  /// So often a service is told again that nobody wants a node of it any more.
  private static let maximumFarewells = 5

  init(
    _ source: Source, _ remote: RemoteService, store: Store, _ settings: FederationSettings,
    as component: Component, underway: Underway, portions: Portions, followedInAll: Int,
    until turn: ContinuousClock.Instant
  ) {
    (self.source, self.remote, self.store) = (source, remote, store)
    (self.settings, self.component) = (settings, component)
    (self.underway, self.portions) = (underway, portions)
    self.source.tried = .now
    limit = settings.itemsPerNode
    self.followedInAll = followedInAll
    self.turn = turn
  }

  /// Throws what the store throws, or `CancellationError`.
  mutating func run() async throws {
    guard try await isWanted() else { return try await leave() }
    do {
      try await lookAndMakeUp()
    } catch let end as End where end != .outdated {
      source.due = end == .turn ? .now : Timestamp.now.advanced(by: settings.pollInterval)
      _ = try await isSaved()
    } catch End.outdated {
      return
    }
  }

  private mutating func lookAndMakeUp() async throws {
    do {
      try await readContact()
      try await look()
    } catch let failure as RemoteService.Failure {
      // Who may read it says a look alone.
      return try await fail(failure, isVerdict: !isWithoutGrant)
    }
    do {
      try await makeUp()
    } catch let failure as RemoteService.Failure {
      try await fail(failure, isVerdict: contradictions >= Self.maximumContradictions)
    }
  }

  /// Whether what was read in the account's name is asked for without its server's leave, which may come late.
  private var isWithoutGrant: Bool {
    source.way == .privilege && !remote.isPrivileged
      && contradictions < Self.maximumContradictions
  }

  /// How often in a row it has failed by what its service said: silence, its own or that of other nodes, contradicts nothing.
  private var contradictions: Int { source.problem?.isOfService == true ? 0 : source.failures }

  private mutating func makeUp() async throws {
    if mustCompare {
      try await follow()
      let found = try await compare()
      try await followThreads()
      try await followSummary(found)
    }
    succeed()
    try await save()
  }

  /// The comments of the posts that are here now.
  private func followThreads() async throws {
    try await store.write { [source, settings] tx in
      guard let source = try tx.snapshot.source(source.number), !source.isCompanion else { return }
      try tx.refreshThreads(of: source, settings.threadPolicy, .now)
    }
  }

  /// Between two requests.
  func goOn() throws {
    try Task.checkCancellation()
    if ContinuousClock.now > turn { throw End.turn }
  }

  /// A look is enough where all goes well and we are told of news.
  private var mustCompare: Bool {
    guard source.task == .look, source.stage == .following, source.problem == nil,
      source.way?.tells == true, let compared = source.compared
    else { return true }
    return compared.advanced(by: settings.compareInterval) < .now
  }

  /// Whether the administrators want nothing of its domain.
  private var isBlocked: Bool { settings.blocked.hold(source.service.domain) }

  private func isWanted() async throws -> Bool {
    guard !isBlocked else { return false }
    return try await store.read { [source] in try $0.isWanted(source.number) }
  }

  /// Nobody wants it any more.
  private mutating func leave() async throws {
    guard try await isUnsubscribed() else { return }
    isForgotten = try await store.write { [source, isBlocked] tx in
      try isBlocked ? tx.forget(source, .now) : tx.forgetUnwanted(source, .now)
    }
    if isForgotten { try await releasePresence() }
  }

  /// False if it is tried again later: whoever tells us of a node that nobody here knows of tells us for ever.
  private mutating func isUnsubscribed() async throws -> Bool {
    // Where we never came in, there is nothing to be ended.
    guard source.looked != nil else { return true }
    do throws(RemoteService.Failure) {
      try await remote.unsubscribe(component.jid, from: source.node)
    } catch {
      guard error != .disconnected else { return false }
      source.problem = Source.Problem(error)
      // What the administrators want nothing of goes at once.
      guard !isBlocked, error.isForNow, source.failures < Self.maximumFarewells else { return true }
      source.failures += 1
      source.due = Timestamp.now.advanced(by: settings.pause(afterFailures: source.failures))
      _ = try await isSaved()
      return false
    }
    return true
  }

  func save() async throws {
    guard try await isSaved() else { throw End.outdated }
  }

  /// False if what we may have of the node has changed meanwhile.
  private func isSaved(_ facts: NodeConfiguration? = nil, owners: [BareJID]? = nil) async throws
    -> Bool
  {
    try await store.write { [source, underway] tx in
      var source = source
      source.due = underway.due(source.number, else: source.due)
      guard try tx.update(source, facts) else { return false }
      try owners.map { try tx.setOwners($0, of: source) }
      return true
    }
  }
}

// MARK: - The node

extension Visit {
  /// Asks what the node is, and shows it to those who may see it, or to nobody, before anything else is done.
  private mutating func look() async throws {
    let facts = try await facts()
    try requireAccess(facts.accessModel)
    source.access = facts.accessModel
    source.looked = .now
    source.isPublic = try await store.read { [source, settings] in
      try $0.mayBePublic(source, settings.publishes)
    }
    if source.stage == .ended { source.stage = .new }
    var configuration = NodeConfiguration()
    configuration.title = settings.unblocked(facts.title)
    configuration.description = settings.unblocked(facts.description)
    configuration.language = facts.language
    configuration.type = facts.type
    guard try await isSaved(configuration, owners: facts.owners) else { throw End.outdated }
  }

  /// Where it is not told, it is tried: servers answer for an account to its contacts alone, though its items are for all,
  /// and not all say then who may read.
  private func facts() async throws(RemoteService.Failure) -> NodeMetaData {
    try await tryGrant()
    if let facts = try await ownFacts() { return facts }
    var facts = NodeMetaData()
    do throws(RemoteService.Failure) { facts = try await remote.metaData(source.node) } catch {
      guard source.isOfAccount, case .refused = error else { throw error }
    }
    if source.isOfAccount, facts.accessModel == nil { facts.accessModel = try await triedAccess() }
    return facts
  }

  /// Sees to it that we are told of news; where that is not to be had, we look for them ourselves.
  private mutating func follow() async throws {
    source.way = try await way()
    if source.stage == .new { source.stage = .filling }
  }

  private func way() async throws(RemoteService.Failure) -> Source.Way {
    let isSubscribed = try await subscribe()
    if remote.isPrivileged { return .privilege }
    if isSubscribed { return .subscription }
    return contact.isSeen && source.isToldByPresence ? .presence : .polling
  }

  private func subscribe() async throws(RemoteService.Failure) -> Bool {
    // Whoever withdraws their presence need not withdraw more.
    guard !source.isForContacts else { return false }
    do throws(RemoteService.Failure) {
      return try await remote.subscribe(component.jid, to: source.node) == .subscribed
    } catch {
      // Who may read need not be let in as a subscriber.
      guard case .refused = error else { throw error }
      return false
    }
  }
}
