import Glibc
import Testing

@testable import App

/// What systemd is for a service: a datagram socket that is told how it fares.
struct NotifySocket: ~Copyable {
  private let descriptor: Int32

  /// At a path, or at an abstract address where it begins with `@`.
  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(path.utf8)
    if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let socket = descriptor
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
    }
    guard bound == 0 else { throw Failure(.cannotCreate, path) }
  }

  deinit { close(descriptor) }

  /// The next message; nil if none comes in time.
  func next(withinSeconds seconds: Int = 0) async -> String? {
    let end = ContinuousClock.now + .seconds(seconds)
    repeat {
      var buffer = [UInt8](repeating: 0, count: 64)
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if count >= 0 { return String(decoding: buffer.prefix(count), as: UTF8.self) }
      // A thread that waited in poll(2) would be one of the few that all tests share.
      await Task.yield()
    } while ContinuousClock.now < end
    return nil
  }
}

@Suite struct SystemdNotifierTests {
  @Test(arguments: [false, true])
  func tellsTheSocket(isAbstract: Bool) async throws {
    let folder = try Folder()
    let path = isAbstract ? "@" + folder.path : folder.path + "/notify"
    let socket = try NotifySocket(path)
    let notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": path])
    #expect(notifier.notify("READY=1"))
    #expect(await socket.next() == "READY=1")
    #expect(await socket.next() == nil)
  }

  @Test(arguments: [
    [:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "relative"], ["NOTIFY_SOCKET": "/missing/socket"],
    ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)],
  ])
  func otherwiseSaysNothing(environment: [String: String]) {
    #expect(!SystemdNotifier(environment: environment).notify("READY=1"))
  }
}
