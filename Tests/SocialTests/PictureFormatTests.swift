import Foundation
import Social
import TestSupport
import Testing

/// What the beginning of a picture tells (more of it in `AvatarPictureTests`).
@Suite struct PictureFormatTests {
  /// The head of a picture of 16 by 8, as libheif writes it.
  private static let avif = [UInt8](
    Data(
      base64Encoded:
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAASttZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
        + "AA5waXRtAAAAAAABAAAANGlsb2MAAAAAREAAAgABAAAAAAFPAAEAAAAAAAAAHQACAAAAAAFsAAEAAAAAAAAAvgAAADhpaW5mAAAA"
        + "AAACAAAAFWluZmUCAAAAAAEAAGF2MDEAAAAAFWluZmUCAAABAAIAAEV4aWYAAAAAamlwcnAAAABLaXBjbwAAABNjb2xybmNseAAC"
        + "AAIABoAAAAAMYXYxQ4EADAAAAAAUaXNwZQAAAAAAAAAQAAAACAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgYID"
        + "hAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAA421kYQ==") ?? Data())

  @Test func avifNamesItsSize() {
    #expect(PictureFormat(of: Self.avif) == .avif)
    #expect(PictureFormat.avif.extent(of: Self.avif) == PictureExtent(width: 16, height: 8))
    #expect(!PictureFormat.avif.mayMove(Self.avif))
    // What is cut off names none, and nothing is read beyond its end.
    for count in 0..<327 {
      #expect(PictureFormat.avif.extent(of: Array(Self.avif.prefix(count))) == nil)
    }
  }

  @Test func theLargestPartOfAnAVIFIsTheWhole() throws {
    let bytes = try Self.withPart([0, 0, 2, 0, 0, 0, 1, 0])
    #expect(PictureFormat.avif.extent(of: bytes) == PictureExtent(width: 512, height: 256))
  }

  /// More pixels than can be counted are the most there are.
  @Test func hugeExtentsAreHuge() throws {
    let bytes = try Self.withPart(Array(repeating: 255, count: 8))
    let extent = try #require(PictureFormat.avif.extent(of: bytes))
    #expect(extent.side == 0xFFFF_FFFF && extent.pixels == .max)
  }

  /// Whatever the bytes are, something is said of them.
  @Test func whateverTheBytesAre() {
    var dice = SystemRandomNumberGenerator()
    for format in PictureFormat.allCases {
      for count in 0..<400 {
        let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
        for head in [
          [], Array(Self.avif.prefix(count)), Array("RIFF....WEBPVP8L".utf8), [0xFF, 0xD8],
        ] {
          _ = format.extent(of: head + noise)?.pixels
          _ = format.mayMove(head + noise)
        }
      }
    }
  }

  /// With one more part, of the width and height in these eight bytes.
  private static func withPart(_ extent: [UInt8]) throws -> [UInt8] {
    let mark = try #require(Self.avif.firstRange(of: Array("ispe".utf8))).lowerBound - 4
    let box = Array(Self.avif[mark..<mark + 20])
    // One more of 512 by 256, and the boxes around it longer by as much.
    var bytes = Self.avif
    bytes.insert(contentsOf: box[..<12] + extent, at: mark)
    for name in ["meta", "iprp", "ipco"] {
      let place = try #require(bytes.firstRange(of: Array(name.utf8))).lowerBound - 4
      let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]) + 20
      (bytes[place + 2], bytes[place + 3]) = (UInt8(length >> 8), UInt8(length & 255))
    }
    return bytes
  }

  @Test func boxesWithoutAnEnd() {
    var bytes = Self.avif
    for length: UInt8 in [0, 1, 7, 255] {
      bytes.replaceSubrange(28..<32, with: [length, 0, 0, length])
      #expect(PictureFormat.avif.extent(of: bytes) == nil)
    }
  }

  @Test func whatMayMove() {
    let still = SamplePictures.png(width: 1, height: 1)
    let control = SamplePictures.chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])
    #expect(!PictureFormat.png.mayMove(still))
    #expect(PictureFormat.png.mayMove(Array(still[..<33]) + control + still[33...]))
    // Behind the picture it means nothing.
    #expect(!PictureFormat.png.mayMove(still + control))
    #expect(PictureFormat.gif.mayMove(Array("GIF89a".utf8)))
    #expect(!PictureFormat.jpeg.mayMove(SamplePictures.describedJPEG))
    let webP = Array("RIFF....WEBPVP8X....".utf8)
    #expect(PictureFormat.webP.mayMove(webP + [0x02]))
    #expect(!PictureFormat.webP.mayMove(webP + [0x3C]))
    #expect(!PictureFormat.webP.mayMove(Array("RIFF....WEBPVP8 ....".utf8) + [0x02]))
    #expect(PictureFormat.avif.mayMove([0, 0, 0, 28] + Array("ftypavis".utf8)))
  }
}
