/// The kinds of pictures that are shown of people, known by how their bytes begin. None that is a document: SVG may hold
/// scripts.
package enum PictureFormat: String, Hashable, Sendable, CaseIterable {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case gif = "image/gif"
  case webP = "image/webp"
  case avif = "image/avif"

  /// Nil if it is none of them, whatever anybody calls it.
  package init?(of bytes: [UInt8]) {
    switch bytes {
    case _ where bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]): self = .png
    case _ where bytes.starts(with: [0xFF, 0xD8, 0xFF]): self = .jpeg
    case _ where bytes.starts(with: "GIF87a".utf8), _ where bytes.starts(with: "GIF89a".utf8):
      self = .gif
    case _ where bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WEBP".utf8):
      self = .webP
    case _ where bytes.dropFirst(4).starts(with: "ftypavif".utf8),
      _ where bytes.dropFirst(4).starts(with: "ftypavis".utf8):
      self = .avif
    default: return nil
    }
  }

  /// The width and height that the picture names, the larger of the two; nil where they are not read: of AVIF.
  package func extent(of bytes: [UInt8]) -> Int? {
    switch self {
    case .png: bytes.largest(16, 20, of: 4)
    case .gif: bytes.largest(6, 8, of: 2, isLittle: true)
    case .jpeg: bytes.extentOfJPEG
    case .webP: bytes.extentOfWebP
    case .avif: nil
    }
  }
}

extension [UInt8] {
  fileprivate func number(_ start: Int, of length: Int, isLittle: Bool = false) -> Int? {
    guard start + length <= count else { return nil }
    let digits = self[start..<start + length]
    return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
  }

  fileprivate func largest(_ one: Int, _ other: Int, of length: Int, isLittle: Bool = false) -> Int?
  {
    guard let one = number(one, of: length, isLittle: isLittle),
      let other = number(other, of: length, isLittle: isLittle)
    else { return nil }
    return Swift.max(one, other)
  }

  /// From the first frame's header; the segments before it are passed over (ITU-T T.81, annex B.2).
  fileprivate var extentOfJPEG: Int? {
    var place = 2
    while let marker = number(place, of: 2), marker > 0xFF00,
      let length = number(place + 2, of: 2), length >= 2
    {
      let isFrame = 0xFFC0...0xFFCF ~= marker && ![0xFFC4, 0xFFC8, 0xFFCC].contains(marker)
      if isFrame { return largest(place + 5, place + 7, of: 2) }
      place += 2 + length
    }
    return nil
  }

  /// RFC 9649, sections 2.5 to 2.7.
  fileprivate var extentOfWebP: Int? {
    switch number(12, of: 4) {
    case 0x5650_3858: largest(24, 27, of: 3, isLittle: true).map { $0 + 1 }
    case 0x5650_3820: largest(26, 28, of: 2, isLittle: true).map { $0 & 0x3FFF }
    case 0x5650_384C:
      number(21, of: 4, isLittle: true).map { Swift.max($0 & 0x3FFF, $0 >> 14 & 0x3FFF) + 1 }
    default: nil
    }
  }
}
