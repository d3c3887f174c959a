import Foundation
import Synchronization
import TestSupport

/// Ports of 127.0.0.1.
enum Port {
  /// Given out already: tests run side by side, and a port stays free until its program listens.
  private static let given = Mutex<Set<Int>>([])

  /// Ports that nobody uses now, all different. From below those that the kernel gives to outgoing
  /// connections, so that none of these takes one meanwhile.
  static func free(_ count: Int) throws -> [Int] {
    try given.withLock { given in
      var ports: [Int] = []
      for _ in 0..<10_000 where ports.count < count {
        let port = Int.random(in: 15_000...30_000)
        if !given.contains(port), !isOpen(port) {
          given.insert(port)
          ports.append(port)
        }
      }
      guard ports.count == count else { throw WaitFailure("No free port") }
      return ports
    }
  }

  static func isOpen(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
