/// The kinds of pictures that are shown, known by how their bytes begin. None that is a document: SVG may hold scripts.
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

  /// The width and height that the picture names, before anything of it is decoded; nil where it names none.
  ///
  /// - Parameter bytes: the picture, or its beginning.
  package func extent(of bytes: [UInt8]) -> PictureExtent? {
    switch self {
    case .png: bytes.extent(16, 20, of: 4)
    case .gif: bytes.extent(6, 8, of: 2, isLittle: true)
    case .jpeg: bytes.extentOfJPEG
    case .webP: bytes.extentOfWebP
    case .avif: bytes.extentOfAVIF
    }
  }

  /// Whether it may move: a picture that was made small would not. Of a GIF that is not known before its end.
  ///
  /// - Parameter bytes: the picture, or its beginning.
  package func mayMove(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .jpeg: false
    case .gif: true
    // A chunk of its own comes before the picture's (APNG).
    case .png:
      bytes[..<(bytes.firstRange(of: Array("IDAT".utf8))?.lowerBound ?? bytes.endIndex)]
        .contains("acTL".utf8)
    // RFC 9649, section 2.7.
    case .webP: bytes.number(12, of: 4) == 0x5650_3858 && (bytes.number(20, of: 1) ?? 0) & 2 != 0
    case .avif: bytes.dropFirst(8).starts(with: "avis".utf8)
    }
  }
}

/// In pixels.
package struct PictureExtent: Hashable, Sendable {
  package var width: Int
  package var height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// The larger of the two.
  package var side: Int { max(width, height) }

  /// The most there are, where there are more.
  package var pixels: Int {
    let (pixels, isTooMany) = width.multipliedReportingOverflow(by: height)
    return isTooMany ? .max : pixels
  }
}

extension [UInt8] {
  fileprivate func number(_ start: Int, of length: Int, isLittle: Bool = false) -> Int? {
    guard start + length <= count else { return nil }
    let digits = self[start..<start + length]
    return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
  }

  fileprivate func extent(
    _ width: Int, _ height: Int, of length: Int, isLittle: Bool = false
  ) -> PictureExtent? {
    guard let width = number(width, of: length, isLittle: isLittle),
      let height = number(height, of: length, isLittle: isLittle)
    else { return nil }
    return PictureExtent(width: width, height: height)
  }

  /// From the first frame's header; the segments before it are passed over (ITU-T T.81, annex B.2).
  fileprivate var extentOfJPEG: PictureExtent? {
    var place = 2
    while let marker = number(place, of: 2), marker > 0xFF00,
      let length = number(place + 2, of: 2), length >= 2
    {
      let isFrame = 0xFFC0...0xFFCF ~= marker && ![0xFFC4, 0xFFC8, 0xFFCC].contains(marker)
      if isFrame { return extent(place + 7, place + 5, of: 2) }
      place += 2 + length
    }
    return nil
  }

  /// RFC 9649, sections 2.5 to 2.7.
  fileprivate var extentOfWebP: PictureExtent? {
    switch number(12, of: 4) {
    case 0x5650_3858:
      extent(24, 27, of: 3, isLittle: true).map {
        PictureExtent(width: $0.width + 1, height: $0.height + 1)
      }
    case 0x5650_3820:
      extent(26, 28, of: 2, isLittle: true).map {
        PictureExtent(width: $0.width & 0x3FFF, height: $0.height & 0x3FFF)
      }
    case 0x5650_384C:
      number(21, of: 4, isLittle: true).map {
        PictureExtent(width: $0 & 0x3FFF + 1, height: $0 >> 14 & 0x3FFF + 1)
      }
    default: nil
    }
  }

  /// The largest of the items that it is put together from, which is the whole (ISO/IEC 23008-12, section 6.5.3).
  fileprivate var extentOfAVIF: PictureExtent? {
    guard let meta = boxes(in: indices).first(where: { $0.type == Self.meta }),
      // A box of this kind has a version and flags before its content.
      let properties = boxes(in: meta.content.dropFirst(4)).first(where: { $0.type == Self.iprp }),
      let list = boxes(in: properties.content).first(where: { $0.type == Self.ipco })
    else { return nil }
    return boxes(in: list.content).lazy.filter { $0.type == Self.ispe }
      .compactMap { extent($0.content.lowerBound + 4, $0.content.lowerBound + 8, of: 4) }
      .max { $0.pixels < $1.pixels }
  }

  private static let meta = 0x6D65_7461
  private static let iprp = 0x6970_7270
  private static let ipco = 0x6970_636F
  private static let ispe = 0x6973_7065

  /// ISO/IEC 14496-12, section 4.2. What is cut off is left out; a long or an endless box ends the list.
  private func boxes(in range: Range<Int>) -> [(type: Int, content: Range<Int>)] {
    var boxes: [(type: Int, content: Range<Int>)] = []
    var place = range.lowerBound
    while let length = number(place, of: 4), length >= 8, place + length <= range.upperBound,
      let type = number(place + 4, of: 4)
    {
      boxes.append((type, place + 8..<place + length))
      place += length
    }
    return boxes
  }
}
