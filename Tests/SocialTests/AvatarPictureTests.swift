import Testing
import XMPP

@testable import Social

@Suite struct AvatarPictureTests {
  /// The beginning of each kind, 300 wide and 200 high.
  private static let pictures: [(PictureFormat, [UInt8])] = [
    (
      .png,
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 0, 1, 0x2C, 0, 0, 0, 200]
    ),
    (.gif, Array("GIF89a".utf8) + [0x2C, 1, 200, 0]),
    (
      .jpeg,
      [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC4, 0, 2, 0xFF, 0xC2, 0, 17, 8, 0, 200, 1, 0x2C]
    ),
    (.webP, webP("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, 0x2C, 0x41, 200, 0])),
    (.webP, webP("VP8X", [0, 0, 0, 0, 0x2B, 1, 0, 199, 0, 0])),
    (.webP, webP("VP8L", [0x2F, 0x2B, 0xC1, 0x31, 0])),
  ]

  private static func webP(_ chunk: String, _ content: [UInt8]) -> [UInt8] {
    Array("RIFF....WEBP\(chunk)....".utf8) + content
  }

  @Test(arguments: pictures.indices) func kinds(index: Int) throws {
    let (format, bytes) = Self.pictures[index]
    #expect(PictureFormat(of: bytes) == format)
    #expect(format.extent(of: bytes) == PictureExtent(width: 300, height: 200))
    let picture = try #require(AvatarPicture(bytes, limit: bytes.count))
    #expect(picture.format == format && picture.bytes == bytes)
    #expect(AvatarPicture(bytes, claimed: picture.id, limit: bytes.count) == picture)
    #expect(AvatarPicture(bytes, limit: bytes.count - 1) == nil)
    #expect(AvatarPicture(bytes, claimed: AvatarID(of: []), limit: bytes.count) == nil)
    // Whatever is cut off is no picture, and nothing is read beyond its end.
    for length in bytes.indices { _ = AvatarPicture(Array(bytes.prefix(length)), limit: 999) }
  }

  @Test func avif() {
    let bytes = [0, 0, 0, 28] + Array("ftypavif".utf8)
    #expect(AvatarPicture(bytes, limit: 99)?.format == .avif)
  }

  @Test(arguments: [
    "", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<?xml version='1.0'?><svg/>", "BM......",
    "GIF88a....", "RIFF....WAVE", "%PDF-1.7", "\u{FEFF}<html>", "    ftypheic",
  ]) func others(text: String) {
    #expect(AvatarPicture(Array(text.utf8), limit: 999) == nil)
  }

  @Test(arguments: [(0, 1), (1, 0), (4_097, 1), (1, 4_097), (0xFFFF_FFFF, 1)])
  func sizes(width: Int, height: Int) {
    func word(_ number: Int) -> [UInt8] {
      (0..<4).reversed().map { UInt8(number >> ($0 * 8) & 255) }
    }
    let bytes = Self.pictures[0].1.prefix(16) + word(width) + word(height)
    let isEmpty = max(width, height) <= AvatarPicture.maximumExtent
    #expect((AvatarPicture(Array(bytes), limit: 999) != nil) == isEmpty)
  }
}
