import NIOCore
import NIOPosix
import TestSupport

/// Where the component that is measured connects: a free loopback port.
struct LoadDoor: Sendable {
  private let loop: any EventLoop
  private let domain: String
  private let attached: EventLoopPromise<NIOLoopBound<LoadLink>>

  init(domain: String) {
    self.domain = domain
    loop = MultiThreadedEventLoopGroup.singleton.next()
    attached = loop.makePromise()
  }

  func open() async throws -> any Channel {
    try await ServerBootstrap(group: loop)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let link = LoadLink(domain: domain, attached: attached)
          try channel.pipeline.syncOperations.addHandler(link)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  /// Once the component has finished its handshake.
  func link(within limit: TimeAmount = .seconds(60)) async throws -> NIOLoopBound<LoadLink> {
    let deadline = loop.scheduleTask(in: limit) {
      attached.fail(WaitFailure("The component did not attach."))
    }
    defer { deadline.cancel() }
    return try await attached.futureResult.get()
  }
}
