import NIOCore
import Testing

@testable import Outbound

/// Of every special network both ends are refused, and what lies beside it as far as that is public.
@Suite struct AddressGuardTests {
  private static let special: [(first: String, last: String)] = [
    ("0.0.0.0", "0.255.255.255"), ("10.0.0.0", "10.255.255.255"),
    ("100.64.0.0", "100.127.255.255"), ("127.0.0.0", "127.255.255.255"),
    ("169.254.0.0", "169.254.255.255"), ("172.16.0.0", "172.31.255.255"),
    ("192.0.0.0", "192.0.0.255"), ("192.0.2.0", "192.0.2.255"),
    ("192.88.99.0", "192.88.99.255"), ("192.168.0.0", "192.168.255.255"),
    ("198.18.0.0", "198.19.255.255"), ("198.51.100.0", "198.51.100.255"),
    ("203.0.113.0", "203.0.113.255"), ("224.0.0.0", "239.255.255.255"),
    ("240.0.0.0", "255.255.255.255"),
    ("::", "::"), ("::1", "::1"), ("::7f00:1", "::7f00:1"), ("64:ff9b::7f00:1", "64:ff9b::808:808"),
    ("64:ff9b:1::", "64:ff9b:1:ffff::1"), ("100::", "100::1"), ("1fff:ffff::", "1fff:ffff::1"),
    ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("2002:7f00:1::", "2002:a00:1::"),
    ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"), ("4000::", "5f00::1"),
    ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("fec0::", "feff::1"),
    ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("::ffff:127.0.0.1", "::ffff:8.8.8.8"), ("::ffff:0:7f00:1", "::ffff:0:808:808"),
  ]

  @Test(arguments: special.flatMap { [$0.first, $0.last] }) func refused(_ text: String) throws {
    #expect(!AddressGuard().allows(try SocketAddress(ipAddress: text, port: 443)))
  }

  @Test(arguments: [
    "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
    "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
    "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255",
    "203.0.114.0", "223.255.255.255", "2000::", "2001:200::", "2001:db7:ffff::", "2001:db9::",
    "2003::", "2a00:1450:4001:81b::200e", "3ffe:ffff::", "3fff:1000::",
  ]) func allowed(_ text: String) throws {
    #expect(AddressGuard().allows(try SocketAddress(ipAddress: text, port: 443)))
  }

  @Test func everyNetworkOfTheTableIsOne() {
    #expect(AddressGuard.special.count == 15)
    #expect(AddressGuard.unicast.count == 1)
    #expect(AddressGuard.specialUnicast.count == 4)
  }

  @Test func socketsOfTheMachine() throws {
    #expect(!AddressGuard().allows(try SocketAddress(unixDomainSocketPath: "/run/secret")))
  }

  @Test func networksThatAreExempt() throws {
    let allowed = AddressGuard(exempt: ["127.0.0.0/8"].compactMap(IPNetwork.init))
    #expect(allowed.allows(try SocketAddress(ipAddress: "127.0.0.1", port: 1)))
    #expect(!allowed.allows(try SocketAddress(ipAddress: "10.0.0.1", port: 1)))
    #expect(!allowed.allows(try SocketAddress(ipAddress: "::1", port: 1)))
  }

  @Test func ports() {
    let usual = [80, 443, 5281, 5443, 7443]
    #expect((0...65_535).filter(AddressGuard().allows(port:)) == usual)
    #expect((0...65_535).filter(AddressGuard(ports: [8080]).allows(port:)) == [8080])
  }
}
