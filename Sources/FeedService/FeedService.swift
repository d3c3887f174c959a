package import Logging
package import PubSub
package import Store
import Synchronization
package import XML
package import XMPP

/// Answers the stanzas of one component: every request gets exactly one answer.
///
/// Requests are taken in the order in which they arrive. Writes are done in that order; reads run
/// beside each other, but one whose sender has writes under way waits for them, so that everybody sees
/// what they did.
package final class FeedService: Sendable {
  private struct State {
    /// How many writes of a sender are under way.
    var writes: [BareJID: Int] = [:]
    var reads = 0
  }

  /// How many reads may be under way before more are refused.
  package static let maximumReads = 1024

  private let store: Store
  private let port: StanzaPort
  private let router: Router<Handler>
  private let logger: Logger
  private let state = Mutex(State())

  /// - Parameters:
  ///   - name: what service discovery calls the service.
  ///   - version: of the program.
  package init(
    port: StanzaPort, service: ServiceID, store: Store, policy: ServicePolicy, name: String,
    version: String, logger: Logger
  ) {
    self.store = store
    self.port = port
    self.logger = logger
    let context = Context(
      jid: port.jid, name: name, version: version, service: service, policy: policy)
    router = Routes.router(context)
  }

  /// Takes a stanza as it comes from the link. Returns at once.
  package func receive(_ element: Element) {
    do throws(Stanza.Failure) {
      guard case .iq(let iq) = try Stanza(element), iq.isRequest else { return }
      serve(iq)
    } catch {
      switch error {
      case .refused(let answer): port.answer(answer)
      case .ignored:
        logger.debug("A stanza was ignored", metadata: ["name": "\(element.name)"])
      }
    }
  }

  private func serve(_ iq: IQ) {
    do throws(StanzaError) {
      guard iq.to == JID(port.jid) else {
        throw StanzaError(.itemNotFound, "There is nobody of that name here.")
      }
      guard let handler = router.handler(for: iq) else { throw Routes.unknown(iq) }
      switch try handler(iq) {
      case .answer(let payload): port.answer(iq.result(payload).element)
      case .read(let body): read(iq, body)
      case .write(let body): write(iq, body)
      }
    } catch {
      port.answer(iq.failure(error).element)
    }
  }

  private func write(_ iq: IQ, _ body: @escaping @Sendable (Transaction) throws -> Element?) {
    let sender = iq.from.bare
    state.withLock { $0.writes[sender, default: 0] += 1 }
    store.submit(body) { result in
      self.state.withLock { state in
        let left = (state.writes[sender] ?? 1) - 1
        state.writes[sender] = left > 0 ? left : nil
      }
      self.finish(iq, result)
    }
  }

  private func read(_ iq: IQ, _ body: @escaping @Sendable (Snapshot) throws -> Element?) {
    let (mustWait, isFull) = state.withLock { state in
      let mustWait = state.writes[iq.from.bare] != nil
      let isFull = state.reads >= Self.maximumReads
      if !mustWait, !isFull { state.reads += 1 }
      return (mustWait, isFull)
    }
    if mustWait { return write(iq) { try body($0.snapshot) } }
    if isFull { return finish(iq, .failure(StoreError.overloaded)) }
    store.submitRead(body) { result in
      self.state.withLock { $0.reads -= 1 }
      self.finish(iq, result)
    }
  }

  private func finish(_ iq: IQ, _ result: Result<Element?, any Error>) {
    switch result {
    case .success(let payload): port.answer(iq.result(payload).element)
    case .failure(let error as StanzaError): port.answer(iq.failure(error).element)
    case .failure(let error): port.answer(iq.failure(refusal(error)).element)
    }
  }

  /// What a stranger is told of our own trouble; the admin reads the rest in the log.
  private func refusal(_ error: any Error) -> StanzaError {
    let store = error as? StoreError
    if store == .overloaded {
      return StanzaError(.resourceConstraint, "The service is busy; try again in a moment.")
    }
    logger.error("A request failed: \(store?.description ?? "\(type(of: error))")")
    if store == .diskFull {
      return StanzaError(.resourceConstraint, "The service cannot store anything at present.")
    }
    return StanzaError(.internalServerError)
  }
}
