package import NIOCore

/// An IP address; one of version 4 as its IPv4-mapped one of version 6 (RFC 4291 section 2.5.5.2).
package struct IPAddress: Hashable, Sendable {
  /// In the order of the network.
  private let high: UInt64
  private let low: UInt64
  private static let mapped: UInt64 = 0xFFFF << 32

  /// As people write it, without a port: `192.0.2.1`, `2001:db8::1`.
  package init?(_ text: some StringProtocol) {
    guard let address = try? SocketAddress(ipAddress: String(text), port: 0) else { return nil }
    self.init(address)
  }

  /// Nil for what is no IP address: a socket in the file system.
  package init?(_ address: SocketAddress) {
    // Where a sockaddr_in and a sockaddr_in6 have it (ip(7), ipv6(7)).
    let number = { (offset: Int) in
      address.withSockAddr { pointer, _ in
        UnsafeRawPointer(pointer).loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      }
    }
    func word(_ offset: Int) -> UInt64 { UInt64(UInt32(bigEndian: number(offset))) }
    switch address {
    case .v4: (high, low) = (0, Self.mapped | word(4))
    case .v6: (high, low) = (word(8) << 32 | word(12), word(16) << 32 | word(20))
    case .unixDomainSocket: return nil
    }
  }

  private init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  package var isVersion4: Bool { high == 0 && low >> 32 == Self.mapped >> 32 }

  /// With all but so many of its first bits gone.
  func prefix(_ bits: Int) -> IPAddress {
    IPAddress(
      high: bits >= 64 ? high : high & Self.mask(bits),
      low: bits >= 128 ? low : low & Self.mask(bits - 64))
  }

  private static func mask(_ bits: Int) -> UInt64 {
    bits <= 0 ? 0 : bits >= 64 ? .max : ~(.max >> UInt64(bits))
  }

  /// What one visitor has: an address of version 4, or the 64 bits that a provider gives to a household.
  package var visitor: IPAddress { isVersion4 ? self : prefix(64) }
}

/// Addresses that begin alike (RFC 4632, RFC 4291 section 2.3): `192.0.2.0/24`, `2001:db8::/32`, or a single one.
package struct IPNetwork: Hashable, Sendable {
  private let first: IPAddress
  private let bits: Int

  /// Nil if it is none, or has bits behind its prefix: it may then not be what was meant.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(parts[0]) else { return nil }
    let (most, offset) = address.isVersion4 ? (32, 96) : (128, 0)
    var bits = most
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let given = Int(parts[1]),
        given <= most
      else { return nil }
      bits = given
    }
    guard address.prefix(offset + bits) == address else { return nil }
    (first, self.bits) = (address, offset + bits)
  }

  package func contains(_ address: IPAddress) -> Bool { address.prefix(bits) == first }

  /// Of the machine itself.
  package static let loopback = ["127.0.0.0/8", "::1"].compactMap(IPNetwork.init)
}
