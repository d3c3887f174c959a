package import XML

/// The way out to the XMPP server, as the services see it: they know nothing of sockets.
///
/// Two lanes leave through it. Answers (`answer`) never wait and pass notifications; notifications
/// (`Session.notify`) wait for room, so that a fan-out cannot fill memory. For answers
/// there is `hasRoom` instead, to be looked at before taking on work.
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

    package init(
      number: Int, notify: @escaping @Sendable ([UInt8]) async throws -> Void,
      request: @escaping @Sendable (IQ.Kind, JID, Element, Duration) async throws -> IQ
    ) {
      self.number = number
      self.notify = notify
      self.request = request
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
  /// Whether less than half of the room for answers is taken. False is a hint to refuse new work
  /// with `resource-constraint`; true without a connection.
  package let hasRoom: @Sendable () -> Bool

  package init(
    jid: BareJID, session: @escaping @Sendable () async throws -> Session,
    answer: @escaping @Sendable (Element) -> Void,
    hasRoom: @escaping @Sendable () -> Bool = { true }
  ) {
    self.jid = jid
    self.session = session
    self.answer = answer
    self.hasRoom = hasRoom
  }
}

package enum StanzaPortError: Error, Hashable, Sendable {
  /// The session is over; ask for the next one.
  case disconnected
  /// No answer within the deadline.
  case timedOut
  /// One stanza is larger than the server takes.
  case tooLarge
  /// As many requests wait for their answers as may; nothing was sent.
  case busy
}
