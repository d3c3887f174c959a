import PubSub
import Store
import XML
import XMPP

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
      return context.people.privileges.grant(privileges, by: message.from.bare.domain)
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

// MARK: - Both

extension FeedService {
  /// Does what nobody waits for; what cannot be taken on is left.
  func attempt(
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
