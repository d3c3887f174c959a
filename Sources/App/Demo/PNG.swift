/// Writes PNG (RFC 2083), 8-bit RGB, the pixels deflated as stored blocks (RFC 1951, section 3.2.4):
/// large, but for a few small pictures that is cheaper than a compressor.
enum PNG {
  /// - Parameter pixels: three bytes for each pixel, row by row from the top.
  static func bytes(width: Int, height: Int, pixels: [UInt8]) -> [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let colourRGB: [UInt8] = [8, 2, 0, 0, 0]
    append("IHDR", bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + colourRGB, to: &file)
    append("IDAT", zlib(scanlines(width: width, pixels)), to: &file)
    append("IEND", [], to: &file)
    return file
  }

  /// Each row after the number of its filter, which is none.
  private static func scanlines(width: Int, _ pixels: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(pixels.count + pixels.count / (width * 3))
    for start in stride(from: 0, to: pixels.count, by: width * 3) {
      lines.append(0)
      lines += pixels[start..<start + width * 3]
    }
    return lines
  }

  /// The zlib format (RFC 1950).
  private static func zlib(_ data: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: data.count, by: 65_535) {
      let end = min(start + 65_535, data.count)
      let length = UInt16(end - start)
      stream.append(end == data.count ? 1 : 0)
      for half in [length, ~length] { stream += [UInt8(half & 0xFF), UInt8(half >> 8)] }
      stream += data[start..<end]
    }
    return stream + bigEndian(adler32(data))
  }

  private static func append(_ type: String, _ data: [UInt8], to file: inout [UInt8]) {
    let chunk = Array(type.utf8) + data
    file += bigEndian(UInt32(data.count))
    file += chunk
    file += bigEndian(crc32(chunk))
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    let table = crcTable
    var crc = UInt32.max
    for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8 }
    return ~crc
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (low, high) = (UInt32(1), UInt32(0))
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }
}
