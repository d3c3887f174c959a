extension Element {
  /// One element from its markup, such as a stored payload; white space around it is dropped.
  ///
  /// - Throws: what a stream would be ended for, the limit that is broken, or `.unfinished`.
  package init(
    parsing bytes: [UInt8], limits: ParserLimits = ParserLimits()
  ) throws(XMLError) {
    let result: Result<Element, XMLError> = bytes.withUnsafeBytes { bytes in
      do throws(XMLError) { return .success(try Element(parsing: bytes, limits)) } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  private init(parsing bytes: UnsafeRawBufferPointer, _ limits: ParserLimits) throws(XMLError) {
    if bytes.prefix(2).contains(where: { $0 == 0 || $0 >= 0xFE }) { throw .badUTF8 }
    // White space aside, more than this cannot be within the limit.
    if bytes.count > limits.hardBytes { throw .stanzaTooLarge(limit: limits.stanzaBytes) }
    let expat = try Expat(limits: limits, level: 1, nameSlots: 64)
    _ = try expat.parse(bytes, isFinal: true)
    switch expat.builder.pointee.events.first {
    case .stanza(let element): self = element
    case .refused(_, let error): throw error
    default: throw .unfinished
    }
  }
}
