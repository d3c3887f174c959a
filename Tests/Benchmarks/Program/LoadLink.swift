import NIOCore
import TestSupport

/// The server's end of a component's link (XEP-0114) that puts a load on it.
final class LoadLink: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// A load that is under way.
  private struct Run {
    let load: Load
    let done: EventLoopPromise<LoadResult>
    let start = NIODeadline.now()
    var sent: [NIODeadline] = []
    var latencies: [TimeAmount] = []
    var errors = 0
    var messages = 0
    var notifications = 0

    var isOver: Bool {
      latencies.count == load.count && messages >= load.messages
        && notifications >= load.notifications
    }
  }

  private let domain: String
  private let attached: EventLoopPromise<NIOLoopBound<LoadLink>>
  private var scanner = StreamScanner()
  private var run: Run?
  private var context: ChannelHandlerContext?

  init(domain: String, attached: EventLoopPromise<NIOLoopBound<LoadLink>>) {
    self.domain = domain
    self.attached = attached
  }

  /// On the channel's event loop, one load after the other.
  func begin(_ load: Load, _ done: EventLoopPromise<LoadResult>) {
    run = Run(load: load, done: done)
    send(load.window)
    context?.flush()
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelInactive(context: ChannelHandlerContext) {
    let failure = WaitFailure("The component closed the link.")
    attached.fail(failure)
    run?.done.fail(failure)
    run = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    var answered = 0
    scanner.take(&bytes) { sight in
      switch sight {
      case .header: write(Self.header(domain))
      case .handshake:
        write("<handshake/>")
        attached.succeed(NIOLoopBound(self, eventLoop: context.eventLoop))
      case .message: run?.messages += 1
      case .notification: run?.notifications += 1
      case .answer(let number, let isError):
        answered += 1
        guard let sent = run?.sent, number < sent.count else { return }
        run?.latencies.append(.now() - sent[number])
        if isError { run?.errors += 1 }
      case .request(let id, let from, let to): write(Self.refusal(id, from, to))
      }
    }
    send(answered)
    context.flush()
    guard let run, run.isOver else { return }
    self.run = nil
    run.done.succeed(
      LoadResult(
        seconds: Double((.now() - run.start).nanoseconds) / 1e9,
        latencies: run.latencies.sorted(), errors: run.errors, notifications: run.notifications))
  }

  /// So many more requests, if there are.
  private func send(_ count: Int) {
    guard let run else { return }
    let numbers = run.sent.count..<min(run.sent.count + count, run.load.count)
    guard !numbers.isEmpty else { return }
    write(numbers.map(run.load.stanza).joined())
    self.run?.sent.append(contentsOf: repeatElement(.now(), count: numbers.count))
  }

  private func write(_ text: String) {
    context?.write(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
  }

  private static func header(_ domain: String) -> String {
    """
    <?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' \
    xmlns:stream='http://etherx.jabber.org/streams' from='\(domain)' id='load'>
    """
  }

  /// As of somebody who knows nothing.
  private static func refusal(_ id: String, _ from: String, _ to: String) -> String {
    """
    <iq type='error' id='\(id)' from='\(to)' to='\(from)'><error type='cancel'>\
    <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>
    """
  }
}
