extension LinkFailure {
  /// Equal for failures that a log would repeat: a short name, without the changing details.
  package var kind: String {
    switch self {
    case .connectionRefused: "connection-refused"
    case .unreachable: "unreachable"
    case .connectTimedOut: "connect-timed-out"
    case .tlsFailed: "tls-failed"
    case .noXMPP: "no-xmpp"
    case .handshakeTimedOut: "handshake-timed-out"
    case .wrongSecret: "wrong-secret"
    case .unknownHost: "unknown-host"
    case .conflict: "conflict"
    case .streamError(let fault): "stream-error:\(fault.condition.rawValue)"
    case .outOfOrder: "out-of-order"
    case .brokenStream: "broken-stream"
    case .deadPeer: "dead-peer"
    case .peerNotReading: "peer-not-reading"
    case .peerTooSlow: "peer-too-slow"
    case .closedByPeer: "closed-by-peer"
    case .connectionLost: "connection-lost"
    case .noSHA1: "no-sha1"
    }
  }

  /// Trying again will not help until somebody changes a configuration.
  var needsAdministrator: Bool {
    switch self {
    case .tlsFailed, .noXMPP, .wrongSecret, .unknownHost, .conflict, .noSHA1: true
    default: false
    }
  }

  /// What happened and what mends it, in plain words for the administrator. Never holds the secret.
  package func explanation(_ link: LinkConfiguration) -> String {
    let place = "\(link.host.contains(":") ? "[\(link.host)]" : link.host):\(link.port)"
    return switch self {
    case .connectionRefused: Self.refused(place, link)
    case .unreachable(let why): "\(place) cannot be reached: \(why). Look at server host and port."
    case .connectTimedOut:
      "\(place) does not answer. Look at server host and port, and at firewalls between."
    case .tlsFailed(let why): Self.tls(place, link, why)
    case .noXMPP: Self.stranger(place, link)
    case .handshakeTimedOut:
      "\(place) took the connection and did not finish the handshake in time. "
        + "Is it a component port, and is server tls (\(link.tls)) as the port expects?"
    case .wrongSecret: Self.secret(place, link)
    case .unknownHost: Self.unknown(place, link)
    case .conflict: Self.conflict(place, link)
    case .streamError(let fault): "The server ended the stream: \(fault)."
    case .outOfOrder(let name): "The server sent \(name) out of order."
    case .brokenStream(let error): "The server sent what no stream may hold: \(error)."
    case .deadPeer: "Nothing arrives from \(place) any more; the connection is dropped as dead."
    case .peerNotReading:
      "\(place) does not read what it is sent: it took nothing for \(link.times.stall) while the "
        + "queue of answers was full. The connection is dropped as dead."
    case .peerTooSlow:
      "\(place) reads too slowly: more than "
        + "\(link.limits.answerLaneBytes + link.limits.answerReserveBytes) bytes of answers wait for "
        + "it. The connection is dropped."
    case .closedByPeer: "The server closed the stream."
    case .connectionLost(let why): "The connection to \(place) broke: \(why)"
    case .noSHA1:
      "This system's OpenSSL refuses SHA-1, which the component handshake is made of. "
        + "Allow it in OpenSSL's configuration."
    }
  }

  private static func refused(_ place: String, _ link: LinkConfiguration) -> String {
    "\(place) refuses connections. Is the XMPP server running, and does it listen for components "
      + "there? Prosody: component_ports = { \(link.port) }. "
      + "ejabberd: a listener with port: \(link.port) and module: ejabberd_service."
  }

  private static func tls(_ place: String, _ link: LinkConfiguration, _ why: String) -> String {
    "TLS with \(place) failed: \(why). The certificate must be valid for "
      + "\(link.trust.expectedName ?? link.host) and signed by "
      + "\(link.trust.caFile.map { "an authority in \($0)" } ?? "an authority that this system trusts"); "
      + "if the port speaks no TLS, set server tls: false."
  }

  private static func stranger(_ place: String, _ link: LinkConfiguration) -> String {
    "What answers at \(place) is not a component port of an XMPP server. Prosody's is "
      + "component_ports (5347), ejabberd's the listener with module: ejabberd_service; the client "
      + "port (5222) and the server port (5269) are not it."
      + (link.tls ? "" : " If the port expects TLS from the first byte, set server tls: true.")
  }

  private static func secret(_ place: String, _ link: LinkConfiguration) -> String {
    "\(place) refuses the secret of \(link.name). It must be the same on both sides. "
      + "Prosody: Component \"\(link.name)\" with the line component_secret = \"...\". "
      + "ejabberd: in the listener's hosts, \(link.name): { password: \"...\" } "
      + "(ejabberd says the same of a host that is missing there)."
  }

  private static func unknown(_ place: String, _ link: LinkConfiguration) -> String {
    "\(place) does not know the component \(link.name). "
      + "Prosody: add Component \"\(link.name)\" with the line component_secret = \"...\" and reload. "
      + "ejabberd: add \(link.name): { password: \"...\" } to the listener's hosts."
  }

  private static func conflict(_ place: String, _ link: LinkConfiguration) -> String {
    "\(place) has \(link.name) in use already. Either another process is attached as \(link.name) "
      + "(one alone may be: stop the other), or \(link.name) is one of the server's own hosts: "
      + "give the component a name of its own."
  }
}
