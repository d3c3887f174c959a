import Logging
import PubSub
import Store
import Synchronization
import XMPP

// Who the authors are of what is here, hosted or followed. They are found by going through what is stored, so that no
// publish has anything to do for it; asked when it is time, and where nodes need nothing from their server.
extension Federation {
  /// So many people of one server are asked in a row.
  static let peopleAtOnce = 5
  /// So many authors, or items, are gone through at a time.
  private static let authorsAtOnce = 500

  /// What is kept of people is as the settings of now have it.
  func preparePeople() async throws {
    try await forgetPeople()
    guard let pictures = settings.pictures else { return }
    try await store.write { try $0.trimPictures(to: pictures) }
  }

  /// Whoever is not to be asked, or has nothing here any more, is forgotten.
  func forgetPeople() async throws {
    let (settings, limit) = (settings, Self.authorsAtOnce)
    try await goThrough {
      try $0.forgetPeople(after: $1, limit: limit, unless: settings.asks)
    }
  }

  /// Looks for people whom nothing is known of, and for those who have published something since they were asked.
  func meetAuthors() async throws {
    guard settings.asksPeople, let walk = beginWalk() else { return }
    let (settings, limit) = (settings, Self.authorsAtOnce)
    let (found, next) = try await store.read { [walk] snapshot in
      var (walk, new): (AuthorWalk, [Author]) = (walk, [])
      if let below = walk.below {
        (new, walk.below) = try snapshot.newAuthors(below: below, limit: limit)
      }
      let moment = Timestamp.now.advanced(by: .zero - settings.personAge)
      let recent = try snapshot.recentAuthors(
        after: try walk.last ?? snapshot.newestItem(), limit: limit, askedBefore: moment, .now)
      walk.last = recent.last
      new = (new + recent.authors).filter { settings.asks($0.jid) }
      return ((new: new, again: recent.again), walk)
    }
    if !found.new.isEmpty || !found.again.isEmpty {
      try await store.write { tx in
        try tx.meet(found.new, settings.people, .now)
        try tx.ask(again: found.again, .now)
      }
    }
    authors.withLock { ($0.below, $0.last) = (next.below, next.last) }
  }

  /// Nil: it was done just now.
  private func beginWalk() -> AuthorWalk? {
    authors.withLock { walk in
      let now = ContinuousClock.now
      guard now >= walk.next else { return nil }
      walk.next = now + settings.restInterval
      let interval = walk.isEager ? settings.newAuthorInterval : settings.authorInterval
      if walk.below == nil, now >= walk.begun + interval {
        (walk.below, walk.begun, walk.isEager) = (.max, now, false)
      }
      return walk
    }
  }

  /// An account tells of a change of its own. It counts if we see its presence and have asked to be told.
  func hear(of account: BareJID) {
    guard settings.asksPeople, presence.isShown(to: account) else { return }
    switch admit(1, of: account) {
    case .pass: break
    case .overflow(let end): return overflow(nil, of: account, until: end)
    case .drop: return
    }
    let settings = settings
    store.submit { tx in
      guard let person = try tx.snapshot.person(account) else { return false }
      let earliest = person.asked?.advanced(by: settings.toldPersonAge)
      return try tx.hear(of: account, askAgain: max(.now, earliest ?? .now))
    } completion: { result in
      switch result {
      case .success(let isDue): if isDue { self.ring() }
      case .failure(let error): self.report(error)
      }
    }
  }

  func ask(_ people: [Person], _ session: StanzaPort.Session) async {
    let turn = ContinuousClock.now + settings.turn
    var silence: Person.Problem?
    for person in people where !Task.isCancelled && ContinuousClock.now < turn {
      var look = PersonLook(
        person, remote(person.jid, session), store: store, settings, as: component)
      do {
        // Who does not answer for one answers for none. Whoever has opted out is forgotten below.
        if let silence {
          look.finish(silence)
        } else if try await !store.read({ try $0.hasOptedOut(person.jid) }) {
          guard try await look.run() else { return }
          silence = look.silence
        }
        try await keep(look, instead: person)
      } catch {
        if !(error is CancellationError) { report(error) }
        return
      }
    }
  }

  private func keep(_ look: PersonLook, instead old: Person) async throws {
    let (person, picture, budget) = (look.person, look.picture, settings.pictures)
    try await store.write {
      try $0.update(person, wasDue: old.due, picture, budget: budget, .now)
    }
    if let problem = person.problem, problem != old.problem {
      logger.debug(
        "What somebody says of themself is not to be had: \(problem.rawValue).",
        metadata: ["account": "\(person.jid)"])
    }
  }
}

/// How far the authors were gone through.
struct AuthorWalk: Sendable {
  /// The last one, from the newest down; nil: all were.
  var below: Int64?
  var begun: ContinuousClock.Instant
  /// Whether there are probably new ones: posts of before come that nobody has published just now.
  var isEager = false
  /// The last item that was published; nil: none was looked at.
  var last: Int64?
  var next = ContinuousClock.now

  init() { (below, begun) = (.max, .now) }
}

extension FederationSettings {
  var asksPeople: Bool { pictures != 0 }

  /// Whether somebody is asked if they have written something.
  func asks(_ person: BareJID) -> Bool { asksPeople && !blocked.hold(person.domain) }
}
