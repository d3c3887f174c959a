import CExpat

/// Builds elements from what expat reports, on a stack of its own, and keeps the limits.
///
/// The tree's root is at `level`: 2 in a stream, whose header is level 1, and 1 in a fragment. Events
/// gather in `events` until expat returns, so that nobody is called back from within expat.
struct TreeBuilder {
  private struct Frame {
    var element: Element
    /// Child elements so far.
    var count: Int
  }

  let limits: ParserLimits
  let level: Int
  /// The parser that reports; byte positions are counted from its first byte.
  var parser: OpaquePointer
  var events: [StreamParser.Event] = []
  /// What ended the stream.
  private(set) var failure: XMLError?
  /// Where everything up to here is dealt with: the end of the header, of a stanza or of the text
  /// after it, or the start of the stanza that is being read.
  private(set) var mark = 0
  /// Where the last token that was reported ends.
  private(set) var reached = 0
  /// Where the stream's header ends.
  private(set) var headerEnd: Int?
  private(set) var isClosed = false
  /// Set to the position where parsing paused so that a new parser can go on from there.
  private(set) var pause: Int?

  private var names: NameTable
  private var depth = 0
  private var frames: [Frame] = []
  private var text: [UInt8] = []
  /// The stanza that is being skipped: its start tag and the limit that it broke.
  private var refused: (header: Element, error: XMLError)?
  private var skippedNames = SkippedNames()
  /// The limit that the start tag just read breaks.
  private var tagError: XMLError?

  init(limits: ParserLimits, level: Int, parser: OpaquePointer, nameSlots: Int) {
    self.limits = limits
    self.level = level
    self.parser = parser
    names = NameTable(slots: nameSlots)
  }

  /// Goes on with another parser, which is to read the stream's header again.
  mutating func renew(_ parser: OpaquePointer) {
    self.parser = parser
    depth = 0
    (mark, reached) = (0, 0)
    pause = nil
  }

  /// Ends the stream; the first reason stands.
  mutating func fail(_ error: XMLError) {
    guard failure == nil else { return }
    failure = error
    XML_StopParser(parser, XML_Bool(XML_FALSE))
  }

  // MARK: What expat reports

  mutating func start(
    _ name: UnsafePointer<XML_Char>, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
  ) {
    guard failure == nil else { return }
    depth += 1
    reached = position
    guard depth >= level else { return openHeader(name, attributes) }
    if depth == level { mark = XML_GetCurrentByteIndex(parser) }
    if XML_GetCurrentByteCount(parser) > limits.hardBytes {
      return fail(.stanzaTooLarge(limit: limits.hardBytes))
    }
    if refused != nil { return skip() }
    if let error = placeError() { return refuse(error) }
    flushText()
    let element = readTag(name, attributes)
    frames.append(Frame(element: element, count: 0))
    if let tagError { refuse(tagError) }
  }

  mutating func end() {
    guard failure == nil else { return }
    depth -= 1
    reached = position
    guard depth >= level - 1 else {
      isClosed = true
      events.append(.closed)
      // Pausing here leaves whatever follows unread.
      XML_StopParser(parser, XML_Bool(XML_TRUE))
      return
    }
    if refused == nil {
      flushText()
      if frames.count > 1 {
        let element = frames.removeLast().element
        return frames[frames.count - 1].element.children.append(.element(element))
      }
    }
    if depth == level - 1 { finish() }
  }

  mutating func characters(_ bytes: UnsafeRawBufferPointer) {
    guard failure == nil else { return }
    reached = position
    guard refused == nil else { return }
    guard depth >= level else {
      mark = reached
      return
    }
    text.append(contentsOf: bytes)
    if reached - mark > limits.stanzaBytes { refuse(.stanzaTooLarge(limit: limits.stanzaBytes)) }
  }

  // MARK: Parts

  /// Where what expat reports now ends.
  private var position: Int {
    XML_GetCurrentByteIndex(parser) + Int(XML_GetCurrentByteCount(parser))
  }

  private mutating func openHeader(
    _ name: UnsafePointer<XML_Char>, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
  ) {
    mark = position
    guard headerEnd == nil else { return }
    headerEnd = mark
    let header = readTag(name, attributes)
    if mark > limits.stanzaBytes {
      fail(.headerTooLarge(limit: limits.stanzaBytes))
    } else if let tagError {
      fail(tagError)
    } else {
      events.append(.opened(header))
    }
  }

  /// A start tag in a stanza that is being skipped.
  private mutating func skip() {
    if depth - level >= limits.skippedDepth { return fail(.tooDeep(limit: limits.skippedDepth)) }
    // What is no larger than one token may be holds few names, whatever they are.
    guard position - mark > limits.hardBytes else { return }
    var (offset, size) = (Int32(0), Int32(0))
    guard let buffer = XML_GetInputContext(parser, &offset, &size) else { return }
    let token = UnsafeRawBufferPointer(start: buffer, count: Int(size))[Int(offset)...]
      .prefix(Int(XML_GetCurrentByteCount(parser)))
    skippedNames.note(UnsafeRawBufferPointer(rebasing: token))
    if skippedNames.count > limits.skippedNames { fail(.tooManyNames(limit: limits.skippedNames)) }
  }

  /// The limit that is broken by an element being where it is.
  private mutating func placeError() -> XMLError? {
    guard let last = frames.indices.last else { return nil }
    frames[last].count += 1
    if frames[last].count > limits.children { return .tooManyChildren(limit: limits.children) }
    if depth - level >= limits.depth { return .tooDeep(limit: limits.depth) }
    if position - mark > limits.stanzaBytes { return .stanzaTooLarge(limit: limits.stanzaBytes) }
    return nil
  }

  /// The element of a start tag. What breaks a limit is left out and `tagError` set; a name that is
  /// too long stays.
  private mutating func readTag(
    _ name: UnsafePointer<XML_Char>, _ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
  ) -> Element {
    tagError = nil
    var element = Element(names.name(nameBytes(name)).name)
    var count = Int(XML_GetSpecifiedAttributeCount(parser)) / 2
    guard count > 0, let list else { return element }
    if count > limits.attributes {
      tagError = .tooManyAttributes(limit: limits.attributes)
      count = limits.attributes
    }
    element.attributes.reserveCapacity(count)
    for index in 0..<count {
      guard let name = list[2 * index], let value = list[2 * index + 1] else { break }
      let length = expat_length(value)
      if length > limits.valueBytes {
        tagError = .valueTooLong(limit: limits.valueBytes)
        continue
      }
      let known = names.name(nameBytes(name))
      let text = String(
        decoding: UnsafeRawBufferPointer(start: value, count: length), as: UTF8.self)
      element.attributes.append(
        Element.Attribute(known.name, prefix: known.prefix, value: text))
    }
    return element
  }

  private mutating func nameBytes(_ name: UnsafePointer<XML_Char>) -> UnsafeRawBufferPointer {
    let bytes = UnsafeRawBufferPointer(start: name, count: expat_length(name))
    if bytes.count > limits.nameBytes {
      // The separators, at most two, are not part of the name.
      let separators = bytes.lazy.filter { $0 == NameTable.separator }.count
      if bytes.count - separators > limits.nameBytes {
        tagError = .nameTooLong(limit: limits.nameBytes)
      }
    }
    return bytes
  }

  private mutating func flushText() {
    guard !text.isEmpty, let last = frames.indices.last else { return }
    frames[last].element.children.append(.text(String(decoding: text, as: UTF8.self)))
    text.removeAll(keepingCapacity: true)
  }

  /// Begins to skip the stanza: what was built of it is released, its start tag kept.
  private mutating func refuse(_ error: XMLError) {
    guard let first = frames.first?.element else { return }
    refused = (Element(first.name, attributes: first.attributes), error)
    frames.removeAll()
    text = []
  }

  /// The end of a stanza.
  private mutating func finish() {
    let end = position
    let bytes = end - mark
    if bytes > limits.skippedBytes { return fail(.stanzaTooLarge(limit: limits.skippedBytes)) }
    if bytes > limits.stanzaBytes, refused == nil {
      refuse(.stanzaTooLarge(limit: limits.stanzaBytes))
    }
    if let (header, error) = refused {
      events.append(.refused(header: header, error))
      (refused, skippedNames) = (nil, SkippedNames())
    } else if let root = frames.popLast() {
      events.append(.stanza(root.element))
    }
    if text.capacity > 65_536 { text = [] }
    mark = end
    if level > 1, end > limits.renewalBytes {
      pause = end
      XML_StopParser(parser, XML_Bool(XML_TRUE))
    }
  }
}
