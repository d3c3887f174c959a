import Glibc

/// The demo's pictures, painted when it starts.
enum Picture: String, CaseIterable, Sendable {
  /// Hills at dawn.
  case dawn
  /// Rows of seedlings.
  case seedlings
  /// The waterfall of a receiver: time downwards, frequency across.
  case waterfall
  /// Books on a shelf in the light of a lamp.
  case shelf

  var file: String { "\(rawValue).png" }

  private static let width = 432
  private static let height = 264

  var png: [UInt8] {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(Self.width * Self.height * 3)
    for row in 0..<Self.height {
      for column in 0..<Self.width {
        let colour = colour(Float(column) / Float(Self.width), Float(row) / Float(Self.height))
        pixels.append(Colour.byte(colour.red))
        pixels.append(Colour.byte(colour.green))
        pixels.append(Colour.byte(colour.blue))
      }
    }
    return PNG.bytes(width: Self.width, height: Self.height, pixels: pixels)
  }

  /// The colour at a place: 0 to 1 from the left and from the top.
  private func colour(_ x: Float, _ y: Float) -> Colour {
    switch self {
    case .dawn: Painting.dawn(x, y)
    case .seedlings: Painting.seedlings(x, y)
    case .waterfall: Painting.waterfall(x, y)
    case .shelf: Painting.shelf(x, y)
    }
  }
}

/// The pictures as files, from which the demo's server serves them.
struct PictureFiles: Sendable {
  /// Below the demo's folder.
  static let folder = "pictures"

  private let lengths: [Picture: Int]

  init(in folder: DemoFolder) throws(Failure) {
    try folder.makeFolder(Self.folder)
    var lengths: [Picture: Int] = [:]
    for picture in Picture.allCases {
      let png = picture.png
      try folder.write("\(Self.folder)/\(picture.file)", png)
      lengths[picture] = png.count
    }
    self.lengths = lengths
  }

  /// In bytes.
  func length(of picture: Picture) -> Int? { lengths[picture] }
}

/// Red, green and blue, each 0 to 1.
struct Colour: Sendable {
  var red: Float
  var green: Float
  var blue: Float

  /// `0xRRGGBB`
  init(_ code: UInt32) {
    red = Float(code >> 16 & 0xFF) / 255
    green = Float(code >> 8 & 0xFF) / 255
    blue = Float(code & 0xFF) / 255
  }

  /// This colour with a share, 0 to 1, of another.
  func mixed(_ share: Float, _ other: Colour) -> Colour {
    let share = min(max(share, 0), 1)
    var mixed = self
    mixed.red += (other.red - red) * share
    mixed.green += (other.green - green) * share
    mixed.blue += (other.blue - blue) * share
    return mixed
  }

  static func byte(_ part: Float) -> UInt8 { UInt8(min(max(part, 0), 1) * 255) }
}

/// Each picture as a function of the place.
private enum Painting {
  static func dawn(_ x: Float, _ y: Float) -> Colour {
    var colour = Colour(0x2F4B7C).mixed(y * 1.7, Colour(0xF6C28B))
    let distance = hypotf((x - 0.68) * 1.64, y - 0.5)
    colour = colour.mixed(0.5 - distance, Colour(0xFFF1C9))
    colour = colour.mixed(edge(0.09 - distance), Colour(0xFFF7E0))
    let hills: [(height: Float, swing: Float, pace: Float, colour: UInt32)] = [
      (0.56, 0.05, 5, 0x8C7A8F), (0.66, 0.06, 3.6, 0x5E6B78), (0.78, 0.05, 6.1, 0x3D5A52),
      (0.9, 0.04, 4.3, 0x24392F),
    ]
    for (index, hill) in hills.enumerated() {
      let phase = Float(index) * 2.1
      let top =
        hill.height + hill.swing * sinf(x * hill.pace + phase)
        + hill.swing / 4 * sinf(x * hill.pace * 3.7 + phase)
      let mist = Colour(hill.colour).mixed(0.35 - (y - top) * 3, Colour(0xF3D9BE))
      colour = colour.mixed(edge(y - top), mist)
    }
    return colour
  }

  static func seedlings(_ x: Float, _ y: Float) -> Colour {
    let grain = noise(x * 180, y * 110)
    var colour = Colour(0x4A3526).mixed(grain * 0.35 + y * 0.2, Colour(0x7A5A3E))
    for row in 0..<4 {
      let ground = 0.3 + Float(row) * 0.21
      let size = 0.05 + Float(row) * 0.018
      let spacing = size * 1.9
      let column = floorf(x / spacing)
      let sway = noise(column * 7.3, Float(row) * 3.1) - 0.5
      let across = (x - (column + 0.5) * spacing - sway * size * 0.3) / size * 1.64
      let up = (ground - y) / size
      colour = colour.mixed(0.5 * edge((0.16 - hypotf(across * 0.4, up)) * 0.2), Colour(0x2B1D14))
      let stalk = edge((0.07 - fabsf(across)) * size * 0.6) * (up > 0 && up < 1 ? 1 : 0)
      colour = colour.mixed(stalk, Colour(0x8DB36B))
      for side: Float in [-1, 1] {
        let leaf = hypotf((across * side - 0.42) * 1.1, (up - 1.05 - across * side * 0.45) * 2.6)
        let green = Colour(0x5F9E4C).mixed(0.5 + sway, Colour(0x9CCB6A))
        colour = colour.mixed(edge((0.44 - leaf) * size), green)
      }
    }
    return colour.mixed(0.25 - y, Colour(0xFFF3D6))
  }

  static func waterfall(_ x: Float, _ y: Float) -> Colour {
    var level = 0.12 + 0.16 * noise(x * 210, y * 130)
    let carriers: [(place: Float, width: Float, strength: Float, pace: Float)] = [
      (0.14, 0.004, 0.9, 31), (0.31, 0.02, 0.55, 9), (0.47, 0.003, 0.7, 57), (0.63, 0.03, 0.6, 6),
      (0.82, 0.005, 0.95, 23),
    ]
    for carrier in carriers {
      let drift = carrier.place + 0.006 * sinf(y * 4 + carrier.place * 40)
      let nearness = expf(-powf((x - drift) / carrier.width, 2))
      let keyed = sinf(y * carrier.pace * 6.28) + sinf(y * carrier.pace * 2.3) > -0.4
      level += nearness * carrier.strength * (keyed ? 1 : 0.12)
    }
    let chirp = fabsf(x - (0.95 - y * 0.8))
    level += 0.5 * expf(-powf(chirp / 0.006, 2))
    let steps: [UInt32] = [0x06091F, 0x15246B, 0x1F7AA8, 0x6FD6A0, 0xF6E96B, 0xFFFFFF]
    let place = min(max(level, 0), 0.999) * Float(steps.count - 1)
    let step = Int(place)
    return Colour(steps[step]).mixed(place - Float(step), Colour(steps[step + 1]))
  }

  static func shelf(_ x: Float, _ y: Float) -> Colour {
    let board: Float = 0.84
    let covers: [UInt32] = [
      0x7B2D26, 0x1F4E5F, 0xC58B3B, 0x3B5B3A, 0x5B3A5E, 0xA34A28, 0x2C3A57, 0x8A7A5C,
    ]
    var colour = Colour(0x3A2A22)
    if y > board {
      let vein = noise(x * 14, y * 160)
      colour = Colour(0x6B452A).mixed(vein * 0.4 + (y - board) * 2, Colour(0x3B2414))
    } else {
      let spacing: Float = 0.052
      let number = floorf(x / spacing)
      let across = x / spacing - number
      let top = 0.2 + 0.24 * noise(number * 3.7, 1.3)
      let cover = Colour(covers[Int(noise(number * 9.1, 4.2) * 7.99)])
      if y > top, across > 0.04 {
        let round = 1 - powf((across - 0.5) * 1.9, 2)
        colour = cover.mixed(0.55 - round * 0.6, Colour(0x140D0A))
        let band = [top + 0.07, top + 0.1, board - 0.09].contains { fabsf(y - $0) < 0.006 }
        if band { colour = colour.mixed(0.75, Colour(0xE8CF93)) }
      }
    }
    let glow = 1 - hypotf((x - 0.72) * 1.3, y - 0.15)
    colour = colour.mixed(0.45 - glow * 0.6, Colour(0x120B08))
    return colour.mixed(powf(max(glow, 0), 3) * 0.55, Colour(0xFFDFA0))
  }

  /// 0 to 1 over about a pixel and a half around 0.
  private static func edge(_ distance: Float) -> Float {
    min(max(distance * 170 + 0.5, 0), 1)
  }

  /// 0 to 1, the same for the same place, smooth between whole numbers.
  private static func noise(_ x: Float, _ y: Float) -> Float {
    let (column, row) = (floorf(x), floorf(y))
    let (across, down) = (x - column, y - row)
    let top = random(column, row) * (1 - across) + random(column + 1, row) * across
    let bottom = random(column, row + 1) * (1 - across) + random(column + 1, row + 1) * across
    return top * (1 - down) + bottom * down
  }

  private static func random(_ column: Float, _ row: Float) -> Float {
    var bits = UInt32(bitPattern: Int32(column)) &* 374_761_393
    bits = bits &+ UInt32(bitPattern: Int32(row)) &* 668_265_263
    bits = (bits ^ bits >> 13) &* 1_274_126_177
    return Float((bits ^ bits >> 16) & 0xFFFF) / 65_535
  }
}
