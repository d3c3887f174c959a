import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

extension PeopleTests {
  /// What somebody says of themself that is of no use, and what becomes of it.
  struct Hostile: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let problem: Person.Problem
    var nickname: String? = "Cat"
    var asked = ["nickname", "metadata", "data"]
    let change: @Sendable (inout OtherService.Profile) -> Void

    private static let large = AvatarPicture.bytes(1) + [UInt8](repeating: 0, count: 1_000_000)

    static let all = [
      Hostile(testDescription: "wrong hash", problem: .unfitPicture) {
        $0.show(AvatarPicture.bytes(1), claimed: AvatarID(of: []))
      },
      Hostile(testDescription: "svg", problem: .unfitPicture) {
        $0.show(Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), type: "image/png")
      },
      Hostile(testDescription: "says svg", problem: .unfitPicture, asked: ["nickname", "metadata"])
      {
        $0.show(AvatarPicture.bytes(1), type: "image/svg+xml")
      },
      Hostile(testDescription: "10 MB", problem: .unfitPicture, asked: ["nickname", "metadata"]) {
        $0.show(AvatarPicture.bytes(1), size: 10_000_000)
      },
      Hostile(testDescription: "larger than it says", problem: .unfitPicture) {
        $0.show(large, size: 100)
      },
      Hostile(testDescription: "no data", problem: .unfitPicture) {
        $0.show(AvatarPicture.bytes(1))
        $0.items[Namespace.avatarData] = nil
      },
      Hostile(testDescription: "data that never come", problem: .noAnswer) {
        $0.show(AvatarPicture.bytes(1))
        $0.silent = [Namespace.avatarData]
      },
      Hostile(testDescription: "endless items", problem: .unfitPicture) {
        $0.show(AvatarPicture.bytes(1))
        let data = AvatarData(AvatarPicture.bytes(1)).element
        $0.items[Namespace.avatarData] = (0..<5_000).map { ("\($0)", data) }
      },
      Hostile(
        testDescription: "no metadata", problem: .unusable,
        asked: ["nickname", "metadata", "card"]
      ) {
        $0.items[Namespace.avatarMetadata] = [("x", Nickname("x").element)]
      },
      Hostile(
        testDescription: "a card of a megabyte", problem: .unfitPicture,
        asked: ["nickname", "metadata", "card"]
      ) {
        $0.card = VCardTemp(photo: .init(type: nil, bytes: large)).element
      },
      Hostile(
        testDescription: "nobody there", problem: .unreachable, nickname: nil,
        asked: ["nickname", "card4", "metadata", "card"]
      ) {
        $0.items = [:]
        $0.refusal = StanzaError(.serviceUnavailable, "No.")
      },
    ]
  }
}
