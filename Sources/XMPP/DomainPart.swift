/// The domain of an address (RFC 7622, section 3.2): labels by IDNA2008, in their Unicode form and
/// lower case, or an IP address.
enum DomainPart {
  /// The most bytes of a label in its ASCII form (RFC 1035, section 2.3.4).
  static let labelLimit = 63

  /// Case, width and full stops are mapped first (RFC 7622, section 3.2.1; RFC 5895, section 2),
  /// the final dot is dropped, each `xn--` label decoded. Capitals that are valid as they are keep
  /// their case: those of Cherokee, whose small letters IDNA2008 does not allow.
  static func prepare(_ text: String) throws(JIDError) -> String {
    guard text.utf8.count <= JID.textLimit else { throw .textTooLong }
    if text.utf8.first == UInt8(ascii: "[") { return try addressLiteral(text) }
    let mapped = Preparation.caseAndWidthMapped(text) { CodePointClass.idna($0) == .valid }
    // By scalars: a full stop may be in one grapheme cluster with what stands before it.
    var labels = mapped.unicodeScalars.split(omittingEmptySubsequences: false) {
      $0 == "." || $0 == "\u{3002}"
    }
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    guard labels.count > 1 || labels.first?.isEmpty == false else { throw .empty(.domain) }
    var prepared: [String] = []
    for label in labels { prepared.append(try prepare(label: String(label))) }
    let domain = prepared.joined(separator: ".")
    guard domain.utf8.count <= BareJID.partLimit else { throw .tooLong(.domain) }
    return domain
  }

  private static func addressLiteral(_ text: String) throws(JIDError) -> String {
    let address = text.utf8.dropFirst().dropLast()
    guard text.utf8.last == UInt8(ascii: "]"), IPv6.isAddress(Array(address)) else {
      throw .malformedDomain(.address)
    }
    return text.lowercased()
  }

  private static func prepare(label: String) throws(JIDError) -> String {
    guard !label.isEmpty else { throw .malformedDomain(.emptyLabel) }
    guard label.utf8.allSatisfy({ $0 < 0x80 }) else {
      let scalars = Array(label.unicodeScalars)
      try check(scalars)
      guard let encoded = Punycode.encode(scalars), encoded.count + 4 <= labelLimit else {
        throw .malformedDomain(.labelTooLong)
      }
      return label
    }
    guard label.utf8.count <= labelLimit else { throw .malformedDomain(.labelTooLong) }
    guard label.hasPrefix("xn--") else {
      try check(Array(label.unicodeScalars))
      return label
    }
    return try decode(encoded: Array(label.utf8.dropFirst(4)))
  }

  /// An A-label's Unicode form, which must be such that encoding gives the same bytes again (RFC
  /// 5891, section 5.4).
  private static func decode(encoded: [UInt8]) throws(JIDError) -> String {
    guard let scalars = Punycode.decode(encoded), scalars.contains(where: { !$0.isASCII }),
      Punycode.encode(scalars) == encoded
    else { throw .malformedDomain(.punycode) }
    let label = String(String.UnicodeScalarView(scalars))
    guard Preparation.isNFC(label) else { throw .malformedDomain(.punycode) }
    try check(scalars)
    return label
  }

  /// RFC 5891, section 4.2.3, of a label that is not empty.
  private static func check(_ label: [Unicode.Scalar]) throws(JIDError) {
    for (index, scalar) in label.enumerated() {
      switch CodePointClass.idna(scalar) {
      case .valid: break
      case .contextual where ContextRule.allows(index, in: label): break
      case .contextual: throw .misplaced(scalar, .domain)
      case .freeformOnly, .disallowed: throw .forbidden(scalar, .domain)
      }
    }
    guard label.first != "-", label.last != "-", label.dropFirst(2).prefix(2) != ["-", "-"] else {
      throw .malformedDomain(.hyphen)
    }
    switch label.first?.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: throw .malformedDomain(.leadingMark)
    default: break
    }
    guard BidiRule.allows(label) else { throw .bidi(.domain) }
  }
}

/// The text form of IPv6 addresses (RFC 4291, section 2.2), without a zone.
enum IPv6 {
  static func isAddress(_ text: [UInt8]) -> Bool {
    let halves = halves(of: text)
    var groups = 0
    for (index, half) in halves.enumerated() {
      guard let count = self.groups(in: half, endsAddress: index == halves.count - 1) else {
        return false
      }
      groups += count
    }
    return halves.count == 1 ? groups == 8 : groups < 8
  }

  /// Cut at the first `::`; a second one leaves an empty group, which is refused.
  private static func halves(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    let colon = UInt8(ascii: ":")
    for index in text.indices.dropLast() where text[index] == colon && text[index + 1] == colon {
      return [text[..<index], text[(index + 2)...]]
    }
    return [text[...]]
  }

  /// How many 16-bit groups the text stands for; nil if it is malformed.
  private static func groups(in text: ArraySlice<UInt8>, endsAddress: Bool) -> Int? {
    if text.isEmpty { return 0 }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var count = 0
    for (index, part) in parts.enumerated() {
      if 1...4 ~= part.count, part.allSatisfy(isHexDigit) {
        count += 1
      } else if endsAddress, index == parts.count - 1, isIPv4(part) {
        count += 2
      } else {
        return nil
      }
    }
    return count
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  private static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        1...3 ~= part.count && (part.count == 1 || part.first != UInt8(ascii: "0"))
          && part.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
          && part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
      }
  }
}
