package import XML

/// The way out to the XMPP server, as the services see it: they know nothing of sockets.
///
/// Two lanes leave through it. Answers (`answer`) never wait and pass notifications; notifications
/// (`Session.notify`) wait for room, so that a fan-out cannot fill memory.
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
  /// Sends an answer. Without a connection it is dropped: who asked has been told by the server.
  package let answer: @Sendable (Element) -> Void

  package init(
    jid: BareJID, session: @escaping @Sendable () async throws -> Session,
    answer: @escaping @Sendable (Element) -> Void
  ) {
    self.jid = jid
    self.session = session
    self.answer = answer
  }
}

package enum StanzaPortError: Error, Hashable, Sendable {
  /// The session is over; ask for the next one.
  case disconnected
  /// No answer within the deadline.
  case timedOut
  /// One stanza is larger than the server takes.
  case tooLarge
}
