package import XML

/// The way out to the XMPP server, as the services see it: they know nothing of sockets.
///
/// Two lanes leave through it. Answers (`answer`, `answerAfter`) never wait and pass notifications;
/// notifications (`Session.notify`) wait for room, so that a fan-out cannot fill memory. For answers
/// there is `hasRoom` instead, to be looked at before taking on work. What we say unasked and cannot
/// wait with (`post`, `Session.ask`) goes in the answers' lane too, as long as there is `hasRoom`.
package struct StanzaPort: Sendable {
  /// One connection to the server, from handshake to its end. What was handed to a session that has
  /// ended may be lost; `request` on the same session proves that all before it was taken.
  package struct Session: Sendable {
    /// Grows by one with each connection.
    package let number: Int
    /// Queues the bytes of whole stanzas behind the notifications before them and returns when
    /// there is room for more. Throws `StanzaPortError`.
    package let notify: @Sendable (_ stanzas: [UInt8]) async throws -> Void
    /// Sends a request in the notifications' lane, in order with them, and waits for its answer, an
    /// error answer too. Throws `StanzaPortError`.
    package let request:
      @Sendable (_ kind: IQ.Kind, _ to: JID, _ payload: Element, _ deadline: Duration) async throws
        -> IQ
    /// As `request`, but in the answers' lane: it passes notifications and proves nothing about
    /// them. Where there is no `hasRoom`, nothing is sent and `StanzaPortError.busy` thrown.
    package let ask:
      @Sendable (_ kind: IQ.Kind, _ to: JID, _ payload: Element, _ deadline: Duration) async throws
        -> IQ

    /// As `ask`, but from another address of our domain, of which nobody knows anything.
    package let askAs:
      @Sendable (
        _ from: JID, _ kind: IQ.Kind, _ to: JID, _ payload: Element, _ deadline: Duration
      ) async throws -> IQ

    /// - Parameters:
    ///   - ask: nil: `request`.
    ///   - askAs: nil: `ask`, whoever is to be asked as.
    package init(
      number: Int, notify: @escaping @Sendable ([UInt8]) async throws -> Void,
      request: @escaping @Sendable (IQ.Kind, JID, Element, Duration) async throws -> IQ,
      ask: (@Sendable (IQ.Kind, JID, Element, Duration) async throws -> IQ)? = nil,
      askAs: (@Sendable (JID, IQ.Kind, JID, Element, Duration) async throws -> IQ)? = nil
    ) {
      self.number = number
      self.notify = notify
      self.request = request
      let ask = ask ?? request
      self.ask = ask
      self.askAs =
        askAs ?? { _, kind, to, payload, deadline in
          try await ask(kind, to, payload, deadline)
        }
    }
  }

  /// The component's own address.
  package let jid: BareJID
  /// The present session; waits until there is one. Throws `CancellationError` alone.
  package let session: @Sendable () async throws -> Session
  /// Sends an answer; never waits.
  ///
  /// Where there is no room, a small `resource-constraint` error goes to the same request instead,
  /// unless the answer is as small. Between two
  /// connections answers are held, those of the cut connection that were not written too, and lead
  /// the next one. What is held too long or is over the limit of bytes is dropped:
  /// nobody tells who asked, since for the server the request was delivered.
  package let answer: @Sendable (Element) -> Void
  /// Sends messages and then the answer that they belong to (XEP-0313, section 4, for instance); never
  /// waits.
  ///
  /// They are one: nothing comes between them, they are held together, and where there is no room
  /// for all the one error goes instead. A message that is larger than the server takes is left out.
  package let answerAfter: @Sendable (_ messages: [Element], _ answer: Element) -> Void
  /// Sends a message or presence of our own; never waits. Without `hasRoom` or without a connection
  /// it is dropped, and what was not written when a connection is cut is not sent again.
  package let post: @Sendable (_ stanza: Element) -> Void
  /// Whether less than half of the room for answers is taken. False is a hint to refuse new work
  /// with `resource-constraint`; true without a connection.
  package let hasRoom: @Sendable () -> Bool

  /// - Parameter answerAfter: nil: one after the other by `answer`.
  package init(
    jid: BareJID, session: @escaping @Sendable () async throws -> Session,
    answer: @escaping @Sendable (Element) -> Void,
    answerAfter: (@Sendable ([Element], Element) -> Void)? = nil,
    post: @escaping @Sendable (Element) -> Void = { _ in },
    hasRoom: @escaping @Sendable () -> Bool = { true }
  ) {
    self.jid = jid
    self.session = session
    self.answer = answer
    self.answerAfter =
      answerAfter ?? { messages, last in
        for message in messages { answer(message) }
        answer(last)
      }
    self.post = post
    self.hasRoom = hasRoom
  }
}

package enum StanzaPortError: Error, Hashable, Sendable {
  /// The session is over; ask for the next one.
  case disconnected
  /// The same, and it ended before an answer came: whatever was asked may be why.
  case cutOff
  /// No answer within the deadline.
  case timedOut
  /// One stanza is larger than the server takes.
  case tooLarge
  /// The answer broke one of our limits, and was not read.
  case answerTooLarge
  /// As many requests wait for their answers as may, or `ask` found no room; nothing was sent.
  case busy
}
