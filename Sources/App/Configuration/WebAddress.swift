/// `host:port`, the host of an IPv6 address in brackets. Port 0 asks for a free one.
package struct HostAndPort: Hashable, Sendable, CustomStringConvertible {
  /// Without brackets.
  package let host: String
  package let port: Int

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    var host = text[..<colon]
    guard let port = Self.port(text[text.index(after: colon)...], from: 0) else { return nil }
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      guard host.contains(":") else { return nil }
    } else if host.contains(":") {
      return nil
    }
    guard Self.isHost(host) else { return nil }
    self.init(host: String(host), port: port)
  }

  /// A host name, an IPv4 address, or an IPv6 address without brackets; names in their ASCII form.
  package static func isHost(_ text: some StringProtocol) -> Bool {
    guard (1...255).contains(text.utf8.count), !text.hasPrefix("-") else { return false }
    let isSix = text.contains(":")
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
        true
      case UInt8(ascii: "-"), UInt8(ascii: "_"): !isSix
      case UInt8(ascii: ":"), UInt8(ascii: "%"): isSix
      default: false
      }
    }
  }

  static func port(_ text: some StringProtocol, from lowest: Int) -> Int? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let port = Int(text), (lowest...65_535).contains(port)
    else { return nil }
    return port
  }

  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// A web origin (RFC 6454): scheme, host and, where it is not the scheme's own, port.
struct WebOrigin: Hashable, Sendable, CustomStringConvertible {
  let isSecure: Bool
  let host: String
  let port: Int?

  init?(_ text: String) {
    let text = text.lowercased()
    let rest: Substring
    if text.hasPrefix("https://") {
      (isSecure, rest) = (true, text.dropFirst(8))
    } else if text.hasPrefix("http://") {
      (isSecure, rest) = (false, text.dropFirst(7))
    } else {
      return nil
    }
    if rest.hasSuffix("]") || !rest.contains(":") {
      let host = rest.hasPrefix("[") ? rest.dropFirst().dropLast() : rest
      guard HostAndPort.isHost(host), host.contains(":") == rest.hasPrefix("[") else { return nil }
      (self.host, port) = (String(host), nil)
    } else {
      guard let both = HostAndPort(String(rest)), both.port > 0 else { return nil }
      (host, port) = (both.host, both.port == (isSecure ? 443 : 80) ? nil : both.port)
    }
  }

  var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  var description: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(isSecure ? "https" : "http")://\(name)\(port.map { ":\($0)" } ?? "")"
  }
}
