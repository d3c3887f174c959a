import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The way to an open socket, TLS prepared.
struct Transport: Sendable {
  let eventLoop: any EventLoop
  private let configuration: LinkConfiguration
  private let tls: NIOSSLContext?
  private let serverName: String?

  /// Reads the certificates' files; throws `LinkFailure.tlsFailed`.
  init(_ configuration: LinkConfiguration, eventLoop: any EventLoop) throws(LinkFailure) {
    self.configuration = configuration
    self.eventLoop = eventLoop
    guard configuration.tls else {
      tls = nil
      serverName = nil
      return
    }
    var settings = TLSConfiguration.makeClientConfiguration()
    settings.minimumTLSVersion = .tlsv12
    settings.certificateVerification = .fullVerification
    settings.shutdownTimeout = .seconds(1)
    if let file = configuration.trust.caFile { settings.trustRoots = .file(file) }
    do {
      tls = try NIOSSLContext(configuration: settings)
    } catch {
      let file = configuration.trust.caFile.map { " from \($0)" } ?? ""
      throw .tlsFailed("the trusted certificates cannot be read\(file)")
    }
    // SNI takes no addresses; without a name the certificate must hold the address itself.
    let name = configuration.trust.expectedName ?? configuration.host
    serverName = (try? SocketAddress(ipAddress: name, port: 0)) == nil ? name : nil
  }

  private static let unsentBytes = ChannelOptions.Types.SocketOption(
    level: .tcp, name: .init(rawValue: CInt(TCP_NOTSENT_LOWAT)))

  /// Connects to the first of the host's addresses that takes it (RFC 8305) and puts `handler` in
  /// place before anything is read. Fails with `LinkFailure`.
  func connect(_ handler: @escaping @Sendable () -> LinkHandler) -> EventLoopFuture<any Channel> {
    ClientBootstrap(group: eventLoop)
      .connectTimeout(TimeAmount(clamping: configuration.times.connect))
      .channelOption(.socketOption(.so_keepalive), value: 1)
      .channelOption(Self.unsentBytes, value: .init(configuration.limits.unsentBytes))
      .channelOption(
        .writeBufferWaterMark,
        value: .init(
          low: configuration.limits.socketBufferBytes / 2,
          high: configuration.limits.socketBufferBytes)
      )
      .connect(host: configuration.host, port: configuration.port)
      .flatMapErrorThrowing { throw LinkFailure(connecting: $0) }
      .flatMap { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls {
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: serverName))
          }
          try pipeline.addHandler(handler())
          return channel
        }
        .flatMapErrorThrowing { error in
          channel.close(promise: nil)
          throw LinkFailure(transport: error)
        }
      }
  }
}

extension LinkFailure {
  /// Why no connection came about.
  init(connecting error: any Error) {
    if case ChannelError.connectTimeout = error {
      self = .connectTimedOut
      return
    }
    guard let error = error as? NIOConnectionError else {
      self = .unreachable("\(error)")
      return
    }
    let failures = error.connectionErrors.map(\.error)
    if failures.contains(where: { ($0 as? IOError)?.errnoCode == ECONNREFUSED }) {
      self = .connectionRefused
    } else if failures.contains(where: Self.isTimeout) {
      self = .connectTimedOut
    } else if let first = failures.first {
      self = .unreachable("\(first)")
    } else {
      self = .unreachable("the name \(error.host) has no address")
    }
  }

  private static func isTimeout(_ error: any Error) -> Bool {
    if case ChannelError.connectTimeout = error { true } else { false }
  }

  /// What a failing socket or TLS says while the connection is open.
  init(transport error: any Error) {
    switch error {
    case NIOSSLError.uncleanShutdown: self = .connectionLost("It was cut without TLS's goodbye.")
    case NIOSSLError.handshakeFailed(let reason): self = .tlsFailed("\(reason)")
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .tlsFailed("\(error)")
    default: self = .connectionLost("\(error)")
    }
  }
}
