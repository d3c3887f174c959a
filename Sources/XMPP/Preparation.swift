/// The mappings that come before the check of single characters (RFC 8264, section 7; RFC 5895).
enum Preparation {
  /// Width, then case, then NFC. Case mapping is Unicode's lower case of each character alone (RFC
  /// 8265, section 3.3.3): a capital sigma gives the same letter wherever it stands. What is in
  /// `kept` is left as it is.
  static func caseAndWidthMapped(
    _ text: String, kept: (Unicode.Scalar) -> Bool = { _ in false }
  ) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    var mapped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let narrow = widthMapped(scalar)
      if narrow.properties.changesWhenLowercased, !kept(narrow) {
        mapped.append(contentsOf: narrow.properties.lowercaseMapping.unicodeScalars)
      } else {
        mapped.append(narrow)
      }
    }
    return nfc(String(mapped))
  }

  /// Each space outside ASCII becomes U+0020, then NFC (RFC 8265, section 4.2.2).
  static func spacesMapped(_ text: String) -> String {
    var mapped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      mapped.append(scalar.properties.generalCategory == .spaceSeparator ? " " : scalar)
    }
    return nfc(String(mapped))
  }

  static func isNFC(_ text: String) -> Bool {
    var bytes = text.utf8Span
    return bytes.checkForNFC(quickCheck: false)
  }

  /// Normalization Form C. The standard library says in its API whether a text has it; what makes
  /// it is public but underscored, and is reached only by the few texts that need it.
  static func nfc(_ text: String) -> String {
    isNFC(text) ? text : String(decoding: text._nfcCodeUnits, as: UTF8.self)
  }

  /// The full form of a half-width character and the narrow one of a full-width one: their Unicode
  /// decompositions `<wide>` and `<narrow>` (UnicodeData.txt). Those whose target no local part or
  /// domain may hold either (U+FF5F, the Hangul letters, the signs from U+FFE0) are left as they
  /// are, to be refused.
  static func widthMapped(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case 0xFF61...0xFF9F: katakana[Int(scalar.value - 0xFF61)]
    default: scalar
    }
  }

  /// U+FF61 to U+FF9F.
  private static let katakana = Array(
    "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}"
      .unicodeScalars)
}

extension String {
  /// In Unicode's Normalization Form C: canonically equal texts are then the same bytes.
  package var composed: String { Preparation.nfc(self) }
}
