/// An address that can be asked by HTTP: read strictly, and once, so that what is checked is what is asked.
package struct HTTPAddress: Hashable, Sendable {
  /// Bytes of a longer one are not read.
  static let maximumLength = 8_192

  package let isSecure: Bool
  /// In lower case; an IPv6 address without brackets.
  package let host: String
  package let port: Int
  /// Path and query, as a request has them (RFC 9112 section 3.2.1).
  let target: String

  /// Nil if it is none, names a user, or has a host outside ASCII.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.maximumLength, !text.utf8.contains(UInt8(ascii: "\\")) else {
      return nil
    }
    let start = text.prefix(8).lowercased()
    if start == "https://" {
      isSecure = true
    } else if start.hasPrefix("http://") {
      isSecure = false
    } else {
      return nil
    }
    let rest = text.dropFirst(isSecure ? 8 : 7)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    guard let (host, port) = Self.authority(rest[..<end]) else { return nil }
    self.host = host
    self.port = port ?? (isSecure ? 443 : 80)
    target = Self.target(rest[end...])
  }

  /// The value of `Host`.
  var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }

  /// The name that the certificate must bear; nil for an address, which it must then hold.
  var serverName: String? { IPAddress(host) == nil ? host : nil }

  private var origin: String { "\(isSecure ? "https" : "http")://\(authority)" }

  /// Where an answer sends us (RFC 9110 section 10.2.2); nil if that is nowhere, or from https to http.
  func redirected(to location: String) -> HTTPAddress? {
    let path = target.prefix { $0 != "?" }
    let text =
      switch location {
      case _ where location.hasPrefix("//"): (isSecure ? "https:" : "http:") + location
      case _ where location.hasPrefix("/"): origin + location
      case _ where location.hasPrefix("?"): origin + path + location
      case _ where Self.hasScheme(location): location
      default: origin + path[...(path.lastIndex(of: "/") ?? path.startIndex)] + location
      }
    guard let next = HTTPAddress(text), next.isSecure || !isSecure else { return nil }
    return next
  }

  private static func hasScheme(_ text: String) -> Bool {
    text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.contains(":")
  }

  private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
    var (host, rest) = (text, Substring())
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      host = text[text.index(after: text.startIndex)..<end]
      rest = text[text.index(after: end)...]
      guard host.contains(":"), IPAddress(host) != nil else { return nil }
    } else {
      let end = text.firstIndex(of: ":") ?? text.endIndex
      (host, rest) = (text[..<end], text[end...])
      guard isName(host) else { return nil }
    }
    guard !rest.isEmpty else { return (host.lowercased(), nil) }
    let digits = rest.dropFirst()
    guard rest.hasPrefix(":"), digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    if digits.isEmpty { return (host.lowercased(), nil) }
    guard let port = Int(digits), 1...65_535 ~= port else { return nil }
    return (host.lowercased(), port)
  }

  private static func isName(_ text: Substring) -> Bool {
    1...253 ~= text.utf8.count && text.utf8.first != UInt8(ascii: "-")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// Without the fragment; what may not stand in a request is percent-encoded.
  private static func target(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    if text.utf8.first != UInt8(ascii: "/") { bytes.append(UInt8(ascii: "/")) }
    for byte in text.utf8.prefix(while: { $0 != UInt8(ascii: "#") }) {
      if 0x21...0x7E ~= byte {
        bytes.append(byte)
      } else {
        bytes.append(UInt8(ascii: "%"))
        bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)
}
