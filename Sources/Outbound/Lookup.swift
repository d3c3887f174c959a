import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Looks names up, and leaves out what the guard refuses.
struct Lookup: Sendable {
  /// What hangs in getaddrinfo(3) cannot be stopped: no more than so many at a time.
  private static let threads: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 8)
    pool.start()
    return pool
  }()

  /// Lookups that have been asked for and not begun, or hang: one that waits behind so many would be too late.
  private static let maximumWaiting = 64
  private static let waiting = Mutex(0)

  let allowed: AddressGuard

  /// - Returns: in the order in which they are to be tried (RFC 6724); never empty.
  func addresses(
    of host: String, _ port: Int, on loop: any EventLoop, within patience: TimeAmount
  ) async throws -> [SocketAddress] {
    guard
      Self.waiting.withLock({ count in
        guard count < Self.maximumWaiting else { return false }
        count += 1
        return true
      })
    else { throw FetchFailure.tooSlow }
    let promise = loop.makePromise(of: [SocketAddress].self)
    let deadline = NIODeadline.now() + patience
    let end = loop.scheduleTask(deadline: deadline) { promise.fail(FetchFailure.tooSlow) }
    Self.threads.submit { state in
      defer { Self.waiting.withLock { $0 -= 1 } }
      switch state {
      // Whoever asked has gone.
      case .active where NIODeadline.now() >= deadline: break
      case .active: promise.succeed(Self.all(host, port))
      case .cancelled: promise.fail(FetchFailure.unknownHost)
      }
    }
    defer { end.cancel() }
    let found = try await promise.futureResult.get()
    guard !found.isEmpty else { throw FetchFailure.unknownHost }
    let vetted = found.filter(allowed.allows)
    guard !vetted.isEmpty else { throw FetchFailure.refused }
    return vetted
  }

  private static func all(_ host: String, _ port: Int) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_protocol = Int32(IPPROTO_TCP)
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &first) == 0 else { return [] }
    defer { if let first { freeaddrinfo(first) } }
    return sequence(first: first, next: { $0?.pointee.ai_next }).compactMap { info in
      guard let info = info?.pointee, let address = info.ai_addr else { return nil }
      return socketAddress(address, info.ai_family)
    }
  }

  private static func socketAddress(
    _ address: UnsafeMutablePointer<sockaddr>, _ family: Int32
  ) -> SocketAddress? {
    let raw = UnsafeRawPointer(address)
    return switch family {
    case AF_INET: SocketAddress(raw.loadUnaligned(as: sockaddr_in.self))
    case AF_INET6: SocketAddress(raw.loadUnaligned(as: sockaddr_in6.self))
    default: nil
    }
  }
}

/// Gives the bootstrap what was looked up before: it tries one after the other and keeps the first that answers (RFC 8305).
struct VettedAddresses: Resolver, Sendable {
  let addresses: [SocketAddress]
  let loop: any EventLoop

  func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    loop.makeSucceededFuture(addresses.filter { $0.protocol == .inet })
  }

  func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    loop.makeSucceededFuture(addresses.filter { $0.protocol == .inet6 })
  }

  func cancelQueries() {}
}
