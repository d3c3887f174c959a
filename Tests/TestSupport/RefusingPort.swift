import Foundation

/// A loopback port where every connection is refused: it is taken, so that nobody else is given it, and nobody listens.
package final class RefusingPort: Sendable {
  package let number: Int
  private let descriptor: Int32

  package init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) | getsockname(descriptor, $0, &length)
      }
    }
    number = Int(in_port_t(bigEndian: address.sin_port))
    guard code == 0 else { throw WaitFailure("No port: \(errno)") }
  }

  deinit { close(descriptor) }
}
