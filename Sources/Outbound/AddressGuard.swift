package import NIOCore

/// Which addresses are asked for what strangers name: those of the public internet, and no machine beside ours.
///
/// A name is looked up once, and only what passes here is connected to, so that it cannot lead elsewhere a moment later.
package struct AddressGuard: Hashable, Sendable {
  /// Of http and https, and those where XMPP servers take uploads and give them out: Prosody's, ejabberd's and Openfire's.
  package static let usualPorts: Set<Int> = [80, 443, 5281, 5443, 7443]

  private let ports: Set<Int>
  private let exempt: [IPNetwork]

  /// - Parameter exempt: networks that are asked whatever they are.
  package init(ports: Set<Int> = usualPorts, exempt: [IPNetwork] = []) {
    self.ports = ports
    self.exempt = exempt
  }

  package func allows(port: Int) -> Bool { ports.contains(port) }

  package func allows(_ address: SocketAddress) -> Bool {
    guard let found = IPAddress(address) else { return false }
    if exempt.contains(where: { $0.contains(found) }) { return true }
    // An IPv4-mapped one leads into the other network than the one that it is of.
    if case .v6 = address, found.isVersion4 { return false }
    return Self.isPublic(found)
  }

  /// Whether it is globally reachable (IANA's registries of special-purpose addresses) and of one machine.
  static func isPublic(_ address: IPAddress) -> Bool {
    if address.isVersion4 { return !special.contains { $0.contains(address) } }
    return unicast.contains { $0.contains(address) }
      && !specialUnicast.contains { $0.contains(address) }
  }

  /// This network, private ones, those of carriers, of the machine, of the link, of protocols, documentation, relays to
  /// IPv6, benchmarks, groups, the reserved ones and broadcast.
  static let special = networks([
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
  ])

  /// All that has been given out so far (RFC 4291 section 2.4): the machine itself, links, sites, groups, mapped addresses
  /// and those of NAT64 are elsewhere.
  static let unicast = networks(["2000::/3"])

  /// Protocols and tunnels (Teredo among them), documentation, and 6to4, which holds an address of version 4.
  static let specialUnicast = networks(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"])

  private static func networks(_ texts: [String]) -> [IPNetwork] {
    texts.compactMap(IPNetwork.init)
  }
}
