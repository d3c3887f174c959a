import Glibc

/// A TCP port of 127.0.0.1.
struct LoopbackPort: Sendable {
  let number: Int

  init(_ number: Int) { self.number = number }

  var isFree: Bool { ListenCheck.of(HostAndPort(host: "127.0.0.1", port: number)) == .free }

  /// Ports that nobody uses now, all different. From below those that the kernel gives to outgoing
  /// connections, so that none of these takes one before its program listens.
  static func free(_ count: Int) throws(Failure) -> [Int] {
    var ports: [Int] = []
    for _ in 0..<1_000 where ports.count < count {
      let port = Int.random(in: 20_000...30_000)
      if !ports.contains(port), LoopbackPort(port).isFree { ports.append(port) }
    }
    guard ports.count == count else {
      throw Failure(.unavailable, "No free ports between 20000 and 30000 on 127.0.0.1.")
    }
    return ports
  }

  /// A connection; nil where nobody listens.
  func connect() -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    guard descriptor >= 0 else { return nil }
    let address = sockaddr_in(port: UInt16(number))
    guard address.withSockaddr({ Glibc.connect(descriptor, $0, $1) }) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Waits until somebody listens.
  func untilOpen(within limit: Duration, _ who: String) async throws {
    let deadline = ContinuousClock.now + limit
    while true {
      if let descriptor = connect() {
        close(descriptor)
        return
      }
      guard ContinuousClock.now < deadline else {
        throw Failure(.unavailable, "\(who) does not answer on 127.0.0.1:\(number).")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}

extension sockaddr_in {
  /// 127.0.0.1 and this port.
  fileprivate init(port: UInt16) {
    self.init()
    sin_family = sa_family_t(AF_INET)
    sin_port = port.bigEndian
    sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  }

  fileprivate func withSockaddr<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafePointer(to: self) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
