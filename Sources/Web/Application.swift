package import Hummingbird
import HummingbirdCore
package import Logging
package import Media
import NIOCore
package import Store

/// The public web as a service: what `run` and the tests start alike.
///
/// - Parameters:
///   - pictures: of posts; nil: visitors' browsers load them from wherever they are.
///   - onServerRunning: is told the port once requests are accepted; with port 0 in the configuration it is the one that the
///     system chose.
///
/// Throws where the configuration names no service, or words or templates that cannot be used.
package func buildApplication(
  _ configuration: WebConfiguration, store: Store, pictures: PictureKeeper? = nil, logger: Logger,
  onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
) throws -> some ApplicationProtocol {
  let limits = configuration.limits
  let patience = TimeAmount.seconds(limits.idleSeconds)
  let responder = try SiteResponder(configuration, store: store, pictures: pictures)
  let malformed = try responder.unreadable(.badRequest)
  let fieldsTooLong = try responder.unreadable(.fieldsTooLong)
  let server = HTTPServerBuilder.http1(
    configuration: HTTP1Channel.Configuration(
      additionalChannelHandlers: [
        StalledReaderHandler(patience: patience),
        UnreadableRequestHandler(malformed: malformed, fieldsTooLong: fieldsTooLong),
      ],
      idleTimeout: patience,
      httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
        maxHeaderFieldCount: 100)))
  return Application(
    responder: responder, server: server,
    configuration: ApplicationConfiguration(
      address: .hostname(configuration.host, port: configuration.port),
      availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
    onServerRunning: { channel in
      if let port = channel.localAddress?.port { await onServerRunning(port) }
    },
    logger: logger)
}
