/// Reads an XML stream (RFC 6120, section 4) as it arrives, cut anywhere, and hands out its stanzas.
///
/// Character data between stanzas is dropped: some servers write it (RFC 6120, section 11.7, allows
/// white space there as a keepalive). What RFC 6120, section 11.1 forbids ends the stream. Not
/// thread-safe: one thread at a time.
package final class StreamParser {
  package enum Event: Hashable, Sendable {
    /// The stream's header: its name and attributes, no children.
    case opened(Element)
    case stanza(Element)
    /// A stanza that broke a limit and was skipped, told at its end. `header` is its start tag, less
    /// the attributes over the limit, if those are what broke it.
    case refused(header: Element, XMLError)
    /// The stream's end tag. What follows it is dropped.
    case closed
  }

  private let limits: ParserLimits
  private var expat: Expat?
  private var failure: XMLError?
  private var isClosed = false
  /// The stream's start, to begin another parser with.
  private var header: [UInt8] = []
  private var isOpen = false
  /// Bytes given to the present parser.
  private var taken = 0

  /// What expat gets at once: bounds what one call can leave behind.
  private static let sliceBytes = 32_768
  private static let nameSlots = 1_024

  package init(limits: ParserLimits = ParserLimits()) {
    self.limits = limits
  }

  /// Takes the next bytes of the stream and reports, in order, what they complete.
  ///
  /// - Parameter event: must not call `feed`.
  /// - Throws: what ended the stream, after the events that came before it. From then on every call
  ///   throws the same.
  package func feed(_ bytes: UnsafeRawBufferPointer, _ event: (Event) -> Void) throws(XMLError) {
    if let failure { throw failure }
    var rest = bytes[...]
    while !rest.isEmpty, !isClosed {
      let slice = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.sliceBytes))
      do throws(XMLError) {
        let used = try parse(slice)
        deliver(event)
        rest = rest.dropFirst(used)
      } catch {
        deliver(event)
        failure = error
        expat = nil
        throw error
      }
    }
  }

  /// How much of the slice was read; less than all where the parser is to be renewed.
  private func parse(_ slice: UnsafeRawBufferPointer) throws(XMLError) -> Int {
    let expat = try ready()
    if taken < 2 { try refuseUTF16(slice) }
    if !isOpen { header.append(contentsOf: slice) }
    let before = taken
    taken += slice.count
    let outcome = try expat.parse(slice)
    let builder = expat.builder
    if !isOpen, let end = builder.pointee.headerEnd {
      isOpen = true
      header.removeLast(header.count - end)
    }
    isClosed = builder.pointee.isClosed
    if case .paused = outcome, let pause = builder.pointee.pause {
      try renew(expat)
      return pause - before
    }
    try boundPending(
      taken - builder.pointee.mark, token: taken - builder.pointee.reached)
    return slice.count
  }

  private func ready() throws(XMLError) -> Expat {
    if let expat { return expat }
    let made = try Expat(limits: limits, level: 2, nameSlots: Self.nameSlots)
    expat = made
    return made
  }

  private func deliver(_ event: (Event) -> Void) {
    guard let builder = expat?.builder, !builder.pointee.events.isEmpty else { return }
    // Swapped, so that the array's memory is used again.
    var events: [Event] = []
    swap(&events, &builder.pointee.events)
    for each in events { event(each) }
    events.removeAll(keepingCapacity: true)
    swap(&events, &builder.pointee.events)
  }

  /// Begins another parser with the header of this stream.
  private func renew(_ expat: Expat) throws(XMLError) {
    try expat.renew()
    // A throw cannot carry on through the closure, so the outcome does.
    let result: Result<Expat.Outcome, XMLError> = header.withUnsafeBytes { bytes in
      do throws(XMLError) { return .success(try expat.parse(bytes)) } catch {
        return .failure(error)
      }
    }
    _ = try result.get()
    taken = header.count
  }

  /// Expat takes UTF-16 for what it is, whatever it was told; in its first two bytes is one that
  /// UTF-8 never has.
  private func refuseUTF16(_ slice: UnsafeRawBufferPointer) throws(XMLError) {
    for byte in slice.prefix(2 - taken) where byte == 0 || byte >= 0xFE { throw .badUTF8 }
  }

  /// Ends a stream whose header or token grows beyond what is kept, or whose stanza beyond what is
  /// skipped.
  private func boundPending(_ bytes: Int, token: Int) throws(XMLError) {
    if !isOpen {
      if bytes > limits.stanzaBytes { throw .headerTooLarge(limit: limits.stanzaBytes) }
    } else if token > limits.hardBytes {
      throw .stanzaTooLarge(limit: limits.hardBytes)
    } else if bytes > limits.skippedBytes {
      throw .stanzaTooLarge(limit: limits.skippedBytes)
    }
  }
}
