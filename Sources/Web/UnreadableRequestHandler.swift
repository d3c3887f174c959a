import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Gives a request that cannot be read, or whose fields are too long, the page that says so: the framework's own answer has
/// no content, and nothing of what every answer tells a browser.
final class UnreadableRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  struct Refusal: Sendable {
    var fields: HTTPFields
    var body: ByteBuffer
  }

  private let refusal: Refusal
  private var isUnreadable = false

  init(_ refusal: Refusal) { self.refusal = refusal }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    isUnreadable = true
    context.fireErrorCaught(error)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard isUnreadable, case .head(var head) = unwrapOutboundIn(data), head.status == .badRequest,
      head.headerFields[.contentLength] == "0"
    else { return context.write(data, promise: promise) }
    head.headerFields = refusal.fields
    head.headerFields[.connection] = "close"
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(refusal.body)), promise: promise)
  }
}
