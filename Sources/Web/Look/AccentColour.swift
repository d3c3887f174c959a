import Glibc

/// A colour of links and buttons, in sRGB.
package struct AccentColour: Hashable, Sendable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  /// `#0d5a78`
  package init?(_ text: String) {
    let digits = text.dropFirst()
    guard text.first == "#", digits.utf8.count == 6,
      digits.utf8.allSatisfy({ $0 < 0x80 && Character(UnicodeScalar($0)).isHexDigit }),
      let number = UInt32(digits, radix: 16)
    else { return nil }
    self.init(UInt8(number >> 16), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF))
  }

  private init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  package var text: String {
    let digits = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// What text has to its ground at least, to be read by most (WCAG 2.2, success criterion 1.4.3).
  package static let readable = 4.5

  static let white = AccentColour(255, 255, 255)
  static let black = AccentColour(0, 0, 0)
  /// The grounds of the style sheet: `--paper`, by day and by night.
  static let paper = AccentColour(0xFB, 0xFA, 0xF6)
  static let nightPaper = AccentColour(0x14, 0x18, 0x1C)

  /// From 1 to 21 (WCAG 2.2, contrast ratio).
  func contrast(to other: AccentColour) -> Double {
    let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  /// To the ground of a page by day.
  package var contrast: Double { contrast(to: .paper) }

  /// As light as it has to be to be read on a dark ground.
  var byNight: AccentColour {
    for share in 0...20 {
      let colour = mixed(with: .white, Double(share) / 20)
      if colour.contrast(to: .nightPaper) >= 7 { return colour }
    }
    return .white
  }

  /// What is written on it.
  var ink: AccentColour { contrast(to: .white) >= contrast(to: .black) ? .white : .black }

  private func mixed(with other: AccentColour, _ share: Double) -> AccentColour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) * (1 - share) + Double(b) * share).rounded())
    }
    return AccentColour(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// WCAG 2.2, relative luminance.
  private var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  /// The curve of sRGB (IEC 61966-2-1).
  private static func linear(_ value: UInt8) -> Double {
    let part = Double(value) / 255
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
  }
}
