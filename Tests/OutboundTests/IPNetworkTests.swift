import Outbound
import Testing

@Suite struct IPNetworkTests {
  @Test(arguments: [
    ("192.0.2.0/24", "192.0.2.77", true), ("192.0.2.0/24", "192.0.3.1", false),
    ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
    ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
    ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
    ("::/0", "2001:db8::1", true), ("::1", "::1", true), ("::1", "::2", false),
    ("2001:db8::8000:0:0:0/65", "2001:db8:0:0:8000::1", true),
    ("2001:db8::8000:0:0:0/65", "2001:db8::1", false),
    ("10.0.0.0/8", "::ffff:10.1.2.3", true),
  ]) func networks(_ network: String, _ address: String, _ isIn: Bool) throws {
    let address = try #require(IPAddress(address))
    #expect(try #require(IPNetwork(network)).contains(address) == isIn)
  }

  @Test(arguments: [
    "", "/", "192.0.2.0/33", "192.0.2.1/24", "2001:db8::/129", "2001:db8::1/64", "192.0.2.0/-1",
    "192.0.2.0/+8", "192.0.2.0/8/8", "192.0.2", "example.org", "192.0.2.0/ 8", "[::1]",
  ]) func noNetworks(_ text: String) { #expect(IPNetwork(text) == nil) }
}
