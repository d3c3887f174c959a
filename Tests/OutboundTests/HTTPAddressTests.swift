import Testing

@testable import Outbound

@Suite struct HTTPAddressTests {
  @Test(arguments: [
    ("https://a.example/b?c=d#e", "https a.example 443 /b?c=d"),
    ("HTTP://A.Example", "http a.example 80 /"),
    ("http://a.example:8080?x", "http a.example 8080 /?x"),
    ("https://a.example:/x", "https a.example 443 /x"),
    ("https://[2001:DB8::1]:5443/x", "https 2001:db8::1 5443 /x"),
    ("http://127.0.0.1/", "http 127.0.0.1 80 /"), ("http://0x7f.1/", "http 0x7f.1 80 /"),
    ("https://a.example/ä b", "https a.example 443 /%C3%A4%20b"),
    ("https://a.example/%2e%2E/x", "https a.example 443 /%2e%2E/x"),
    ("https://a.example/x\r\nHost: b", "https a.example 443 /x%0D%0AHost:%20b"),
  ]) func parts(_ text: String, _ parts: String) throws {
    let address = try #require(HTTPAddress(text))
    let scheme = address.isSecure ? "https" : "http"
    #expect("\(scheme) \(address.host) \(address.port) \(address.target)" == parts)
  }

  @Test(arguments: [
    "", "http", "http:", "http://", "https:///x", "ftp://a.example/", "file:///etc/passwd",
    "gopher://a.example/", "//a.example/", "a.example", "http:a.example", "http://a@b.example/",
    "http://a:b@c.example/", "http://a.example:0/", "http://a.example:65536/",
    "http://a.example:-1/", "http://a.example:+80/", "http://a.example:8 0/", "http://a b.example/",
    "http://a.example\\@b.example/", "http:\\\\a.example/", "http://bücher.example/",
    "http://[::1/", "http://::1/", "http://[a.example]/", "http://[fe80::1%25eth0]/",
    "http://[127.0.0.1]/", "http://-a.example/", "http://a%2eexample/", "http://a.example%00/",
    "http://a\u{0}.example/", "http://a\r\n.example/",
    "http://\(String(repeating: "a", count: 254))/",
    "http://a.example/\(String(repeating: "a", count: 8_192))", " http://a.example/",
  ]) func none(_ text: String) { #expect(HTTPAddress(text) == nil) }

  @Test(
    arguments: [
      ("https://a.example/b/c?d", "https://b.example/x", "https://b.example/x"),
      ("https://a.example/b/c?d", "//b.example/x", "https://b.example/x"),
      ("http://a.example/b/c?d", "//b.example/x", "http://b.example/x"),
      ("https://a.example:5443/b/c?d", "/x?y", "https://a.example:5443/x?y"),
      ("https://a.example/b/c?d", "?y", "https://a.example/b/c?y"),
      ("https://a.example/b/c?d/e", "x", "https://a.example/b/x"),
      ("https://a.example", "x:y", nil),
      ("https://[2001:db8::1]/", "/x", "https://[2001:db8::1]/x"),
      ("http://a.example/", "https://a.example/", "https://a.example/"),
      // Nobody on the way is to have a say in what was asked for in secret.
      ("https://a.example/", "http://a.example/", nil), ("https://a.example/", "file:///x", nil),
      ("https://a.example/", "https://a@b.example/", nil), ("https://a.example/", "///x", nil),
    ] as [(String, String, String?)])
  func redirects(_ from: String, _ location: String, _ to: String?) throws {
    let next = try #require(HTTPAddress(from)).redirected(to: location)
    #expect(next == to.flatMap { HTTPAddress($0) })
    #expect((next == nil) == (to == nil))
  }

  @Test(arguments: [
    ("https://a.example/", "a.example"), ("https://a.example:443/", "a.example"),
    ("http://a.example:443/", "a.example:443"), ("https://[2001:db8::1]/", "[2001:db8::1]"),
    ("https://[2001:db8::1]:5443/", "[2001:db8::1]:5443"),
  ]) func authority(_ text: String, _ authority: String) throws {
    #expect(try #require(HTTPAddress(text)).authority == authority)
  }

  @Test func namesAndAddressesOnCertificates() throws {
    #expect(try #require(HTTPAddress("https://a.example/")).serverName == "a.example")
    #expect(try #require(HTTPAddress("https://192.0.2.1/")).serverName == nil)
    #expect(try #require(HTTPAddress("https://[2001:db8::1]/")).serverName == nil)
  }
}
