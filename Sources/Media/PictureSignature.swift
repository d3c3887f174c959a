import COpenSSL

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

/// In lower case.
enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
  }
}
