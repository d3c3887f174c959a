import NIOCore

/// Closes a connection on which a visitor does not take what they asked for: while the pieces of a long answer are being
/// written, the framework's own timeout does not run. It does behind the last one, and behind a short answer.
///
/// NIO calls a channel writable no more when 64 KiB wait to be sent, and writable again below 32 KiB: of so much a visitor has to
/// take the half in time.
final class StalledReaderHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny
  typealias InboundOut = NIOAny

  private let patience: TimeAmount
  private var end: Scheduled<Void>?

  /// - Parameter patience: how long nothing may move.
  init(patience: TimeAmount) { self.patience = patience }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    end?.cancel()
    end = nil
    if !context.channel.isWritable {
      let channel = context.channel
      end = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }
    context.fireChannelWritabilityChanged()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    end?.cancel()
    end = nil
  }
}
