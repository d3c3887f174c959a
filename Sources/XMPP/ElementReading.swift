import XML

extension Element {
  /// The name that a wire type is read from, or bad-request.
  func expect(_ name: String, _ namespace: String) throws(StanzaError) {
    guard self.is(name, namespace) else {
      throw StanzaError(.badRequest, "Expected <\(name)/> of \(namespace).")
    }
  }

  /// The text of a child, if there is one.
  func text(of name: String) -> String? { first(name, self.name.namespace)?.text }
}

extension UInt8 {
  /// White space of XML.
  var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension String {
  /// Without white space at its ends.
  var trimmed: Substring {
    let bytes = utf8
    guard let start = bytes.firstIndex(where: { !$0.isXMLSpace }),
      let last = bytes.lastIndex(where: { !$0.isXMLSpace })
    else { return "" }
    return self[start...last]
  }
}

extension Int {
  /// Reads a count of decimal digits, white space around it; one too large to hold is as good as the
  /// largest.
  init?(digits text: String) {
    let digits = text.trimmed
    guard !digits.isEmpty, digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    self = Int(digits) ?? .max
  }
}
