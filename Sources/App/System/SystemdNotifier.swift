import Glibc
import ServiceLifecycle

/// Tells systemd when the process is ready and when it stops (sd_notify(3)), for `Type=notify`.
/// Without NOTIFY_SOCKET it says nothing.
///
/// `READY=1` is sent by whoever knows; near the end of the list this is among the first to be told to
/// stop, and says so.
struct SystemdNotifier: Service {
  let socketPath: String?

  init(environment: [String: String]) {
    socketPath = environment["NOTIFY_SOCKET"]
  }

  func run() async throws {
    try? await gracefulShutdown()
    notify("STOPPING=1")
  }

  /// One datagram; `@` at the front stands for the NUL of an abstract address. Returns whether it
  /// was sent.
  @discardableResult
  func notify(_ state: String) -> Bool {
    guard let socketPath, socketPath.hasPrefix("/") || socketPath.hasPrefix("@") else {
      return false
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var path = Array(socketPath.utf8)
    if path.first == UInt8(ascii: "@") { path[0] = 0 }
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let length = MemoryLayout<sa_family_t>.size + path.count
    let bytes = Array(state.utf8)
    let sent = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(
          descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, socklen_t(length))
      }
    }
    return sent == bytes.count
  }
}
