package import Logging
package import PubSub
import ServiceLifecycle
package import Store
package import XML
package import XMPP

/// Answers the stanzas of one component: every request gets exactly one answer.
///
/// Requests are taken in the order in which they arrive. Writes are done in that order; reads run
/// beside each other, but one whose sender has writes under way waits for them, so that everybody sees
/// what they did. What cannot be taken on is refused at once with `resource-constraint`.
package final class FeedService: Service {
  private let store: Store
  private let port: StanzaPort
  private let router: Router<Handler>
  private let admission: Admission
  private let troubles: Troubles

  /// - Parameters:
  ///   - name: what service discovery calls the service.
  ///   - version: of the program.
  package init(
    port: StanzaPort, service: ServiceID, store: Store, policy: ServicePolicy, name: String,
    version: String, limits: FeedServiceLimits = FeedServiceLimits(), logger: Logger
  ) {
    self.store = store
    self.port = port
    admission = Admission(limits)
    troubles = Troubles(logger)
    let context = Context(
      jid: port.jid, name: name, version: version, service: service, policy: policy)
    router = Routes.router(context)
  }

  /// Until a shutdown, and then until what is under way has been answered; what arrives meanwhile is
  /// refused.
  package func run() async throws {
    do { try await gracefulShutdown() } catch { return }
    await admission.close()
  }

  /// Takes a stanza as it comes from the link. Returns at once.
  package func receive(_ element: Element) {
    do throws(Stanza.Failure) {
      guard case .iq(let iq) = try Stanza(element), iq.isRequest else { return }
      serve(iq)
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
      guard port.hasRoom() else { throw Admission.busy }
      guard let handler = router.handler(for: iq) else { throw Routes.unknown(iq) }
      switch try handler(iq) {
      case .answer(let payload): port.answer(iq.result(payload).element)
      case .read(let body): try read(iq, body)
      case .write(let bytes, let body): try write(iq, bytes, body)
      }
    } catch {
      port.answer(iq.failure(error).element)
    }
  }

  private func write(
    _ iq: IQ, _ bytes: Int, _ body: @escaping @Sendable (Transaction) throws -> Element?
  ) throws(StanzaError) {
    try admission.enterWrite(iq.from.bare)
    store.submit(bytes: bytes, body) { result in
      self.finish(iq, result)
      self.admission.leaveWrite(iq.from.bare)
    }
  }

  private func read(_ iq: IQ, _ body: @escaping @Sendable (Snapshot) throws -> Element?)
    throws(StanzaError)
  {
    guard !admission.hasWrites(iq.from.bare) else {
      return try write(iq, 0) { try body($0.snapshot) }
    }
    let start = try admission.enterRead(iq.from.bare) { self.start(iq, body) }
    start?()
  }

  private func start(_ iq: IQ, _ body: @escaping @Sendable (Snapshot) throws -> Element?) {
    store.submitRead { snapshot in
      // Its turn may have come late, and answers may have piled up since.
      guard self.port.hasRoom() else { throw Admission.busy }
      return try body(snapshot)
    } completion: { result in
      self.finish(iq, result)
      self.admission.leaveRead(iq.from.bare)?()
    }
  }

  private func finish(_ iq: IQ, _ result: Result<Element?, any Error>) {
    switch result {
    case .success(let payload): port.answer(iq.result(payload).element)
    case .failure(let error as StanzaError): port.answer(iq.failure(error).element)
    case .failure(let error): port.answer(iq.failure(troubles.refusal(error)).element)
    }
  }
}
