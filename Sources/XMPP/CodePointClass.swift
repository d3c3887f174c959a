/// What may stand where, derived from Unicode properties as RFC 8264 (PRECIS) and RFC 5892
/// (IDNA2008) lay down, so that a newer Unicode in the standard library needs no newer table here.
/// The text is in NFC when it is asked.
enum CodePointClass {
  /// In the IdentifierClass and the FreeformClass; in a label.
  case valid
  /// In both, where `ContextRule` agrees.
  case contextual
  /// In the FreeformClass alone.
  case freeformOnly
  case disallowed

  /// RFC 8264, section 8.
  static func precis(_ scalar: Unicode.Scalar) -> CodePointClass {
    if (0x21...0x7E).contains(scalar.value) { return .valid }
    if let exception = exception(scalar) { return exception }
    let properties = scalar.properties
    if properties.generalCategory == .unassigned { return .disallowed }
    if properties.isJoinControl { return .contextual }
    if isOldHangulJamo(scalar) || properties.isDefaultIgnorableCodePoint
      || properties.isNoncharacterCodePoint || properties.generalCategory == .control
    {
      return .disallowed
    }
    if hasCompatibleForm(scalar) { return .freeformOnly }
    switch properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter,
      .nonspacingMark, .spacingMark:
      return .valid
    case .titlecaseLetter, .letterNumber, .otherNumber, .enclosingMark, .spaceSeparator,
      .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol, .connectorPunctuation,
      .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return .freeformOnly
    default: return .disallowed
    }
  }

  /// RFC 5892, section 3.
  static func idna(_ scalar: Unicode.Scalar) -> CodePointClass {
    if let exception = exception(scalar) { return exception }
    let properties = scalar.properties
    switch scalar {
    case "a"..."z", "0"..."9", "-": return .valid
    case _ where properties.generalCategory == .unassigned: return .disallowed
    case _ where properties.isJoinControl: return .contextual
    default: break
    }
    if properties.changesWhenNFKCCaseFolded || properties.isDefaultIgnorableCodePoint
      || properties.isWhitespace || properties.isNoncharacterCodePoint
      || isInIgnorableBlock(scalar) || isOldHangulJamo(scalar)
    {
      return .disallowed
    }
    switch properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter,
      .nonspacingMark, .spacingMark:
      return .valid
    default: return .disallowed
    }
  }

  /// The Exceptions of RFC 5892, section 2.6, which RFC 8264, section 9.6 takes over.
  private static func exception(_ scalar: Unicode.Scalar) -> CodePointClass? {
    switch scalar.value {
    case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: .valid
    case 0xB7, 0x375, 0x5F3, 0x5F4, 0x660...0x669, 0x6F0...0x6F9, 0x30FB: .contextual
    case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: .disallowed
    default: nil
    }
  }

  /// Hangul_Syllable_Type L, V or T (RFC 5892, section 2.9).
  private static func isOldHangulJamo(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB: true
    default: false
    }
  }

  /// RFC 5892, section 2.4.
  private static func isInIgnorableBlock(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20D0...0x20FF, 0x1D100...0x1D1FF, 0x1D200...0x1D24F: true
    default: false
    }
  }

  /// HasCompat (RFC 8264, section 9.17): NFKC changes it. The standard library tells only whether
  /// NFKC with case folding does; for a character that is changed by case folding, the list says
  /// whether NFKC alone would be enough (UnicodeData.txt, decompositions of such characters).
  private static func hasCompatibleForm(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.properties.changesWhenNFKCCaseFolded else { return false }
    guard scalar.properties.changesWhenCaseFolded else { return true }
    switch scalar.value {
    case 0xB5, 0x132, 0x13F, 0x149, 0x17F, 0x1C4...0x1C5, 0x1C7...0x1C8, 0x1CA...0x1CB,
      0x1F1...0x1F2, 0x3D0...0x3D1, 0x3D5...0x3D6, 0x3F0...0x3F1, 0x3F4...0x3F5, 0x3F9, 0x587,
      0x1E9A...0x1E9B, 0x2126, 0x212A...0x212B, 0x2160...0x216F, 0x24B6...0x24CF, 0xFB00...0xFB06,
      0xFB13...0xFB17, 0xFF21...0xFF3A:
      return true
    default: return false
    }
  }
}
