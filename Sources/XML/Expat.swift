import CExpat

/// An expat parser that reports to a `TreeBuilder`. It owns both; the builder's address is what expat
/// hands to the handlers, hence the manual memory.
final class Expat {
  enum Outcome {
    /// All was taken in.
    case done
    /// The builder paused, at `TreeBuilder.pause` or the stream's end; the rest was not read.
    case paused
  }

  let builder: UnsafeMutablePointer<TreeBuilder>
  private var parser: OpaquePointer

  init(limits: ParserLimits, level: Int, nameSlots: Int) throws(XMLError) {
    parser = try Self.create()
    builder = .allocate(capacity: 1)
    builder.initialize(
      to: TreeBuilder(limits: limits, level: level, parser: parser, nameSlots: nameSlots))
    Self.setHandlers(parser, builder)
  }

  deinit {
    XML_ParserFree(parser)
    builder.deinitialize(count: 1)
    builder.deallocate()
  }

  /// Puts a new parser in the old one's place.
  func renew() throws(XMLError) {
    let next = try Self.create()
    XML_ParserFree(parser)
    parser = next
    builder.pointee.renew(next)
    Self.setHandlers(next, builder)
  }

  func parse(_ bytes: UnsafeRawBufferPointer, isFinal: Bool = false) throws(XMLError) -> Outcome {
    // What expat counts with.
    guard let count = Int32(exactly: bytes.count) else {
      throw .stanzaTooLarge(limit: Int(Int32.max))
    }
    // Where a token is cut, expat may wait until it has twice as much before it looks again. That
    // spares it from reading a long token over and over, but would hold back a stanza's end until
    // something follows it; so it may wait only where no token can end here.
    let mayEnd = bytes.baseAddress.map { expat_contains($0, 0x3E, bytes.count) != 0 } ?? true
    expat_allow_deferral(parser, mayEnd ? 0 : 1)
    let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    let status = XML_Parse(parser, start, count, isFinal ? 1 : 0)
    if let failure = builder.pointee.failure { throw failure }
    switch status {
    case XML_STATUS_OK: return .done
    case XML_STATUS_SUSPENDED: return .paused
    default: throw error
    }
  }

  private static func create() throws(XMLError) -> OpaquePointer {
    guard let parser = XML_ParserCreateNS("UTF-8", XML_Char(NameTable.separator)) else {
      throw .outOfMemory
    }
    return parser
  }

  private static func setHandlers(
    _ parser: OpaquePointer, _ builder: UnsafeMutablePointer<TreeBuilder>
  ) {
    XML_SetReturnNSTriplet(parser, 1)
    XML_SetUserData(parser, builder)
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let name else { return }
        Expat.builder(data)?.pointee.start(name, attributes)
      },
      { data, _ in Expat.builder(data)?.pointee.end() })
    XML_SetCharacterDataHandler(parser) { data, text, count in
      let bytes = UnsafeRawBufferPointer(start: text, count: Int(count))
      Expat.builder(data)?.pointee.characters(bytes)
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      Expat.builder(data)?.pointee.fail(.doctype)
    }
    XML_SetCommentHandler(parser) { data, _ in Expat.builder(data)?.pointee.fail(.comment) }
    XML_SetProcessingInstructionHandler(parser) { data, _, _ in
      Expat.builder(data)?.pointee.fail(.processingInstruction)
    }
    XML_SetXmlDeclHandler(parser) { data, _, encoding, _ in
      guard let encoding, String(cString: encoding).lowercased() != "utf-8" else { return }
      Expat.builder(data)?.pointee.fail(.unsupportedEncoding)
    }
  }

  @inline(__always)
  private static func builder(_ data: UnsafeMutableRawPointer?)
    -> UnsafeMutablePointer<TreeBuilder>?
  {
    data?.assumingMemoryBound(to: TreeBuilder.self)
  }

  private var error: XMLError {
    switch XML_GetErrorCode(parser) {
    case XML_ERROR_INVALID_TOKEN: invalidToken
    case XML_ERROR_PARTIAL_CHAR: .badUTF8
    case XML_ERROR_MISPLACED_XML_PI: .processingInstruction
    case XML_ERROR_UNDEFINED_ENTITY: .undefinedEntity
    case XML_ERROR_UNBOUND_PREFIX: .undeclaredPrefix
    case XML_ERROR_DUPLICATE_ATTRIBUTE: .duplicateAttribute
    case XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_UNCLOSED_CDATA_SECTION:
      .unfinished
    case XML_ERROR_NO_MEMORY: .outOfMemory
    default: .notWellFormed
    }
  }

  /// Expat has one code for bytes that are no character and characters that fit no token; what
  /// stands there tells.
  private var invalidToken: XMLError {
    var offset: Int32 = 0
    var size: Int32 = 0
    guard let context = XML_GetInputContext(parser, &offset, &size), offset >= 0, offset < size
    else { return .notWellFormed }
    let all = UnsafeRawBufferPointer(start: context, count: Int(size))
    let rest = all[Int(offset)...]
    if Self.beginsWithBadUTF8(rest) { return .badUTF8 }
    // A document type declaration past the prolog is not even a token.
    if all[..<Int(offset)].suffix(2).elementsEqual("<!".utf8), rest.first == UInt8(ascii: "D") {
      return .doctype
    }
    return .notWellFormed
  }

  /// Whether no character can begin like this; one that is cut off by the end may be good.
  private static func beginsWithBadUTF8(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
    var parser = UTF8.ForwardParser()
    var scalars = bytes.makeIterator()
    guard case .error(let length) = parser.parseScalar(from: &scalars) else { return false }
    let isCutOff = length == bytes.count && (0xC2...0xF4).contains(bytes.first ?? 0)
    return !isCutOff
  }
}
