/// What a WebP file holds beside its picture (RFC 9649, section 2.7): some versions of libvips leave it there, whatever they are
/// told.
enum WebPMetadata {
  private static let dropped: Set<[UInt8]> = [
    Array("EXIF".utf8), Array("XMP ".utf8), Array("ICCP".utf8),
  ]
  /// Of these three, in the header of an extended file.
  private static let flags: UInt8 = 0x20 | 0x08 | 0x04

  /// The file without it; colours are then those of sRGB. Nil if it is no WebP file.
  static func stripped(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 12, bytes.starts(with: "RIFF".utf8),
      bytes[8..<12].elementsEqual("WEBP".utf8)
    else { return nil }
    var out = Array(bytes[..<12])
    var rest = bytes[12...]
    while !rest.isEmpty {
      guard rest.count >= 8 else { return nil }
      let type = Array(rest.prefix(4))
      let length = rest.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      // Of an odd number of bytes there is one more.
      guard length <= rest.count - 8, length + length % 2 <= rest.count - 8 else { return nil }
      var chunk = Array(rest.prefix(8 + length + length % 2))
      rest = rest.dropFirst(chunk.count)
      if dropped.contains(type) { continue }
      if type.elementsEqual("VP8X".utf8), length > 0 { chunk[8] &= ~flags }
      out += chunk
    }
    for place in 0..<4 {
      out[4 + place] = UInt8(truncatingIfNeeded: (out.count - 8) >> (8 * place))
    }
    return out
  }
}
