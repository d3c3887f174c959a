package import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL

/// Fetches by GET what strangers name: only from where the guard lets us, with bounds on everything.
///
/// It says who asks and nothing else: no cookies, no referrer. Each answer ends its connection.
package struct Fetcher: Sendable {
  package struct Limits: Hashable, Sendable {
    /// Of one answer.
    package var bytes = 16 << 20
    package var redirects = 5
    /// Looking the name up, and connecting.
    package var connecting = TimeAmount.seconds(10)
    /// Everything together, redirects too.
    package var total = TimeAmount.seconds(15)
    /// Of an answer's header fields.
    package var headerBytes = 32_768
    package var headerFields = 100

    package init() {}
  }

  private let allowed: AddressGuard
  private let userAgent: String
  private let limits: Limits
  private let tls: NIOSSLContext
  private let group: MultiThreadedEventLoopGroup = .singleton

  /// - Parameters:
  ///   - userAgent: who asks, and where to complain.
  ///   - authorities: whose certificates are believed.
  package init(
    _ allowed: AddressGuard, userAgent: String, limits: Limits = Limits(),
    authorities: NIOSSLTrustRoots = .default
  ) throws {
    self.allowed = allowed
    self.userAgent = userAgent
    self.limits = limits
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = authorities
    configuration.shutdownTimeout = .milliseconds(200)
    tls = try NIOSSLContext(configuration: configuration)
  }

  /// - Parameters:
  ///   - types: media types, as `Accept` has them.
  ///   - receive: is given the content piece by piece, before it is known whether there will be an end to it.
  /// - Throws: `FetchFailure`, or what `receive` throws.
  package func get(
    _ address: HTTPAddress, accepting types: String,
    receive: (ByteBuffer) async throws -> Void
  ) async throws {
    let deadline = NIODeadline.now() + limits.total
    var address = address
    for _ in 0...limits.redirects {
      guard let location = try await ask(address, types, deadline, receive) else { return }
      guard let next = address.redirected(to: location) else { throw FetchFailure.badRedirect }
      address = next
    }
    throw FetchFailure.tooManyRedirects
  }

  /// - Returns: where it is instead; nil: it was received.
  private func ask(
    _ address: HTTPAddress, _ types: String, _ deadline: NIODeadline,
    _ receive: (ByteBuffer) async throws -> Void
  ) async throws -> String? {
    let connection = try await connect(address, deadline)
    let channel = connection.channel
    // Closed without a word it would look like the end of what has no length.
    let end = channel.eventLoop.scheduleTask(deadline: deadline) {
      channel.pipeline.fireErrorCaught(FetchFailure.tooSlow)
    }
    defer { end.cancel() }
    var outcome: String??
    do {
      try await connection.executeThenClose { inbound, outbound in
        try await outbound.write(.head(head(address, types)))
        try await outbound.write(.end(nil))
        outcome = .some(try await self.answer(inbound, receive))
      }
    } catch let failure as FetchFailure {
      throw failure
    } catch let failure as ReceiverFailure {
      throw failure.error
    } catch is CancellationError {
      throw CancellationError()
    } catch  where outcome == nil {
      throw FetchFailure.broken
    } catch {
      // All was there: how they part is nobody's concern.
    }
    return outcome ?? nil
  }

  private func head(_ address: HTTPAddress, _ types: String) -> HTTPRequestHead {
    HTTPRequestHead(
      version: .http1_1, method: .GET, uri: address.target,
      headers: [
        "Host": address.authority, "User-Agent": userAgent, "Accept": types,
        "Accept-Encoding": "identity", "Connection": "close",
      ])
  }

  private func answer(
    _ parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>,
    _ receive: (ByteBuffer) async throws -> Void
  ) async throws -> String? {
    var count = 0
    for try await part in parts {
      switch part {
      case .head(let head):
        if let location = try location(head) { return location }
      case .body(let bytes):
        count += bytes.readableBytes
        guard count <= limits.bytes else { throw FetchFailure.tooLarge }
        do { try await receive(bytes) } catch { throw ReceiverFailure(error: error) }
      case .end: return nil
      }
    }
    throw ChannelError.eof
  }

  /// Nil if the content follows.
  private func location(_ head: HTTPResponseHead) throws -> String? {
    switch head.status.code {
    case 200: break
    case 301, 302, 303, 307, 308:
      guard let location = head.headers.first(name: "Location") else { fallthrough }
      return location
    default: throw FetchFailure.status(Int(head.status.code))
    }
    if let coding = head.headers.first(name: "Content-Encoding"), coding.lowercased() != "identity"
    {
      throw FetchFailure.encoded
    }
    if let length = head.headers.first(name: "Content-Length").flatMap({ Int($0) }),
      length > limits.bytes
    {
      throw FetchFailure.tooLarge
    }
    return nil
  }
}

/// What the receiver of the content threw.
private struct ReceiverFailure: Error {
  var error: any Error
}

// MARK: - Connecting

extension Fetcher {
  private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  private func connect(_ address: HTTPAddress, _ deadline: NIODeadline) async throws -> Connection {
    guard allowed.allows(port: address.port) else { throw FetchFailure.refused }
    let loop = group.next()
    let patience = { min(limits.connecting, deadline - .now()) }
    let addresses = try await Lookup(allowed: allowed).addresses(
      of: address.host, address.port, on: loop, within: patience())
    do {
      return try await ClientBootstrap(group: loop)
        .resolver(VettedAddresses(addresses: addresses, loop: loop))
        .connectTimeout(max(.milliseconds(1), patience()))
        .connect(host: address.host, port: address.port) { channel in
          channel.eventLoop.makeCompletedFuture { try connection(channel, address) }
        }
    } catch {
      throw NIODeadline.now() >= deadline ? FetchFailure.tooSlow : .unreachable
    }
  }

  private func connection(_ channel: any Channel, _ address: HTTPAddress) throws -> Connection {
    let pipeline = channel.pipeline.syncOperations
    if address.isSecure {
      try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: address.serverName))
    }
    try pipeline.addHTTPClientHandlers(
      leftOverBytesStrategy: .dropBytes, decoderLimitConfiguration: headerLimits)
    return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
  }

  private var headerLimits: NIOHTTPDecoderLimitConfiguration {
    var configuration = NIOHTTPDecoderLimitConfiguration()
    configuration.maxHeaderFieldSize = limits.headerBytes
    configuration.maxHeaderListSize = limits.headerBytes
    configuration.maxHeaderFieldCount = limits.headerFields
    return configuration
  }
}
