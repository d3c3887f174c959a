import GRDB
import TestSupport
import Testing

@testable import Store

/// Cursors that tell nobody anything.
@Suite struct CipherTests {
  /// Published examples of XTEA, each with the key 00 01 … 0F, written in base 32.
  @Test(
    arguments: [
      (0x4142_4344_4546_4748, 0x497D_F3D0_7261_2CB5),
      (0x4141_4141_4141_4141, 0xE78F_2D13_7443_41D8),
      (0x5A5B_6E27_8948_D77F, 0x4141_4141_4141_4141),
    ] as [(UInt64, UInt64)])
  func examples(plain: UInt64, enciphered: UInt64) {
    let cipher = Cipher(Array(0..<16))
    let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
    let expected = String((0..<13).map { digits[Int(enciphered >> UInt64(60 - 5 * $0) & 31)] })
    #expect(cipher.name(Int64(bitPattern: plain)) == expected)
    #expect(cipher.number(expected) == Int64(bitPattern: plain))
  }

  @Test func andBack() {
    var dice = Dice(7)
    let cipher = Cipher((0..<16).map { _ in UInt8.random(in: 0...255, using: &dice) })
    let other = Cipher((0..<16).map { _ in UInt8.random(in: 0...255, using: &dice) })
    var names: Set<String> = []
    let edges: [Int64] = [0, 1, -1, .max, .min, 1 << 44]
    for number in edges + (0..<1_000).map({ _ in Int64.random(in: .min ... .max, using: &dice) }) {
      let name = cipher.name(number)
      #expect(name.utf8.count == 13)
      #expect(name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) })
      #expect(cipher.number(name) == number)
      #expect(other.number(name) != number)
      #expect(names.insert(name).inserted)
    }
  }

  /// What one list calls its places is nothing in any other.
  @Test func lists() throws {
    let cipher = Cipher(Array(0..<16))
    let lists = Cipher.Kind.allCases.flatMap { kind in
      [1, 2, 255, 256, 1 << 43].map { cipher.list(kind, of: $0) }
    }
    #expect(Set(lists + [cipher]).count == lists.count + 1)
    var names: Set<String> = []
    for list in lists {
      let name = list.name(5)
      #expect(names.insert(name).inserted)
      for other in lists where other != list {
        let number = try #require(other.number(name))
        #expect(number < 1 || number >= 1 << 44)
      }
    }
    // They are in use: what is written here stays.
    #expect(cipher.list(.archive, of: 7).name(5) == "643yms3y5tcgs")
  }

  @Test(arguments: [
    "", "0", "000000000000", "00000000000000", "g000000000000", "z000000000000", "000000000000i",
    "000000000000o", "00000000000 0", "00000000000-1", "ABCDEFGHJKMNP", "é00000000000",
    "１２３４５６７８９０１２３",
  ])
  func noneOfOurs(name: String) {
    #expect(Cipher(Array(0..<16)).number(name) == nil)
  }

  /// Each database has its own, which it keeps.
  @Test func kept() async throws {
    let fixture = try await Fixture()
    let (name, other) = (
      fixture.store.cipher.name(5), try await Fixture().store.cipher.name(5)
    )
    #expect(name != other)
    try await fixture.store.close()
    let again = try await Fixture(fixture.folder)
    #expect(again.store.cipher.number(name) == 5)
    try await again.store.close()
  }

  /// Without its key a database is not opened.
  @Test func withoutKey() async throws {
    let fixture = try await Fixture()
    try await fixture.store.close()
    let queue = try DatabaseQueue(path: fixture.folder.database)
    try await queue.write { try $0.execute(sql: "UPDATE counter SET key = x'00'") }
    try queue.close()
    #expect(
      await storeError { try await Fixture(fixture.folder) }
        == .internalFailure("the key of the cursors is not there"))
  }
}
