import COpenSSL
import XMPP

/// Marks the addresses of pictures that stand on our pages, so that nobody has us fetch anything else (HMAC, RFC 2104, with
/// SHA-256 cut to 128 bits).
package struct PictureSignature: Sendable {
  private let key: [UInt8]

  package init(key: [UInt8]) { self.key = key }

  /// 32 digits; nil where OpenSSL refuses the function.
  package func code(of address: String, _ size: PictureSize) -> String? {
    let text = Array("\(size.rawValue) \(address)".utf8)
    var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    guard HMAC(EVP_sha256(), key, Int32(key.count), text, text.count, &code, nil) != nil else {
      return nil
    }
    return Hexadecimal.text(code.prefix(Self.bytes))
  }

  /// Takes as long whatever of it is wrong.
  package func isRight(_ code: String, for address: String, _ size: PictureSize) -> Bool {
    guard let right = self.code(of: address, size), right.utf8.count == code.utf8.count else {
      return false
    }
    return zip(right.utf8, code.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Whether it is of the shape of our signatures.
  package static func isCode(_ text: String) -> Bool {
    text.utf8.count == 2 * bytes && text.utf8.allSatisfy(Hexadecimal.isDigit)
  }

  private static let bytes = 16
}
