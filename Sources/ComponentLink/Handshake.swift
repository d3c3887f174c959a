import XMPP

/// The handshake of XEP-0114, section 3: lower-case hexadecimal SHA-1 of the stream id followed by
/// the secret, both as they stand in UTF-8.
package enum Handshake {
  /// Nil when OpenSSL refuses SHA-1 (a policy of the system).
  package static func digest(streamID: String, secret: String) -> String? {
    HashFunction.sha1.digest(Array((streamID + secret).utf8)).map(Hexadecimal.text)
  }
}
