import Testing

@testable import XMPP

@Suite struct Base64Tests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{3FF}\u{3FE}", "z7/Pvg=="),
  ])
  func encoding(text: String, expected: String) {
    #expect(Base64.encode(Array(text.utf8)) == expected)
    #expect(Base64.decode(expected, limit: text.utf8.count) == Array(text.utf8))
    #expect(Base64.decode(" \n" + expected + "\n", limit: 99) == Array(text.utf8))
  }

  @Test func theWholeAlphabet() {
    let bytes: [UInt8] = [0, 16, 131, 16, 81, 135, 255, 255, 254]
    #expect(Base64.encode(bytes) == "ABCDEFGH///+")
    #expect(Base64.decode("ABCDEFGH///+", limit: 9) == bytes)
    let all = (0...255).map { UInt8($0) }
    #expect(Base64.decode(Base64.encode(all), limit: 256) == all)
  }

  @Test(arguments: ["A", "AA", "AAA", "AAAA=", "AA=A", "A===", "====", "AA*=", "AA-_", "ÄAAA"])
  func isNone(text: String) { #expect(Base64.decode(text, limit: 99) == nil) }

  @Test func tooLong() {
    #expect(Base64.decode("AAAA", limit: 2) == nil)
    #expect(Base64.decode(String(repeating: " ", count: 300), limit: 2) == nil)
    #expect(Base64.decode(String(repeating: "AAAA", count: 100_000), limit: 2) == nil)
  }
}
