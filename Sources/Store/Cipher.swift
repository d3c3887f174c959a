import Foundation
import GRDB

/// Makes numbers into names that tell nobody anything, and back: cursors are places in orders that grow
/// with everything that happens on the service, and must not be guessed (XEP-0313, section 3).
///
/// XTEA, a block cipher for 64 bits, with a key that the database keeps. The names are 13 characters of
/// base 32, safe in URLs.
package struct Cipher: Hashable, Sendable {
  private let key: [UInt32]

  /// - Parameter key: 16 bytes.
  init(_ key: [UInt8]) {
    self.key = (0..<4).map { word in
      key[word * 4..<word * 4 + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  init(_ db: Database) throws {
    let stored = try Data.fetchOne(db, sql: "SELECT key FROM counter")
    guard let stored, stored.count == 16 else {
      throw StoreError.internalFailure("the key of the cursors is not there")
    }
    self.init([UInt8](stored))
  }

  /// What a list is of. The numbers stand in every UID that was ever handed out.
  package enum Kind: Int64, CaseIterable {
    case nodes = 1
    case tree, items, archive, itemNames, subscriptions, affiliations
    case ownSubscriptions, ownAffiliations
    case search, reports, audit
    case followers, follows
    case webPosts, webComments, webTags, webDates
    case webSitemap, webNodes, webSearch
    case webMedia
  }

  /// The cipher of one list: UIDs of any other are none of its.
  ///
  /// - Parameter number: of the node or the service whose list it is, which has 44 bits at most.
  package func list(_ kind: Kind, of number: Int64) -> Cipher {
    let block = UInt64(bitPattern: number) << 8 | UInt64(kind.rawValue) << 1
    let (a, b) = encipher(UInt32(block >> 32), UInt32(truncatingIfNeeded: block))
    let (c, d) = encipher(UInt32(block >> 32), UInt32(truncatingIfNeeded: block | 1))
    return Cipher(words: [a, b, c, d])
  }

  private init(words: [UInt32]) { key = words }

  /// For what is signed rather than enciphered in the name of a list: 16 bytes.
  package var signingKey: [UInt8] {
    key.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
  }

  package func name(_ number: Int64) -> String {
    let block = UInt64(bitPattern: number)
    let (high, low) = encipher(UInt32(block >> 32), UInt32(truncatingIfNeeded: block))
    return Base32.text(UInt64(high) << 32 | UInt64(low))
  }

  /// Whether it is of the shape of our names.
  package static func isName(_ text: some StringProtocol) -> Bool { Base32.number(text) != nil }

  /// Nil if it is not one of our names; another text of the same shape gives some number.
  package func number(_ name: some StringProtocol) -> Int64? {
    guard let block = Base32.number(name) else { return nil }
    let (high, low) = decipher(UInt32(block >> 32), UInt32(truncatingIfNeeded: block))
    return Int64(bitPattern: UInt64(high) << 32 | UInt64(low))
  }

  private static let delta: UInt32 = 0x9E37_79B9
  private static let rounds = 32

  private func encipher(_ high: UInt32, _ low: UInt32) -> (UInt32, UInt32) {
    var (a, b, sum) = (high, low, UInt32(0))
    for _ in 0..<Self.rounds {
      a &+= mix(b) ^ (sum &+ key[Int(sum & 3)])
      sum &+= Self.delta
      b &+= mix(a) ^ (sum &+ key[Int(sum >> 11 & 3)])
    }
    return (a, b)
  }

  private func decipher(_ high: UInt32, _ low: UInt32) -> (UInt32, UInt32) {
    var (a, b, sum) = (high, low, Self.delta &* UInt32(Self.rounds))
    for _ in 0..<Self.rounds {
      b &-= mix(a) ^ (sum &+ key[Int(sum >> 11 & 3)])
      sum &-= Self.delta
      a &-= mix(b) ^ (sum &+ key[Int(sum & 3)])
    }
    return (a, b)
  }

  private func mix(_ word: UInt32) -> UInt32 { (word << 4 ^ word >> 5) &+ word }
}

private enum Base32 {
  private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
  private static let length = 13

  static func text(_ number: UInt64) -> String {
    var rest = number
    var text = [UInt8](repeating: digits[0], count: length)
    for place in text.indices.reversed() {
      text[place] = digits[Int(rest & 31)]
      rest >>= 5
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func number(_ text: some StringProtocol) -> UInt64? {
    guard text.utf8.count == length else { return nil }
    var number: UInt64 = 0
    for (place, byte) in text.utf8.enumerated() {
      guard let digit = digits.firstIndex(of: byte), place > 0 || digit < 16 else { return nil }
      number = number << 5 | UInt64(digit)
    }
    return number
  }
}
