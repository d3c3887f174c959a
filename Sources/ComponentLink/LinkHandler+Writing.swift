import Logging
import NIOCore

// MARK: Writing
extension LinkHandler {
  /// Written at most in one go before the event loop's other work gets its turn.
  private static let burstBytes = 1 << 20

  func write(_ bytes: [UInt8]) {
    guard let context else { return }
    context.writeAndFlush(
      wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    handedOver += bytes.count
    keepalive.wrote(at: .now())
  }

  /// Writes the lanes for as long as the socket takes it. While it does not, nobody asks again: its
  /// becoming writable is the next flush.
  func flush() {
    guard !isFlushing, let context, let session else { return }
    isFlushing = true
    var (written, unflushed) = (0, 0)
    while context.channel.isWritable, written < Self.burstBytes, let bytes = session.next() {
      written += bytes.count
      unflushed += bytes.count
      context.write(
        wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
      // TLS keeps what is not flushed to itself, and so the channel would seem to have room for any more.
      if unflushed >= configuration.limits.socketBufferBytes {
        context.flush()
        unflushed = 0
      }
    }
    context.flush()
    isFlushing = false
    handedOver += written
    if written > 0 { keepalive.wrote(at: .now()) }
    if written >= Self.burstBytes {
      let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
      context.eventLoop.execute { bound.value.flush() }
    }
    checkDrained()
  }
}

// MARK: Keepalive
extension LinkHandler {
  func setAlarm() {
    guard let context, end == nil else { return }
    alarm?.cancel()
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    alarm = context.eventLoop.scheduleTask(deadline: keepalive.due) { bound.value.ring() }
  }

  private func ring() {
    guard end == nil, let context else { return }
    switch keepalive.step(at: .now()) {
    case .wait: break
    case .space: if context.channel.isWritable { write([UInt8(ascii: " ")]) }
    case .ping: if let session { write(session.ping()) }
    case .dead: handle(.dead)
    }
    setAlarm()
  }
}

// MARK: A server that does not read
extension LinkHandler {
  /// The answers' lane is full: from now until half of it is free the socket must take something.
  func watchForStall() {
    guard stall == nil, end == nil else { return }
    if !hasToldOfFullLane {
      hasToldOfFullLane = true
      logger.warning("The queue of answers is full: requests get resource-constraint instead.")
    }
    stall = StallWatch(configuration.times, written: bytesWritten, now: .now())
    setStallAlarm()
  }

  private func setStallAlarm() {
    guard let context, let stall else { return }
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    stallAlarm = context.eventLoop.scheduleTask(in: stall.interval) { bound.value.checkStall() }
  }

  private func checkStall() {
    guard end == nil, session?.isFull == true else {
      stall = nil
      return
    }
    if stall?.isStalled(written: bytesWritten, at: .now()) == true { return handle(.stalled) }
    setStallAlarm()
  }

  /// What the socket has taken of what the channel was given, to the byte; TLS's own bytes, which
  /// only those that wait have, make it look less, never more.
  private var bytesWritten: Int {
    let waiting = try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)
    return handedOver - (waiting ?? 0)
  }
}
