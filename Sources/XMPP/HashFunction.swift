import COpenSSL

/// The hash functions that are known, by their textual names in IANA's registry, which XMPP uses.
package enum HashFunction: String, Sendable, CaseIterable {
  case sha1 = "sha-1"
  case sha224 = "sha-224"
  case sha256 = "sha-256"
  case sha384 = "sha-384"
  case sha512 = "sha-512"

  /// Nil when OpenSSL refuses the function (a policy of the system).
  package func digest(_ input: [UInt8]) -> [UInt8]? {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    guard EVP_Digest(input, input.count, &digest, &length, algorithm, nil) == 1 else { return nil }
    return Array(digest.prefix(Int(length)))
  }

  private var algorithm: OpaquePointer? {
    switch self {
    case .sha1: EVP_sha1()
    case .sha224: EVP_sha224()
    case .sha256: EVP_sha256()
    case .sha384: EVP_sha384()
    case .sha512: EVP_sha512()
    }
  }
}
