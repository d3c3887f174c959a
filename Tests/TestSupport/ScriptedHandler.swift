import NIOCore
import XML
import XMPP

/// The scripted server's end of one connection.
final class ScriptedHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let streamID = "3BF96D32"

  private let link: ScriptedLink
  private let manners: @Sendable () -> ScriptedServer.Manners
  private let attached: @Sendable () -> Void
  private let parser = StreamParser(limits: ParserLimits(stanzaBytes: 16 << 20))
  private var isAttached = false
  private var ending = ScriptedLink.Ending()

  init(
    link: ScriptedLink, manners: @escaping @Sendable () -> ScriptedServer.Manners,
    attached: @escaping @Sendable () -> Void
  ) {
    self.link = link
    self.manners = manners
    self.attached = attached
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    do {
      try buffer.withUnsafeReadableBytes { bytes in
        link.heard(bytes)
        try parser.feed(bytes) { received($0, context) }
      }
    } catch {
      refuse("not-well-formed", context)
    }
  }

  func channelInactive(context: ChannelHandlerContext) { link.end(ending) }

  /// A reset by the component ends in `channelInactive`, which tells the test.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func received(_ event: StreamParser.Event, _ context: ChannelHandlerContext) {
    switch event {
    case .opened(let header):
      link.opened(to: header["to"])
      opened(context)
    case .stanza(let element) where isAttached: stanza(element, context)
    case .stanza(let element): handshake(element, context)
    case .refused(let header, _): link.put(header)
    case .closed:
      ending.inOrder = true
      guard manners().closesStream else { return }
      write("</stream:stream>", context)
      context.close(promise: nil)
    }
  }

  private func opened(_ context: ChannelHandlerContext) {
    let manners = manners()
    if manners.isMute { return }
    if let greeting = manners.greeting { return write(greeting, context) }
    let id = manners.refusal == nil ? Self.streamID : ""
    write(
      "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' "
        + "xmlns='jabber:component:accept' from='\(link.domain)' id='\(id)'>", context)
    if let refusal = manners.refusal { refuse(refusal, context) }
  }

  private func handshake(_ element: Element, _ context: ChannelHandlerContext) {
    let secret = manners().secret
    let isRight = secret.map { SHA1.hex(Self.streamID + $0) == element.text } ?? true
    guard element.is("handshake", Namespace.component), isRight else {
      return refuse("not-authorized", context)
    }
    isAttached = true
    write("<handshake/>", context)
    attached()
  }

  private func stanza(_ element: Element, _ context: ChannelHandlerContext) {
    if element.is("error", Namespace.streams) {
      ending.streamError = element.elements.first { _ in true }?.name.name
      return
    }
    let manners = manners()
    let isRequest = element["type"] == "get" || element["type"] == "set"
    if manners.routesToSelf, element["from"] == link.domain, element["to"] == link.domain {
      link.send(element)
    } else if isRequest, manners.answersPings, element.first("ping", Namespace.ping) != nil {
      link.send(answer(element, "result", []))
    } else if isRequest, element.first("query", Namespace.roster) != nil,
      let roster = manners.rosters[element["to"] ?? ""]
    {
      link.send(answer(element, "result", [roster]))
    } else if isRequest, manners.refusesRequests {
      link.send(answer(element, "error", [StanzaError(.serviceUnavailable).element]))
    } else {
      link.put(element)
    }
  }

  private func answer(_ request: Element, _ type: String, _ children: [Element]) -> Element {
    Element(
      "iq", Namespace.component,
      ["type": type, "id": request["id"], "from": request["to"], "to": request["from"]], children)
  }

  private func refuse(_ condition: String, _ context: ChannelHandlerContext) {
    write(
      "<stream:error><\(condition) xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
        + "</stream:stream>", context)
    context.close(promise: nil)
  }

  private func write(_ text: String, _ context: ChannelHandlerContext) {
    context.writeAndFlush(
      wrapOutboundOut(context.channel.allocator.buffer(string: text)), promise: nil)
  }
}
