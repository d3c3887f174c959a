import PubSub
import Store
import XML
package import XMPP

// MARK: - Messages

extension FeedService {
  func read(_ message: Message) {
    guard message.to.bare == port.jid else { return }
    if message.kind == .error {
      guard let body = context.bounce(message) else { return }
      return attempt(body, for: message.from.bare)
    }
    if let privileges = Privileges(in: message) {
      guard isServer(message.from) else { return }
      return context.people.rosters.grant(privileges, by: message.from.bare.domain)
    }
    do throws(StanzaError) {
      guard let answer = try AuthorizationForm(submitted: message) else { return }
      let job = Job(
        account: message.from.bare, body: context.authorize(answer, from: message.from)
      ) {
        if let error = self.post($0) { self.refuse(message, error) }
      }
      try submit(job)
    } catch {
      refuse(message, error)
    }
  }

  /// Only the server of a local domain speaks for its users' rosters.
  private func isServer(_ jid: JID) -> Bool {
    jid.bare.local == nil && !jid.hasResource && context.policy.domains.contains(jid.bare.domain)
  }

  private func refuse(_ message: Message, _ error: StanzaError) {
    let answer = Message(
      .error, id: message.id, from: message.to, to: message.from, children: [error.element])
    port.post(answer.element)
  }
}

// MARK: - Presence

extension FeedService {
  func take(_ presence: Presence) {
    guard presence.to.bare == port.jid, presence.from.bare != port.jid else { return }
    let (gone, isLast) = context.departure(presence)
    if !gone.isEmpty { depart(gone, isLast: isLast) }
    if let body = context.take(presence) { attempt(body, for: presence.from.bare) }
    // Of who finds no place among those who are known, nothing more needs to be known.
    guard presence.kind == .available, presence.from.hasResource,
      context.people.presence.isAvailable(presence.from, []), let mark = presence.capabilities,
      context.people.capabilities.interests(presence.from, mark) == nil
    else { return }
    curiosity.wonder(presence.from, mark, presence.secondsAway)
  }

  /// A client has said which nodes' notifications it asks for.
  @Sendable func welcome(_ jid: JID, _ interests: Set<NodeID>, _ secondsAway: Int?) {
    guard let body = context.welcome(jid, nil, secondsAway, interests) else { return }
    attempt(body, for: jid.bare)
  }

  private func depart(_ gone: [JID], isLast: Bool) {
    guard let account = gone.first?.bare else { return }
    let later: @Sendable () -> Void = { for jid in gone { _ = self.farewells.add(jid) } }
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

// MARK: - Both

extension FeedService {
  /// Does what nobody waits for; what cannot be taken on is left.
  private func attempt(
    _ body: @escaping @Sendable (Transaction) throws -> Reply, for account: BareJID
  ) {
    do {
      try submit(Job(account: account, isAsked: false, body: body) { _ = self.post($0) })
    } catch {
      troubles.lost(.unasked)
    }
  }

  /// Sends what something has led to; else says why there is nothing.
  private func post(_ result: Result<Reply, any Error>) -> StanzaError? {
    switch result {
    case .success(let reply):
      for post in reply.posts { port.post(post) }
      return nil
    case .failure(let error as StanzaError): return error
    case .failure(let error): return troubles.refusal(error)
    }
  }
}
