import XMPP

extension StanzaPort.Session {
  /// Whether the server is known to have taken all that was sent before: a request behind it has come back. False if
  /// that takes too long.
  func hasTakenAll(from jid: BareJID, within deadline: Duration) async throws -> Bool {
    do {
      _ = try await request(.get, JID(jid), Ping().element, deadline)
      return true
    } catch let error as StanzaPortError where error == .timedOut || error == .busy {
      return false
    }
  }
}
