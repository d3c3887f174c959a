import Logging
import NIOCore
import XML
import XMPP

/// The socket's end of a connection: feeds the parser, asks `ComponentState` what to do, does it,
/// and writes the lanes. Lives on its event loop. Reading is never stopped.
final class LinkHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// What the connection tells its owner, on the event loop.
  struct Hooks: Sendable {
    /// Every stanza that is not the answer to one of our requests.
    let receive: @Sendable (Element) -> Void
    /// The number of a session that begins.
    let number: @Sendable () -> Int
    let began: @Sendable (LinkSession) -> Void
    /// The session takes answers alone from now on.
    let draining: @Sendable () -> Void
    /// The session is over, with the answers that were not written; the socket may be open for a
    /// moment yet.
    let ended: @Sendable (_ unwritten: [[UInt8]]) -> Void
    /// The socket is closed.
    let closed: @Sendable (LinkEnd, _ uptime: Duration) -> Void
  }

  let configuration: LinkConfiguration
  private let hooks: Hooks
  let logger: Logger
  private var state: ComponentState
  private let parser: StreamParser
  var keepalive: Keepalive
  var context: ChannelHandlerContext?
  var session: LinkSession?
  private var began: NIODeadline?
  var end: (end: LinkEnd, at: NIODeadline)?
  private var headerSent = false
  private var peerClosed = false
  var isFlushing = false
  /// Bytes that the channel was given.
  var handedOver = 0
  private var isDraining = false
  private var isLastOnItsWay = false
  /// Of the phase: handshake, drain or close.
  private var deadline: Scheduled<Void>?
  var alarm: Scheduled<Void>?
  /// While the answers' lane is full.
  var stall: StallWatch?
  var stallAlarm: Scheduled<Void>?
  var hasToldOfFullLane = false

  init(
    _ configuration: LinkConfiguration, hooks: Hooks, logger: Logger, now: NIODeadline = .now()
  ) {
    self.configuration = configuration
    self.hooks = hooks
    self.logger = logger
    state = ComponentState(
      jid: configuration.jid, name: configuration.name, secret: configuration.secret)
    parser = StreamParser(
      limits: ParserLimits(stanzaBytes: configuration.limits.maxStanzaBytes))
    keepalive = Keepalive(configuration.times, now: now)
  }

  /// Stops in order: drains, closes the stream, closes the socket.
  func stop() { handle(.stop) }

  /// Closes at once, also what is being closed in order.
  func abort() {
    handle(.cancelled)
    context?.close(promise: nil)
  }

  // MARK: Channel events
  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    after(configuration.times.handshake, .handshakeDeadline)
    if context.channel.isActive { handle(.connected) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) { handle(.connected) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if keepalive.read(at: .now()) { setAlarm() }
    do {
      try unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
        try parser.feed(bytes) { received($0) }
      }
    } catch let error as XMLError {
      handle(.broken(error))
    } catch {
      logger.error("The parser failed.", metadata: ["error": "\(error)"])
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) { flush() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    handle(.transport(LinkFailure(transport: error)))
  }

  func channelInactive(context: ChannelHandlerContext) {
    handle(.disconnected)
    deadline?.cancel()
    let end = end ?? (.stopped, .now())
    let uptime = began.map { (end.at - $0).nanoseconds } ?? 0
    hooks.closed(end.end, .nanoseconds(uptime))
  }
}

// MARK: Events in, actions out
extension LinkHandler {
  private func received(_ event: StreamParser.Event) {
    switch event {
    case .opened(let header): handle(.opened(header))
    case .stanza(let element): handle(.stanza(element))
    case .refused(let header, let error): handle(.refused(header, error))
    case .closed:
      peerClosed = true
      handle(.closed)
      if end != nil { context?.close(promise: nil) }
    }
  }

  func handle(_ event: ComponentState.Event) { perform(state.received(event)) }

  private func perform(_ action: ComponentState.Action) {
    switch action {
    case .wait: break
    case .send(let bytes):
      headerSent = true
      write(bytes)
    case .begin: begin()
    case .deliver(let element):
      if session?.complete(element) != true { hooks.receive(element) }
    case .complete(let element): _ = session?.complete(element)
    case .refuse(let header, let error): refuse(header, error)
    case .drain: drain()
    case .close(let end, let fault): close(end, fault)
    case .abort(let end):
      finish(end)
      context?.close(promise: nil)
    }
  }

  private func begin() {
    guard let context else { return }
    deadline?.cancel()
    let now = NIODeadline.now()
    began = now
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let loop = context.eventLoop
    let session = LinkSession(
      number: hooks.number(), jid: configuration.jid, limits: configuration.limits,
      wire: .init(
        eventLoop: loop,
        flush: { loop.execute { bound.value.flush() } },
        full: { loop.execute { bound.value.watchForStall() } },
        overflow: { loop.execute { bound.value.handle(.overflow) } }))
    self.session = session
    keepalive = Keepalive(configuration.times, now: now)
    setAlarm()
    hooks.began(session)
  }

  /// A request gets its error; an answer to one of ours that is over a limit fails that request.
  private func refuse(_ header: Element, _ error: StanzaError) {
    logger.debug(
      "A stanza was refused.",
      metadata: ["from": "\(header["from"] ?? "")", "reason": "\(error.text ?? "")"])
    if header.isRequest {
      let answer = header.failure(error)?.answerBytes(limit: configuration.limits.maxStanzaBytes)
      if let answer { session?.answer(answer, orElse: { answer }) }
    } else {
      session?.refuse(header)
    }
  }

  private func drain() {
    isDraining = true
    session?.drain()
    hooks.draining()
    after(configuration.times.drain, .drained)
    flush()
    checkDrained()
  }

  /// Drained is what the socket has taken, not what waits for it: a space is sent behind the rest,
  /// and once that is written all is.
  func checkDrained() {
    guard isDraining, !isLastOnItsWay, session?.isDrained == true, let context else { return }
    isLastOnItsWay = true
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [UInt8(ascii: " ")])))
      .whenComplete { _ in bound.value.lastWritten() }
  }

  private func lastWritten() {
    isLastOnItsWay = false
    if session?.isDrained == true { handle(.drained) } else { flush() }
  }

  private func close(_ end: LinkEnd, _ fault: StreamFault?) {
    flush()
    finish(end)
    if headerSent { write((fault?.xml ?? []) + StreamHeader.end) }
    guard headerSent, !peerClosed, let context else {
      context?.close(promise: nil)
      return
    }
    // What we sent last would be lost to a reset if the socket closed on unread input.
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(
      in: TimeAmount(clamping: configuration.times.close)
    ) { bound.value.close(promise: nil) }
  }

  private func finish(_ end: LinkEnd) {
    guard self.end == nil else { return }
    self.end = (end, .now())
    isDraining = false
    deadline?.cancel()
    alarm?.cancel()
    stallAlarm?.cancel()
    let unwritten = session?.end() ?? []
    session = nil
    hooks.ended(unwritten)
  }

  private func after(_ duration: Duration, _ event: ComponentState.Event) {
    guard let context else { return }
    deadline?.cancel()
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(in: TimeAmount(clamping: duration)) {
      bound.value.handle(event)
    }
  }
}
