import Testing

@testable import Media

@Suite struct PictureSignatureTests {
  private static let address = "https://a.example/b.png"
  private let signature = PictureSignature(key: Array(0..<16))

  @Test func onlyWhatWasSignedIsRight() throws {
    let code = try #require(signature.code(of: Self.address, .small))
    #expect(PictureSignature.isCode(code))
    #expect(signature.isRight(code, for: Self.address, .small))
    #expect(!signature.isRight(code, for: Self.address, .large))
    #expect(!signature.isRight(code, for: Self.address + "?", .small))
    #expect(!PictureSignature(key: Array(1..<17)).isRight(code, for: Self.address, .small))
    for place in code.indices {
      var wrong = code
      wrong.replaceSubrange(place...place, with: code[place] == "0" ? "1" : "0")
      #expect(!signature.isRight(wrong, for: Self.address, .small))
    }
  }

  @Test(arguments: ["", "0", String(repeating: "0", count: 31), String(repeating: "0", count: 33)])
  func otherLengths(_ code: String) {
    #expect(!PictureSignature.isCode(code))
    #expect(!signature.isRight(code, for: Self.address, .small))
  }

  @Test(arguments: [String(repeating: "A", count: 32), String(repeating: "g", count: 32)])
  func otherDigits(_ code: String) { #expect(!PictureSignature.isCode(code)) }

  /// By openssl(1):
  /// `printf 'small https://a.example/b.png' | openssl mac -digest SHA256 -macopt hexkey:000102...0f HMAC`
  @Test func asOthersMakeIt() {
    #expect(signature.code(of: Self.address, .small) == "215220a1c8d91f83c7bd8e2d76d7e940")
  }
}
