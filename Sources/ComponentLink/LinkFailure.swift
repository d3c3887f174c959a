package import XML

/// Why there is no connection, or no longer one.
package enum LinkFailure: Error, Hashable, Sendable {
  case connectionRefused
  /// No route, an unknown host name and the like; the system's words.
  case unreachable(String)
  case connectTimedOut
  case tlsFailed(String)
  /// Something answers there, but not as an XMPP server's component port.
  case noXMPP
  /// No `<handshake/>` in time.
  case handshakeTimedOut
  case wrongSecret
  case unknownHost
  case conflict
  /// Any other stream error of the server.
  case streamError(StreamFault)
  /// The server sent what is out of order.
  case outOfOrder(QName)
  /// What the server sent is not XML that a stream may hold.
  case brokenStream(XMLError)
  /// Nothing arrives any more, a ping's answer neither.
  case deadPeer
  /// The answers' lane is full and nothing was written for `LinkTimes.stall`.
  case peerNotReading
  /// The answers' lane and its reserve are full, though the server may read.
  case peerTooSlow
  /// The server closed the stream in order.
  case closedByPeer
  /// The connection broke.
  case connectionLost(String)
  /// The system's OpenSSL refuses SHA-1.
  case noSHA1
}

/// How a connection ended.
package enum LinkEnd: Hashable, Sendable {
  case stopped
  case failed(LinkFailure)
}
