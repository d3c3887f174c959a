import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import XMPP

/// Gives a request that cannot be read, or that has more or longer fields than are read, the page that says so: the
/// framework's own answer has no content, and nothing of what every answer tells a browser.
final class UnreadableRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  struct Refusal: Sendable {
    var status: HTTPResponse.Status
    var fields: HTTPFields
    var body: ByteBuffer
  }

  private let malformed: Refusal
  private let fieldsTooLong: Refusal
  /// What is to be said of what has come.
  private var refusal: Refusal?

  /// - Parameter malformed: an address of any length among what cannot be read: the decoder does not say why it gave it up.
  init(malformed: Refusal, fieldsTooLong: Refusal) {
    self.malformed = malformed
    self.fieldsTooLong = fieldsTooLong
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    refusal = if case HTTPParserError.headerOverflow = error { fieldsTooLong } else { malformed }
    context.fireErrorCaught(error)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard let refusal, case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
      head.headerFields[.contentLength] == "0"
    else { return context.write(data, promise: promise) }
    var fields = refusal.fields
    fields[.connection] = "close"
    fields[.date] = CivilTime(Timestamp.now).http
    let answer = HTTPResponse(status: refusal.status, headerFields: fields)
    context.write(wrapOutboundOut(.head(answer)), promise: nil)
    context.write(wrapOutboundOut(.body(refusal.body)), promise: promise)
  }
}
