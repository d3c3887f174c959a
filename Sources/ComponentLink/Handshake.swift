import COpenSSL

/// The handshake of XEP-0114, section 3: lower-case hexadecimal SHA-1 of the stream id followed by
/// the secret, both as they stand in UTF-8.
package enum Handshake {
  /// Nil when OpenSSL refuses SHA-1 (a policy of the system).
  package static func digest(streamID: String, secret: String) -> String? {
    let input = Array((streamID + secret).utf8)
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    guard EVP_Digest(input, input.count, &digest, &length, EVP_sha1(), nil) == 1 else { return nil }
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * Int(length))
    for byte in digest.prefix(Int(length)) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
