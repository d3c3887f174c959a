import XML

/// A component's stream: it comes out the same however it is cut, and what was read is written so that it is read again
/// as it was.
enum StreamFuzz {
  private static let limits = ParserLimits(
    stanzaBytes: 2_000, depth: 12, attributes: 8, renewalBytes: 4_000)

  /// - Parameter bytes: the first one says where the rest is cut.
  static func run(_ bytes: [UInt8]) throws(FuzzFailure) {
    guard let size = bytes.first.map({ Int($0) + 1 }) else { return }
    let stream = bytes.dropFirst()
    let whole = parse(stream, by: stream.count)
    let cut = parse(stream, by: size)
    // That a tag which is not whole will be an error may be seen sooner or later.
    try require(whole == cut, "Cut by \(size) it is another stream.")
    for event in whole {
      guard case .stanza(let stanza) = event else { continue }
      let written = stanza.xml()
      let again = try? Element(parsing: written)
      try require(again == stanza, "What was written is not what was read.")
      try require(again?.xml() == written, "Written again it is other bytes.")
    }
  }

  private static func parse(_ bytes: ArraySlice<UInt8>, by size: Int) -> [StreamParser.Event] {
    let parser = StreamParser(limits: limits)
    var events: [StreamParser.Event] = []
    var rest = bytes
    while !rest.isEmpty {
      let slice = rest.prefix(max(size, 1))
      rest = rest.dropFirst(slice.count)
      let isGood = slice.withUnsafeBytes { bytes in
        (try? parser.feed(bytes) { events.append($0) }) != nil
      }
      if !isGood { break }
    }
    return events
  }
}
