package import XMPP

/// How one component reaches its server, and with which limits.
package struct LinkConfiguration: Sendable {
  /// The component's own address: a domain, no local part.
  package var jid: BareJID
  /// The component's name as the server has it in its own configuration, for the stream's header:
  /// a server compares it byte for byte, so `xn--bcher-kva.example` must not become its prepared
  /// form, `bücher.example`.
  package var name: String
  /// The secret shared with the server. Never logged.
  package var secret: String
  /// A host name, an IPv4 or an IPv6 address.
  package var host: String
  package var port: Int
  /// Direct TLS from the first byte; XEP-0114 has no STARTTLS.
  package var tls: Bool
  package var trust = Trust()
  package var limits = LinkLimits()
  package var times = LinkTimes()

  /// How the server's certificate is checked; it always is.
  package struct Trust: Sendable, Hashable {
    /// A PEM file of the authorities to trust instead of the system's.
    package var caFile: String?
    /// The name that the certificate must bear; nil: `host`. One that is valid for the very address
    /// that is connected to is taken too.
    package var expectedName: String?

    package init(caFile: String? = nil, expectedName: String? = nil) {
      self.caFile = caFile
      self.expectedName = expectedName
    }
  }

  /// - Parameter name: nil: the text of `jid`.
  package init(
    jid: BareJID, name: String? = nil, secret: String, host: String = "127.0.0.1",
    port: Int = 5347, tls: Bool = false
  ) {
    self.jid = jid
    self.name = name ?? jid.description
    self.secret = secret
    self.host = host
    self.port = port
    self.tls = tls
  }
}

/// The link's limits: bytes, but for `pendingRequests`.
package struct LinkLimits: Sendable, Hashable {
  /// The largest stanza that is read, and the largest that is sent: over it Prosody and ejabberd
  /// close the whole link.
  package var maxStanzaBytes = 524_288
  /// Answers that wait to be written. Over it a `resource-constraint` error goes instead. What we say
  /// unasked among them is sent only while less than half of it is taken.
  package var answerLaneBytes = 16 << 20
  /// What those errors, and answers no larger than they are, may take beyond `answerLaneBytes`. Over
  /// it the connection is given up.
  package var answerReserveBytes = 1 << 20
  /// Answers that are held between two connections, at most `answerLaneBytes`; over it they are
  /// dropped.
  package var heldAnswerBytes = 1 << 20
  /// Our own requests that wait for their answers; over it `request` throws
  /// `StanzaPortError.busy`.
  package var pendingRequests = 1024
  /// Notifications that wait to be written; over it `notify` waits.
  package var notifyLaneBytes = 1 << 20
  /// `notify` goes on when the lane is drained to this.
  package var notifyLaneLowBytes = 256 << 10
  /// After so many bytes of answers that have passed notifications, one write of these goes out.
  package var passingBytes = 256 << 10
  /// What is handed to the socket in one write.
  package var writeBytes = 16 << 10
  /// About what may wait for the socket before the lanes are held back: a write more may. An answer cannot pass what is in
  /// here, nor what is in the socket.
  package var socketBufferBytes = 32 << 10
  /// What the socket may hold that is not on its way (`TCP_NOTSENT_LOWAT`, tcp(7)). Left to itself, the system takes up
  /// to 4 MB from us: seconds of a server's work, when that relays a thousand notifications a second.
  package var unsentBytes = 16 << 10

  package init() {}
}

/// The link's times.
package struct LinkTimes: Sendable, Hashable {
  /// From the first packet to an open connection.
  package var connect: Duration = .seconds(10)
  /// From an open connection to the server's `<handshake/>`, TLS included. (ejabberd allows 30 s.)
  package var handshake: Duration = .seconds(20)
  /// A space is sent after this long without sending anything.
  package var whitespace: Duration = .seconds(60)
  /// A ping is sent after this long without receiving anything.
  package var pingAfter: Duration = .seconds(60)
  /// Nothing received for this long after a ping: the peer is dead.
  package var pingDeadline: Duration = .seconds(30)
  /// Nothing written to the socket for this long while the answers' lane is full: the peer does not
  /// read.
  package var stall: Duration = .seconds(30)
  /// How long an answer is held for the next connection.
  package var holdAnswers: Duration = .seconds(30)
  /// The first wait before connecting again; doubles up to `retryCap`.
  package var retryFirst: Duration = .milliseconds(200)
  package var retryCap: Duration = .seconds(8)
  /// A connection that stayed up for this long starts the waits anew.
  package var retryReset: Duration = .seconds(30)
  /// At shutdown: for writing what is queued.
  package var drain: Duration = .seconds(5)
  /// After `</stream:stream>`: for the peer to close.
  package var close: Duration = .seconds(2)
  /// A failure that repeats is logged at full volume once in this time.
  package var quiet: Duration = .seconds(300)

  package init() {}
}
