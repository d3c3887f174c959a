package import XML
package import XMPP

/// The order of a component's stream (XEP-0114, section 3) as a pure state machine: what happened
/// goes in, what to do comes out. It knows no sockets and no time.
///
/// ```
/// connecting -> opening -> authenticating -> online -> closing -> closed
/// ```
/// Both Prosody and ejabberd open the stream without `version`, so no features follow. A server that
/// refuses the address sends a header with an empty id, then the stream error.
package struct ComponentState: Sendable {
  package enum Phase: Hashable, Sendable {
    case connecting
    case opening
    case authenticating
    case online
    /// Nothing new is taken in; what is queued still leaves.
    case closing
    /// `</stream:stream>` was sent, or never will be.
    case closed
  }

  package enum Event: Hashable, Sendable {
    case connected
    /// The server's stream header.
    case opened(Element)
    case stanza(Element)
    /// A stanza that breaks a limit: its start tag alone.
    case refused(Element, XMLError)
    /// The server's `</stream:stream>`.
    case closed
    /// What came is not XML that a stream may hold.
    case broken(XMLError)
    /// The socket is closed.
    case disconnected
    case handshakeDeadline
    /// Stop in order: drain, then close.
    case stop
    /// Stop at once.
    case cancelled
    /// At shutdown: all that was queued is written, or its deadline has passed.
    case drained
    case dead
    /// The socket takes nothing while the answers' lane is full.
    case stalled
    /// The answers' lane and its reserve are full.
    case overflow
    /// The socket or TLS failed.
    case transport(LinkFailure)
  }

  package enum Action: Hashable, Sendable {
    case wait
    /// Send these bytes: the header or the handshake.
    case send([UInt8])
    /// The handshake is done: a session begins.
    case begin
    /// To our own requests first, then to the service.
    case deliver(Element)
    /// To our own requests alone.
    case complete(Element)
    /// Answer the request of this start tag with the error.
    case refuse(Element, StanzaError)
    /// Write what is queued, then report `drained`.
    case drain
    /// Send the stream error, if there is one, and `</stream:stream>`, wait shortly for the server
    /// to close, then close the socket.
    case close(LinkEnd, StreamFault?)
    /// Close the socket without a word.
    case abort(LinkEnd)
  }

  package private(set) var phase = Phase.connecting
  private let jid: String
  private let name: String
  private let secret: String

  /// - Parameter name: the component's, as the stream's header says it.
  package init(jid: BareJID, name: String, secret: String) {
    self.jid = jid.description
    self.name = name
    self.secret = secret
  }

  package mutating func received(_ event: Event) -> Action {
    if phase == .closed { return .wait }
    switch event {
    case .connected: return connected()
    case .opened(let header): return opened(header)
    case .stanza(let element): return stanza(element)
    case .refused(let header, let error): return refused(header, error)
    case .closed: return closedByPeer()
    case .broken(let error): return broken(error)
    case .disconnected: return disconnected()
    case .handshakeDeadline: return handshakeDeadline()
    case .stop: return stop()
    case .cancelled: return finish(.abort(.stopped))
    case .drained: return drained()
    case .dead: return finish(.abort(.failed(.deadPeer)))
    case .stalled: return finish(.abort(.failed(.peerNotReading)))
    case .overflow: return finish(.abort(.failed(.peerTooSlow)))
    case .transport(let failure): return finish(.abort(.failed(failure)))
    }
  }

  private mutating func finish(_ action: Action) -> Action {
    phase = .closed
    return action
  }

  private mutating func fail(_ failure: LinkFailure, _ fault: StreamFault? = nil) -> Action {
    finish(.close(.failed(failure), fault))
  }
}

// MARK: Opening and authenticating
extension ComponentState {
  private mutating func connected() -> Action {
    guard phase == .connecting else { return .wait }
    phase = .opening
    return .send(StreamHeader.bytes(to: name))
  }

  private mutating func opened(_ header: Element) -> Action {
    guard phase == .opening, header.is("stream", Namespace.streams) else {
      return fail(phase == .opening ? .noXMPP : .outOfOrder(header.name), StreamFault(.badFormat))
    }
    guard let id = header["id"], !id.isEmpty else { return .wait }
    guard let digest = Handshake.digest(streamID: id, secret: secret) else { return fail(.noSHA1) }
    phase = .authenticating
    return .send(Array("<handshake>\(digest)</handshake>".utf8))
  }

  private mutating func handshakeDeadline() -> Action {
    switch phase {
    case .connecting, .opening, .authenticating:
      fail(.handshakeTimedOut, StreamFault(.connectionTimeout))
    case .online, .closing, .closed: .wait
    }
  }

  /// What a stream error means depends on when it comes: RFC 6120, section 4.9.3, and XEP-0114,
  /// section 3.
  private func meaning(of fault: StreamFault) -> LinkFailure {
    switch (fault.condition, phase) {
    case (.notAuthorized, .opening), (.notAuthorized, .authenticating): .wrongSecret
    case (.hostUnknown, _), (.hostGone, _): .unknownHost
    case (.conflict, _): .conflict
    case (.invalidNamespace, .opening): .noXMPP
    default: .streamError(fault)
    }
  }
}

// MARK: Stanzas
extension ComponentState {
  private mutating func stanza(_ element: Element) -> Action {
    if let fault = StreamFault(element) { return fail(meaning(of: fault)) }
    switch phase {
    case .authenticating where element.is("handshake", Namespace.component):
      phase = .online
      return .begin
    case .online where Self.isStanza(element): return .deliver(element)
    case .closing where Self.isStanza(element): return whileClosing(element)
    default:
      return fail(
        phase == .opening ? .noXMPP : .outOfOrder(element.name),
        StreamFault(phase == .online ? .unsupportedStanzaType : .badFormat))
    }
  }

  private static func isStanza(_ element: Element) -> Bool {
    guard element.name.namespace == Namespace.component else { return false }
    return ["iq", "message", "presence"].contains(element.name.name)
  }

  /// While closing a request is refused, so that even then each gets its one answer. One from our
  /// own address to it is our own, routed back.
  private func whileClosing(_ element: Element) -> Action {
    guard element.isRequest, element["from"] != jid || element["to"] != jid else {
      return .complete(element)
    }
    return .refuse(element, StanzaError(.resourceConstraint, "The service is shutting down."))
  }

  private mutating func refused(_ header: Element, _ error: XMLError) -> Action {
    guard phase == .online || phase == .closing else {
      return fail(.brokenStream(error), StreamFault(.policyViolation))
    }
    return .refuse(header, error.stanzaError)
  }
}

// MARK: The end
extension ComponentState {
  private mutating func closedByPeer() -> Action {
    switch phase {
    case .connecting, .opening: fail(.noXMPP)
    default: fail(.closedByPeer)
    }
  }

  private mutating func broken(_ error: XMLError) -> Action {
    switch phase {
    case .connecting, .opening: fail(.noXMPP, StreamFault(error.streamCondition))
    default: fail(.brokenStream(error), StreamFault(error.streamCondition))
    }
  }

  private mutating func disconnected() -> Action {
    switch phase {
    case .connecting, .opening: finish(.abort(.failed(.noXMPP)))
    default:
      finish(.abort(.failed(.connectionLost("The server closed the connection."))))
    }
  }

  private mutating func stop() -> Action {
    switch phase {
    case .online:
      phase = .closing
      return .drain
    case .closing: return .wait
    default: return finish(.close(.stopped, nil))
    }
  }

  private mutating func drained() -> Action {
    guard phase == .closing else { return .wait }
    return finish(.close(.stopped, nil))
  }
}
