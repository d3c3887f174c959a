import ComponentLink
import TestSupport
import Testing

@Suite struct HandshakeTests {
  /// RFC 3174's own vectors, cut between id and secret, and UTF-8.
  @Test(arguments: [
    ("a", "bc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (
      "abcdbcdecdefdefgefghfghighijhijk", "ijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
    ("", "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("3BF96D32", "Paßwörter", SHA1.hex("3BF96D32Paßwörter")),
  ])
  func digest(_ id: String, _ secret: String, _ expected: String) {
    #expect(Handshake.digest(streamID: id, secret: secret) == expected)
  }

  @Test func theTestsOwnSHA1() {
    #expect(SHA1.hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
  }
}
