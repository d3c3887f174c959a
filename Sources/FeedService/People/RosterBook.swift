import PubSub
import Store
import Synchronization
import XML
import XMPP

/// The rosters of local users, as far as the server lets us see them (XEP-0356). Servers do not tell us reliably
/// when one changes, so that each is asked for again once it is old.
final class RosterBook: Sendable {
  /// Thrown where rosters must be asked for first; then the same is tried again.
  struct Needed: Error { let owners: Set<BareJID> }
  /// Thrown to those who must be sure where a roster cannot be had now.
  struct Unsure: Error {}

  /// What to do where a roster is not known.
  enum Doubt {
    /// Throw `Needed`. One that cannot be had counts as empty.
    case ask
    /// Take it for empty.
    case deny
    /// Throw `Needed`, and `Unsure` where it cannot be had.
    case refuse
    /// The same for as long as `endurance`; then one that cannot be had counts as empty.
    case hold
  }

  fileprivate struct Page {
    /// Nil: it could not be had.
    let entries: [BareJID: Entry]?
    let since: ContinuousClock.Instant

    var weight: Int {
      entries.map { $0.values.reduce(1) { $0 + 1 + $1.contact.groups.count } } ?? 1
    }
  }

  /// Somebody in a roster.
  fileprivate struct Entry {
    let contact: Contact
    /// The owner sees their presence.
    let isSeen: Bool
  }

  fileprivate struct State {
    /// Whose roster cannot be had, since then.
    var failing: [BareJID: ContinuousClock.Instant] = [:]
    var pages: [BareJID: Page] = [:]
    var weight = 0
    /// Those that are being asked for.
    var asked: [BareJID: Task<Void, Never>] = [:]
  }

  /// So many rosters, contacts and groups they are in are kept in all.
  static let capacity = 250_000
  /// So long a roster is believed.
  static let lifetime = Duration.seconds(10)
  /// So long an answer may take; shorter, so that of several rosters none is old when the last one comes.
  static let deadline = Duration.seconds(5)
  /// So long what depends on a roster that cannot be had waits for it.
  static let endurance = Duration.seconds(300)
  /// So many rosters that cannot be had are waited for.
  static let maximumFailing = 10_000
  /// So many contacts are read of one roster.
  static let maximumContacts = 10_000
  /// How often something is tried again for which rosters had to be asked for: a node may stand below others, each
  /// with owners of its own.
  static let maximumRounds = 20

  private let port: StanzaPort
  private let capacity: Int
  private let log: QuietLog?
  private let privileges: PrivilegeBook
  private let state = Mutex(State())

  init(
    _ port: StanzaPort, _ privileges: PrivilegeBook, capacity: Int = RosterBook.capacity,
    log: QuietLog? = nil
  ) {
    self.port = port
    self.privileges = privileges
    self.capacity = capacity
    self.log = log
  }

  /// Whether we see the rosters of a domain; nil: its server has not said so, and was not waited for in vain.
  func sight(of domain: String) -> Bool? {
    if let granted = privileges.privileges(of: domain) { return granted.roster.canGet }
    return privileges.silence(of: domain) == nil ? nil : false
  }
}

// MARK: - Looking up

extension RosterBook {
  /// What some people's rosters say of somebody.
  ///
  /// - Parameter local: the domains whose servers may let us see rosters.
  func contact(
    _ who: BareJID, _ owners: [BareJID], local: Set<String>, _ doubt: Doubt,
    at now: ContinuousClock.Instant = .now
  ) throws -> Contact {
    var needed: Set<BareJID> = []
    var (isSure, mayCome) = (true, false)
    let privileges = privileges
    let contact = state.withLock { state in
      var contact = Contact.stranger
      // Of others nobody lets us see a roster, ever.
      for owner in owners where local.contains(owner.domain) {
        switch state.view(owner, privileges, now) {
        case .needed: needed.insert(owner)
        case .unavailable(let since):
          isSure = false
          if let since, now - since < Self.endurance { mayCome = true }
        case .known(let entries):
          guard let found = entries[who]?.contact, found.seesPresence else { continue }
          contact.seesPresence = true
          // A group counts only with the presence that its owner gives.
          contact.groups.formUnion(found.groups)
        }
      }
      return contact
    }
    if doubt != .deny, !needed.isEmpty { throw Needed(owners: needed) }
    if doubt == .refuse && !isSure || doubt == .hold && mayCome { throw Unsure() }
    if doubt == .hold, !isSure {
      log?.error("A roster cannot be had and counts as empty: those in it are told nothing.")
    }
    return contact
  }

  /// Whose presence somebody sees, as their own roster tells; of others than our own people it is not known.
  ///
  /// - Parameter local: the domains whose servers may let us see rosters.
  func friends(
    of who: BareJID, local: Set<String>, _ doubt: Doubt, at now: ContinuousClock.Instant = .now
  ) throws -> Set<BareJID> {
    guard local.contains(who.domain) else { return [] }
    switch state.withLock({ $0.view(who, privileges, now) }) {
    case .needed where doubt != .deny: throw Needed(owners: [who])
    case .known(let entries): return Set(entries.filter(\.value.isSeen).keys)
    case .needed, .unavailable: return []
    }
  }

  /// Does something, once more for each time that rosters had to be asked for.
  func asking<Value>(_ body: () async throws -> Value) async throws -> Value {
    for _ in 0..<Self.maximumRounds {
      do { return try await body() } catch let needed as Needed { await refresh(needed.owners) }
    }
    return try await body()
  }
}

extension RosterBook.State {
  fileprivate enum View {
    case needed
    /// Since when; nil where it is not expected to come.
    case unavailable(ContinuousClock.Instant?)
    case known([BareJID: RosterBook.Entry])
  }

  fileprivate func view(
    _ owner: BareJID, _ privileges: PrivilegeBook, _ now: ContinuousClock.Instant
  ) -> View {
    if let granted = privileges.privileges(of: owner.domain) {
      guard granted.roster.canGet else { return .unavailable(nil) }
    } else if let since = privileges.silence(of: owner.domain) {
      return .unavailable(since)
    }
    guard let page = pages[owner], now - page.since < RosterBook.lifetime else { return .needed }
    return page.entries.map { .known($0) } ?? .unavailable(failing[owner])
  }
}

// MARK: - Asking

extension RosterBook {
  /// Asks for rosters, each once however many wait for it.
  func refresh(_ owners: Set<BareJID>) async {
    let asked = state.withLock { state in
      owners.map { owner in
        if let task = state.asked[owner] { return task }
        let task = Task { await renew(owner) }
        state.asked[owner] = task
        return task
      }
    }
    // Whoever is cancelled does not wait for the others.
    let (finished, end) = AsyncStream<Void>.makeStream()
    Task {
      for task in asked { await task.value }
      end.finish()
    }
    for await _ in finished {}
  }

  private func renew(_ owner: BareJID) async {
    let entries = await fetch(owner)
    // What a server does not let us see is known of its domain; once it does, everybody is asked anew.
    let isHidden = sight(of: owner.domain) == false
    state.withLock { state in
      if !isHidden { state.keep(Page(entries: entries, since: .now), of: owner, capacity) }
      state.asked[owner] = nil
    }
  }

  /// Nil if it cannot be had.
  private func fetch(_ owner: BareJID) async -> [BareJID: Entry]? {
    let port = port
    guard let session = await within(Self.deadline, { try? await port.session() }),
      await privileges.awaitedPrivileges(of: owner.domain)?.roster.canGet == true,
      let answer = try? await session.ask(.get, JID(owner), Roster.request(), Self.deadline),
      answer.kind == .result, let payload = answer.payload,
      let roster = try? Roster(payload, limit: Self.maximumContacts)
    else { return nil }
    var entries: [BareJID: Entry] = [:]
    for item in roster.items {
      entries[item.jid] = Entry(
        contact: Contact(
          seesPresence: item.subscription == .from || item.subscription == .both,
          groups: Set(item.groups)),
        isSeen: item.subscription == .to || item.subscription == .both)
    }
    return entries
  }
}

extension RosterBook.State {
  fileprivate mutating func keep(_ page: RosterBook.Page, of owner: BareJID, _ capacity: Int) {
    note(page.entries == nil, owner, page.since)
    weight += page.weight - (pages[owner]?.weight ?? 0)
    pages[owner] = page
    guard weight > capacity else { return }
    // The oldest go, and some more, so that they are not sorted again each time.
    for (other, old) in pages.sorted(by: { $0.value.since < $1.value.since })
    where other != owner && weight > capacity / 4 * 3 {
      pages[other] = nil
      weight -= old.weight
    }
  }

  /// Remembers since when a roster cannot be had.
  private mutating func note(_ isFailing: Bool, _ owner: BareJID, _ now: ContinuousClock.Instant) {
    guard isFailing else {
      failing[owner] = nil
      return
    }
    guard failing[owner] == nil, failing.count < RosterBook.maximumFailing else { return }
    failing[owner] = now
  }
}
