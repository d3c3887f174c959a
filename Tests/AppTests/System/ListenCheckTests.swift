import Glibc
import Testing

@testable import App

/// A loopback socket that listens on a port of the system's choice until it goes.
struct Listener: ~Copyable {
  let descriptor: Int32
  let port: Int

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = descriptor
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && listen(socket, 1) == 0
          && getsockname(socket, $0, &length) == 0
      }
    }
    guard result else { throw Failure(.unavailable, "no listening socket") }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }
}

@Suite struct ListenCheckTests {
  @Test func freeAndInUse() throws {
    let free = HostAndPort(host: "127.0.0.1", port: 0)
    #expect(ListenCheck.of(free) == .free)
    #expect(ListenCheck.of(free).failure(free) == nil)
    let listener = try Listener()
    let taken = HostAndPort(host: "127.0.0.1", port: listener.port)
    #expect(ListenCheck.of(taken) == .inUse)
    #expect(ListenCheck.of(taken).failure(taken)?.status == .unavailable)
  }

  @Test func anAddressOfAnotherMachine() {
    let address = HostAndPort(host: "192.0.2.1", port: 0)
    #expect(ListenCheck.of(address) == .failed(EADDRNOTAVAIL))
    #expect(ListenCheck.of(address).failure(address)?.status == .unavailable)
  }

  /// Whether a name is wrong or only cannot be looked up now are two things.
  @Test(arguments: [
    (EAI_AGAIN, Status.temporary), (EAI_NONAME, .configuration), (EAI_FAIL, .configuration),
  ])
  func aNameThatIsNotFound(code: Int32, status: Status) {
    let address = HostAndPort(host: "web.example", port: 80)
    #expect(ListenCheck.notFound(code).failure(address)?.status == status)
  }

  @Test(arguments: [
    ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:80", "::1", 80), ("localhost:0", "localhost", 0),
    ("0.0.0.0:65535", "0.0.0.0", 65_535),
  ])
  func addresses(text: String, host: String, port: Int) throws {
    let address = try #require(HostAndPort(text))
    #expect(address == HostAndPort(host: host, port: port))
    #expect(address.description == text)
  }

  @Test(arguments: [
    "", ":", "8080", "a:", ":80", "::1:80", "[::1]", "[a]:80", "a:65536", "a:-1", "a:+1", "a:1x",
    "a b:1", "a/b:1", "ä:1", "-a:1", "a:١",
  ])
  func notAddresses(text: String) { #expect(HostAndPort(text) == nil) }

  @Test(arguments: [
    ("https://a.example", "https://a.example"), ("HTTP://A.example:80", "http://a.example"),
    ("https://a.example:443", "https://a.example"),
    ("https://a.example:8443", "https://a.example:8443"),
    ("http://[::1]:8080", "http://[::1]:8080"),
    ("https://[::1]", "https://[::1]"),
  ])
  func origins(text: String, written: String) {
    #expect(WebOrigin(text)?.description == written)
  }

  @Test(arguments: [
    "", "a.example", "ftp://a.example", "https://", "https:///", "https://a.example/",
    "https://a.example/x", "https://u@a.example", "https://a.example?q", "https://a.example#f",
    "https://a.example:0", "https://a.example:x", "https://ä.example", "https://::1",
    "https://[a]", "https://a b", "//a.example", "https://a:1:2",
  ])
  func notOrigins(text: String) { #expect(WebOrigin(text) == nil) }
}
