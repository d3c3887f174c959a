import Testing

@testable import Media

@Suite struct WebPMetadataTests {
  private static func file(_ chunks: [(String, [UInt8])]) -> [UInt8] {
    var body: [UInt8] = []
    for (type, content) in chunks {
      body += Array(type.utf8) + length(content.count) + content
      if content.count % 2 > 0 { body.append(0) }
    }
    return Array("RIFF".utf8) + length(body.count + 4) + Array("WEBP".utf8) + body
  }

  private static func length(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(number >> (8 * $0) & 255) }
  }

  @Test func onlyThePictureStays() {
    let given = Self.file([
      ("VP8X", [0x3E, 0, 0, 0, 1, 0, 0, 1, 0, 0]), ("ICCP", [1, 2, 3]), ("ALPH", [4]),
      ("VP8 ", [5, 6, 7]), ("EXIF", Array("home".utf8)), ("XMP ", Array("home!".utf8)),
    ])
    let expected = Self.file([
      ("VP8X", [0x12, 0, 0, 0, 1, 0, 0, 1, 0, 0]), ("ALPH", [4]), ("VP8 ", [5, 6, 7]),
    ])
    #expect(WebPMetadata.stripped(given) == expected)
    #expect(WebPMetadata.stripped(expected) == expected)
  }

  @Test func whatIsNone() {
    #expect(WebPMetadata.stripped([]) == nil)
    #expect(WebPMetadata.stripped(Array("RIFF....WAVE".utf8)) == nil)
    let whole = Self.file([("VP8 ", [5, 6, 7])])
    for count in 13..<whole.count { #expect(WebPMetadata.stripped(Array(whole[..<count])) == nil) }
    var long = whole
    long.replaceSubrange(16..<20, with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(WebPMetadata.stripped(long) == nil)
  }
}
