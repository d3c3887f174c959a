import PubSub
import Store
package import XMPP

extension FeedService {
  func take(_ presence: Presence) {
    guard presence.to.bare == port.jid, presence.from.bare != port.jid else { return }
    let (gone, isLast) = context.departure(presence)
    if !gone.isEmpty { depart(gone, isLast: isLast) }
    if presence.kind == .available { arrive(presence) }
    if let body = context.take(presence) { attempt(body, for: presence.from.bare) }
  }
}

// MARK: - Arrivals

extension FeedService {
  private func arrive(_ presence: Presence) {
    let jid = presence.from
    guard jid.hasResource else { return }
    // Servers forget what those whom we want to hear of know of us when they go (XEP-0163, section 4.3).
    if context.people.own.isShown(to: jid.bare) {
      port.post(context.people.own.stanza(to: JID(jid.bare)))
    }
    let place = context.people.presence.arrive(jid, presence.show)
    // Of who finds no place among those who are known, nothing more needs to be known.
    guard place != .full else { return troubles.lost(.place) }
    var arrival = Arrival()
    if place == .new { (arrival.show, arrival.secondsAway) = (presence.show, presence.secondsAway) }
    if let mark = presence.capabilities {
      if let interests = context.people.capabilities.interests(jid, mark) {
        arrival.interests = watch(jid, interests)
      } else if !curiosity.wonder(jid, mark, arrival.secondsAway) {
        troubles.lost(.question)
      }
    }
    expect(jid, arrival)
  }

  /// A client has said which nodes' notifications it asks for.
  @Sendable func welcome(_ jid: JID, _ interests: Set<NodeID>, _ secondsAway: Int?) {
    expect(jid, Arrival(secondsAway: secondsAway, interests: watch(jid, interests)))
  }

  /// Returns those of some interests that are new.
  private func watch(_ jid: JID, _ interests: Set<NodeID>) -> Set<NodeID> {
    if let new = context.people.presence.watch(jid, interests) { return new }
    troubles.lost(.place)
    return []
  }

  private func expect(_ jid: JID, _ arrival: Arrival) {
    guard arrival.isNews else { return }
    if !arrivals.add(jid, arrival, { $0.followed(by: $1) }) { troubles.lost(.arrival) }
  }

  /// Looks for what is due to somebody, and writes only if there is anything.
  @Sendable func attend(_ jid: JID, _ arrival: Arrival) async {
    do {
      try await context.people.rosters.asking { try await self.send(arrival, to: jid) }
    } catch {
      _ = troubles.refusal(error)
      troubles.lost(.arrival)
    }
  }

  private func send(_ arrival: Arrival, to jid: JID) async throws {
    let (context, known) = (context, context.known)
    // They may have gone meanwhile.
    guard known.isAvailable(jid, []) else { return }
    let left = budget.left(of: jid.bare)
    let (parcel, hasBounces) = try await store.read { snapshot in
      (
        try context.parcel(arrival, of: jid, left, snapshot, known),
        try arrival.show != nil && snapshot.hasBounces(jid.bare)
      )
    }
    guard parcel.size.items > 0 || hasBounces else { return }
    budget.spend(parcel.size, on: jid.bare)
    try await store.write(bytes: parcel.size.bytes) { tx in
      if hasBounces { try tx.resume(jid.bare) }
      try context.send(parcel, to: jid, tx, known)
    }
  }
}

// MARK: - Departures

extension FeedService {
  private func depart(_ gone: [JID], isLast: Bool) {
    guard let account = gone.first?.bare else { return }
    let later: @Sendable () -> Void = {
      for jid in gone where !self.farewells.add(jid, ()) { self.troubles.lost(.departure) }
    }
    let job = Job(
      account: account, isAsked: false,
      body: { tx in try self.context.depart(gone, isLast: isLast, tx) },
      finish: { if (try? $0.get()) != false { later() } })
    do { try submit(job) } catch { later() }
  }

  /// Does all that is left of what is due when somebody has gone, in small transactions, and stops when they are back.
  package func departed(_ jid: JID) async throws {
    let (context, presence) = (context, context.people.presence)
    while try await store.write({ tx in
      guard !presence.isAvailable(jid, []) else { return false }
      return try context.depart([jid], isLast: !presence.isAvailable(JID(jid.bare), []), tx)
    }) { try Task.checkCancellation() }
  }

  @Sendable func seeOff(_ jid: JID) async {
    while !Task.isCancelled {
      do {
        return try await departed(jid)
      } catch is CancellationError {
        return
      } catch {
        _ = troubles.refusal(error)
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }
}
