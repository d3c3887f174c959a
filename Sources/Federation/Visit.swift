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
  let remote: RemoteService
  let store: Store
  let settings: FederationSettings
  let jid: BareJID
  var source: Source

  /// So many of the newest items are compared at each visit.
  static let newestAtOnce = 20
  /// And so many before the first that is as we have it ends the search for edits: there are services where an edit
  /// leaves an item in its place.
  static let alwaysCompared = 200

  init(
    _ source: Source, _ remote: RemoteService, store: Store, _ settings: FederationSettings,
    as jid: BareJID
  ) {
    (self.source, self.remote, self.store) = (source, remote, store)
    (self.settings, self.jid) = (settings, jid)
  }

  /// Throws what the store throws, or `CancellationError`.
  mutating func run() async throws {
    guard try await isWanted() else { return try await leave() }
    do {
      try await look()
      if mustCompare {
        try await follow()
        try await compare()
      }
      succeed()
    } catch let failure as RemoteService.Failure {
      guard failure != .disconnected else { return }
      try await fail(failure)
    }
    try await save()
  }

  /// A look is enough where all goes well and we are told of news.
  private var mustCompare: Bool {
    guard source.task == .look, source.stage == .following, source.problem == nil,
      source.way == .subscription, let compared = source.compared
    else { return true }
    return compared.advanced(by: settings.compareInterval) < .now
  }

  private func isWanted() async throws -> Bool {
    try await store.read { [source] in
      try !$0.origins(source).isEmpty && !$0.hasOptedOut(source.service)
    }
  }

  /// Nobody wants it any more.
  private func leave() async throws {
    if source.way == .subscription { try? await remote.unsubscribe(jid, from: source.node) }
    try await store.write { [source] in try $0.forget(source, .now) }
  }

  func save(_ facts: NodeConfiguration? = nil) async throws {
    try await store.write { [source] in try $0.update(source, facts) }
  }
}

// MARK: - The node

extension Visit {
  /// Asks what the node is, and shows it to those who may see it, or to nobody, before anything else is done.
  private mutating func look() async throws {
    let facts = try await facts()
    source.access = facts.accessModel
    source.looked = .now
    source.isPublic = settings.publishes(source.service)
    if source.stage == .ended { source.stage = .new }
    var configuration = NodeConfiguration()
    configuration.title = facts.title
    configuration.description = facts.description
    configuration.language = facts.language
    configuration.type = facts.type
    try await save(configuration)
  }

  /// Nobody of our domain has that name, or is subscribed to anything.
  private var stranger: JID {
    get throws(RemoteService.Failure) {
      guard let bare = try? BareJID(local: "stranger", domain: jid.domain) else {
        throw .unusable
      }
      return JID(bare)
    }
  }

  /// Where it is not told, it is tried: servers answer for an account to its contacts alone, though its items are for all.
  private func facts() async throws(RemoteService.Failure) -> NodeMetaData {
    do throws(RemoteService.Failure) { return try await remote.metaData(source.node) } catch {
      guard source.service.local != nil, case .refused = error else { throw error }
      // Whoever is no contact and no subscriber, and reads all the same, is anybody.
      try await remote.tryToRead(source.node, as: stranger)
      var facts = NodeMetaData()
      facts.accessModel = .open
      return facts
    }
  }

  /// Sees to it that we are told of news; where that is not to be had, we look for them ourselves.
  private mutating func follow() async throws {
    do throws(RemoteService.Failure) {
      let state = try await remote.subscribe(jid, to: source.node)
      source.way = state == .subscribed ? .subscription : .polling
    } catch .refused(.unsupported), .refused(.closed), .refused(.other) {
      // Who may read need not be let in as a subscriber.
      source.way = .polling
    }
    if source.stage == .new { source.stage = .filling }
  }
}

// MARK: - The items

extension Visit {
  /// Makes up the difference between there and here.
  private mutating func compare() async throws {
    let known = try await store.read { [source] in try $0.itemNames(of: source) }
    let newest = try await remote.newest(source.node, Self.newestAtOnce)
    let found =
      newest.set == nil
      ? try await compareByIDs(newest.items, known) : try await comparePages(known)
    // What came while the link was away, we could not be told of.
    if !known.isEmpty, found != Difference() { source.surprised = .now }
    source.compared = .now
    guard source.task == .audit else { return }
    source.audit = Source.Audit(
      at: .now, missing: found.missing, differing: found.differing, stale: found.stale)
  }

  private mutating func compareByIDs(_ newest: [RemoteItem], _ known: [ItemID]) async throws
    -> Difference
  {
    var fetch = Fetch(source.node, from: remote, cache: newest)
    let listing = try await listing(newest, &fetch)
    let edits = try await edits(among: listing.ids, known, &fetch)
    let plan = Comparison(
      listing, known: known.filter { !edits.contains($0) }, limit: settings.itemsPerNode)
    source.expected = plan.expected
    try await save()
    let taken =
      try await take(plan.news, .now, &fetch) + take(plan.history, .history, &fetch)
    let stale = try await store.write { [source] in try $0.drop(plan.stale, of: source, .now) }
    return Difference(
      missing: max(0, taken - edits.count), differing: edits.count, stale: stale)
  }

  /// The ids of all items; where a service does not list them, those of as many of the newest as one answer holds.
  private func listing(_ newest: [RemoteItem], _ fetch: inout Fetch) async throws(RemoteService
    .Failure)
    -> Comparison.Listing
  {
    do throws(RemoteService.Failure) {
      let ids = try await remote.itemIDs(source.node, limit: settings.itemsPerNode)
      if !ids.isEmpty || newest.isEmpty {
        return Comparison.Listing(ids, newest: dated(newest), isWhole: true)
      }
    } catch {
      guard case .refused = error else { throw error }
    }
    let (items, isAll) = try await fetch.newest(Self.newestAtOnce, newest)
    // As they are given: those in the world give the newest last.
    return Comparison.Listing(
      items.reversed().map(\.id), newest: dated(items), isWhole: isAll)
  }

  private func dated(_ items: [RemoteItem]) -> [(id: ItemID, date: Timestamp?)] {
    prepared(items).map { ($0.item.id, $0.date) }
  }

  /// What we have in another version. An edit moves an item to the front, so that the first batch without one ends the
  /// search, unless all are to be looked at.
  private func edits(
    among listed: [ItemID], _ known: [ItemID], _ fetch: inout Fetch
  ) async throws -> Set<ItemID> {
    let here = Set(known)
    var rest = listed.prefix(settings.itemsPerNode).filter(here.contains)[...]
    var edits: Set<ItemID> = []
    var compared = 0
    while !rest.isEmpty {
      try Task.checkCancellation()
      let items = prepared(try await fetch.next(&rest, keeping: source.task != .audit))
      compared += items.count
      let found = try await store.read { [source] in
        try $0.differing(items.map(\.item), in: source).map(\.id)
      }
      edits.formUnion(found)
      if found.isEmpty, source.task != .audit, compared >= Self.alwaysCompared { break }
    }
    return edits
  }

  /// Fetches items and stores them, batch after batch.
  private func take(_ ids: [ItemID], _ era: Transaction.Era, _ fetch: inout Fetch) async throws
    -> Int
  {
    var (rest, taken) = (ids[...], 0)
    while !rest.isEmpty {
      try Task.checkCancellation()
      let items = prepared(try await fetch.next(&rest))
      taken += try await store(items, era)
    }
    return taken
  }

  func store(_ items: [PreparedItem], _ era: Transaction.Era) async throws -> Int {
    let bytes = items.reduce(0) { $0 + ($1.item.payload?.count ?? 0) }
    return try await store.write(bytes: 2 * bytes) { [source] tx in
      try tx.take(items, of: source, era, .now)
    }
  }

  func prepared(_ items: [RemoteItem]) -> [PreparedItem] {
    items.map { PreparedItem($0, of: source.service, limit: settings.payloadBytes) }
  }
}

// MARK: - The outcome

extension Visit {
  private mutating func succeed() {
    source.stage = .following
    (source.failures, source.problem) = (0, nil)
    source.task = isTold ? .look : .compare
    let interval = isTold ? settings.lookInterval : settings.poll(quiet)
    // Not all at once.
    source.due = Timestamp.now.advanced(by: interval * Double.random(in: 0.9...1))
  }

  /// Whether news come as notifications. That we are subscribed does not say so: there are servers that tell nobody but
  /// whom an account shares its presence with.
  private var isTold: Bool {
    guard source.way == .subscription, let heard = source.heard else { return false }
    return source.surprised.map { $0 < heard } ?? true
  }

  /// How long ago the last news were found, or the node was begun.
  private var quiet: Duration {
    let last = source.surprised ?? source.begun
    return .milliseconds(max(0, Timestamp.now.milliseconds - last.milliseconds))
  }

  private mutating func fail(_ failure: RemoteService.Failure) async throws {
    source.failures += 1
    source.due = Timestamp.now.advanced(by: settings.pause(afterFailures: source.failures))
    source.problem = Source.Problem(failure)
    source.task = max(source.task, .compare)
    guard case .refused(let condition) = failure, condition.isFinal else { return }
    // What may not be read, or is there no more, is here no more either.
    source.access = nil
    source.way = nil
    source.due = max(source.due, Timestamp.now.advanced(by: settings.longestRetry))
    var redirect: String?
    if case .gone(let address) = condition { (source.stage, redirect) = (.ended, address) }
    try await save()
    try await store.write { [source, redirect] tx in
      try tx.dropAll(of: source, .now)
      try tx.move(source, to: redirect, .now)
    }
  }
}

extension RemoteCondition {
  /// Whether it says that nothing is to be had, rather than not now.
  fileprivate var isFinal: Bool {
    switch self {
    case .notThere, .gone, .needsPresence, .closed: true
    case .notSubscribed, .unsupported, .unreachable, .busy, .other: false
    }
  }
}

extension Source.Problem {
  fileprivate init(_ failure: RemoteService.Failure) {
    self =
      switch failure {
      case .noAnswer, .disconnected: .noAnswer
      case .unusable: .unusable
      case .refused(.notThere): .notFound
      case .refused(.gone): .gone
      case .refused(.needsPresence), .refused(.closed): .closed
      case .refused(.unreachable): .unreachable
      case .refused(.busy): .busy
      case .refused(.notSubscribed), .refused(.unsupported), .refused(.other): .refused
      }
  }
}
