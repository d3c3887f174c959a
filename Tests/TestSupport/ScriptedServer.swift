package import NIOCore
import NIOPosix
import Synchronization
package import XML
import XMPP

/// The server's side of XEP-0114 on a free loopback port, doing as the test says:
/// ```swift
/// let server = try await ScriptedServer.start(domain: "social.example.org")
/// // ... start what connects to 127.0.0.1:server.port ...
/// let link = try await server.accept()
/// let answer = try await link.ask(.get, Element("query", Namespace.discoInfo), from: "romeo@example.org/garden")
/// await server.stop()
/// ```
package final class ScriptedServer: Sendable {
  /// What it does by itself.
  package struct Manners: Sendable {
    /// Nil: any handshake will do.
    package var secret: String? = "secret"
    /// A stream error's condition with which every connection is refused at the header, as Prosody
    /// does it: a header with an empty id comes first.
    package var refusal: String?
    /// What is sent, raw, instead of a stream's header.
    package var greeting: String?
    /// Reads, and says nothing.
    package var isMute = false
    /// What a component sends to its own address comes back to it, as from every server.
    package var routesToSelf = true
    /// Pings to others are answered with an empty result.
    package var answersPings = true
    /// Requests to others are answered with `service-unavailable`.
    package var refusesRequests = false
    /// Rosters that the component may see (XEP-0356): the list of each owner, as it is asked for.
    package var rosters: [String: Element] = [:]
    /// The component's `</stream:stream>` is answered with one.
    package var closesStream = true

    /// So many bytes the system keeps of what was not read yet, about; nil: as it likes, which may be megabytes.
    package var unreadBytes: Int?

    package init() {}
  }

  package let domain: String
  private let prepare: @Sendable (any Channel) -> EventLoopFuture<Void>
  private let attached = Inbox<ScriptedLink>("component that attaches")
  private let state: Mutex<State>

  private struct State {
    var manners: Manners
    var port = 0
    var listener: (any Channel)?
    var open: [ObjectIdentifier: any Channel] = [:]
    var connections = 0
  }

  private init(
    domain: String, manners: Manners,
    prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
  ) {
    self.domain = domain
    self.prepare = prepare
    state = Mutex(State(manners: manners))
  }

  /// - Parameter prepare: puts handlers (TLS) into an accepted channel ahead of the server's own.
  package static func start(
    domain: String = "social.example.org", manners: Manners = Manners(),
    prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void> = {
      $0.eventLoop.makeSucceededVoidFuture()
    }
  ) async throws -> ScriptedServer {
    let server = ScriptedServer(domain: domain, manners: manners, prepare: prepare)
    // Not one of the ports that the system gives to others while this server is stopped.
    for _ in 0..<100 {
      server.state.withLock { $0.port = Int.random(in: 20_000..<30_000) }
      if (try? await server.restart()) != nil { return server }
    }
    throw WaitFailure("No free port.")
  }

  /// Listens again on the same port, after `stop`.
  package func restart() async throws {
    var bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    if let bytes = manners.unreadBytes {
      bootstrap = bootstrap.serverChannelOption(
        .socketOption(.so_rcvbuf), value: ChannelOptions.Types.SocketOption.Value(bytes))
    }
    let listener =
      try await bootstrap
      .childChannelInitializer { channel in
        self.prepare(channel).flatMap {
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(self.handler(for: channel))
          }
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    state.withLock {
      $0.listener = listener
      $0.port = listener.localAddress?.port ?? 0
    }
  }

  /// A free loopback port, the same after `restart`.
  package var port: Int { state.withLock { $0.port } }

  /// The next component that has finished its handshake.
  package func accept(within deadline: Duration = .seconds(30)) async throws -> ScriptedLink {
    try await attached.next(within: deadline)
  }

  /// How many connections came, those that were refused too.
  package var connections: Int { state.withLock { $0.connections } }

  /// What it does by itself, from the next event on.
  package var manners: Manners {
    get { state.withLock { $0.manners } }
    set { state.withLock { $0.manners = newValue } }
  }

  /// Closes the port and every connection, without a word.
  package func stop() async {
    let (listener, open) = state.withLock { state in
      defer { state.listener = nil }
      return (state.listener, Array(state.open.values))
    }
    try? await listener?.close()
    for channel in open { try? await channel.close() }
  }

  private func handler(for channel: any Channel) -> ScriptedHandler {
    let id = ObjectIdentifier(channel)
    state.withLock {
      $0.open[id] = channel
      $0.connections += 1
    }
    channel.closeFuture.whenComplete { _ in
      self.state.withLock { _ = $0.open.removeValue(forKey: id) }
    }
    let link = ScriptedLink(domain: domain, channel: channel)
    return ScriptedHandler(
      link: link, manners: { self.manners }, attached: { self.attached.put(link) })
  }
}
