import Glibc

/// Whether an address can be listened on, tried with a socket of its own that is closed at once.
enum ListenCheck: Hashable, Sendable {
  case free
  case inUse
  case noPermission
  case unknownHost(String)
  /// The name cannot be looked up now, and may be later.
  case unresolved(String)
  /// An `errno`.
  case failed(Int32)

  static func of(_ address: HostAndPort) -> ListenCheck {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(address.host, String(address.port), &hints, &found)
    guard code == 0, let first = found?.pointee else { return notFound(code) }
    defer { freeaddrinfo(found) }
    return bind(first)
  }

  /// `code` is one of getaddrinfo(3).
  static func notFound(_ code: Int32) -> ListenCheck {
    let why = String(cString: gai_strerror(code))
    return code == EAI_AGAIN ? .unresolved(why) : .unknownHost(why)
  }

  private static func bind(_ info: addrinfo) -> ListenCheck {
    let descriptor = socket(info.ai_family, info.ai_socktype, info.ai_protocol)
    guard descriptor >= 0 else { return .failed(errno) }
    defer { close(descriptor) }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard Glibc.bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, 1) == 0
    else {
      return switch errno {
      case EADDRINUSE: .inUse
      case EACCES, EPERM: .noPermission
      default: .failed(errno)
      }
    }
    return .free
  }

  /// Why it cannot be used; nil where it can.
  func failure(_ address: HostAndPort) -> Failure? {
    switch self {
    case .free: nil
    case .inUse:
      Failure(
        .unavailable,
        "\(address) is in use by another process. Stop it, or change web.listen "
          + "(`ss -ltnp` shows who listens where).")
    case .noPermission:
      Failure(
        .noPermission,
        "\(address) may not be used by this user. Choose a port above 1023 in web.listen and put "
          + "a proxy in front (see conf/nginx.conf).")
    case .unknownHost(let why):
      Failure(
        .configuration,
        "\(address) in web.listen is not an address of this machine: \(why). Use 127.0.0.1 or "
          + "0.0.0.0.")
    case .unresolved(let why):
      Failure(
        .temporary,
        "\(address) in web.listen cannot be looked up now: \(why). Try again, or give the address "
          + "in numbers.")
    case .failed(let code):
      Failure(
        .unavailable,
        "\(address) in web.listen cannot be used: \(String(cString: strerror(code))).")
    }
  }
}
