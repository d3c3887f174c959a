import Foundation

/// Small pictures that decoders take.
package enum SamplePictures {
  /// One colour, RGB, not compressed.
  package static func png(width: Int, height: Int) -> [UInt8] {
    let row = [UInt8](repeating: 0, count: 1) + [UInt8](repeating: 0x80, count: width * 3)
    let pixels = (0..<height).flatMap { _ in row }
    return pngSignature + chunk("IHDR", word(width) + word(height) + [8, 2, 0, 0, 0])
      + chunk("IDAT", stored(pixels)) + chunk("IEND", [])
  }

  /// What names its size and holds no pixel.
  package static func hollowPNG(width: Int, height: Int) -> [UInt8] {
    pngSignature + chunk("IHDR", word(width) + word(height) + [8, 2, 0, 0, 0])
  }

  /// 16 wide and 8 high, to be turned by 90 degrees, with a description (Exif): "Juliet's balcony".
  package static let describedJPEG = base64(
    "/9j/4QA/RXhpZgAASUkqAAgAAAACAA4BAgARAAAAJgAAABIBAwABAAAABgAAAAAAAABKdWxpZXQncyBiYWxjb255AP/bAEMAGxIU"
      + "FxQRGxcWFx4cGyAoQisoJSUoUTo9MEJgVWVkX1VdW2p4mYFqcZBzW12FtYaQnqOrratngLzJuqbHmairpP/bAEMBHB4eKCMoTi"
      + "srTqRuXW6kpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpP/AABEIAAgAEAMBIgACEQED"
      + "EQH/xAAVAAEBAAAAAAAAAAAAAAAAAAAABf/EABcQAQADAAAAAAAAAAAAAAAAAAAUYqH/xAAVAQEBAAAAAAAAAAAAAAAAAAACBP"
      + "/EABgRAAMBAQAAAAAAAAAAAAAAAAADURMU/9oADAMBAAIRAxEAPwCZIrpIroLcFwfQ2n//2Q==")

  package static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  package static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + content
    return word(content.count) + body + word(Int(checksum(body)))
  }

  private static func word(_ number: Int) -> [UInt8] {
    (0..<4).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  /// Blocks that are not compressed (RFC 1950, RFC 1951 section 3.2.4).
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var (out, rest): ([UInt8], ArraySlice<UInt8>) = ([0x78, 1], bytes[...])
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let length = [UInt8(block.count & 255), UInt8(block.count >> 8)]
      out += [rest.isEmpty ? 1 : 0] + length + length.map { ~$0 } + block
    } while !rest.isEmpty
    var (a, b) = (1, 0)
    for byte in bytes {
      a = (a + Int(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return out + word(b << 16 | a)
  }

  /// CRC-32, as PNG has it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
        sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1
      }
    }
  }

  private static func base64(_ text: String) -> [UInt8] {
    Data(base64Encoded: text).map(Array.init) ?? []
  }
}
