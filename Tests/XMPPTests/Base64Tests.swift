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
  }

  @Test func theWholeAlphabet() {
    let bytes: [UInt8] = [0, 16, 131, 16, 81, 135, 255, 255, 254]
    #expect(Base64.encode(bytes) == "ABCDEFGH///+")
  }
}
