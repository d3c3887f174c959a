import HTTPTypes
import NIOCore
import Outbound

/// From where a request comes, as far as that can be believed.
enum Visitor {
  /// So many bytes of what proxies say are read, from the end.
  private static let longestField = 2_048

  /// The address of whoever is behind the proxies that are trusted, as these say it: `X-Forwarded-For` where there is one,
  /// else `Forwarded` (RFC 7239). Each proxy has put the address that it saw at the end, so the last one that is not a trusted
  /// proxy's counts, and what stands before it is whatever the visitor liked to write.
  ///
  /// - Returns: nil for a trusted proxy that names nobody: itself, or somebody on this machine.
  static func address(
    _ peer: SocketAddress?, _ headers: HTTPFields, trusted: [IPNetwork]
  ) -> IPAddress? {
    guard let peer = peer.flatMap(IPAddress.init) else { return nil }
    func isTrusted(_ address: IPAddress) -> Bool { trusted.contains { $0.contains(address) } }
    guard isTrusted(peer) else { return peer }
    for name in named(headers).reversed() {
      // What cannot be read hides who it was.
      guard let address = name else { return nil }
      if !isTrusted(address) { return address }
    }
    return nil
  }

  private static func named(_ headers: HTTPFields) -> [IPAddress?] {
    // Most proxies write this one, and pass on what a visitor has written into the other.
    if let list = field("X-Forwarded-For", headers) {
      return list.split(separator: ",").map(address)
    }
    return field("Forwarded", headers)?.split(separator: ",").map { element in
      element.split(separator: ";").lazy.compactMap(node).first.flatMap(address)
    } ?? []
  }

  private static func field(_ name: String, _ headers: HTTPFields) -> Substring? {
    guard let name = HTTPField.Name(name), let value = headers[name] else { return nil }
    return Substring(value.utf8.suffix(longestField))
  }

  /// The value of `for=`.
  private static func node(_ pair: Substring) -> Substring? {
    let sides = pair.split(separator: "=", maxSplits: 1)
    guard sides.count == 2, sides[0].filter({ $0 != " " }).lowercased() == "for" else { return nil }
    return sides[1]
  }

  /// `192.0.2.1`, `192.0.2.1:80`, `"[2001:db8::1]:80"`, `2001:db8::1`.
  private static func address(_ text: Substring) -> IPAddress? {
    let text = text.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      return IPAddress(text[text.index(after: text.startIndex)..<end])
    }
    if text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") {
      return IPAddress(text[..<colon])
    }
    return IPAddress(text)
  }
}
