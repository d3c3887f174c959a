/// The Bidi Rule of RFC 5893, section 2, which RFC 5891 asks of labels and RFC 8265 of local parts
/// that hold right-to-left characters.
enum BidiRule {
  static func allows(_ scalars: [Unicode.Scalar]) -> Bool {
    let classes = scalars.map(BidiClass.init)
    guard classes.contains(where: { $0 == .rightToLeft || $0 == .arabicNumber }) else {
      return true
    }
    // A text in the other direction must not hold such characters at all (condition 5).
    guard classes.first == .rightToLeft,
      let last = classes.last(where: { $0 != .nonspacingMark })
    else { return false }
    return !classes.contains(.leftToRight)
      && [.rightToLeft, .europeanNumber, .arabicNumber].contains(last)
      && !(classes.contains(.europeanNumber) && classes.contains(.arabicNumber))
  }
}

/// The Bidi_Class of a character that a label or a local part may hold. R and AL are one here, and
/// so are ES, CS, ET, ON and BN: the rule treats them alike.
enum BidiClass {
  case leftToRight, rightToLeft, europeanNumber, arabicNumber, nonspacingMark, neutral

  /// From DerivedBidiClass.txt (Unicode 17): what the blocks and the general category do not tell
  /// is listed.
  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x30...0x39, 0x6F0...0x6F9: self = .europeanNumber
    case 0x41...0x5A, 0x61...0x7A: self = .leftToRight
    case 0x21...0x7E, 0xB7, 0x2B9...0x2BA, 0x2C6...0x2CF, 0x2EC, 0x375, 0x200C...0x200D, 0x208F,
      0x2E2F, 0x30FB, 0xA67F, 0xA717...0xA71F, 0xA788:
      self = .neutral
    case 0x660...0x669, 0x10D30...0x10D39, 0x10D40...0x10D49: self = .arabicNumber
    case 0xCBF, 0xCC6, 0x1B3A, 0x1B3C, 0x1B42, 0x11A07...0x11A08, 0x11C3F: self = .leftToRight
    case _ where scalar.properties.generalCategory == .nonspacingMark: self = .nonspacingMark
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      self = .rightToLeft
    default: self = .leftToRight
    }
  }
}
