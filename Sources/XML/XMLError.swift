/// Why XML was refused. The first group breaks the stream; a limit refuses one stanza (or a
/// fragment) and breaks the stream only where `ParserLimits` says so.
package enum XMLError: Error, Hashable, Sendable {
  /// Not well-formed XML 1.0 with namespaces, and none of the cases below.
  case notWellFormed
  /// Bytes that are not UTF-8 (RFC 6120, section 11.6). Where markup is due the first of them ends
  /// the stream, so that they may count as `notWellFormed` if the others have not arrived.
  case badUTF8
  /// An XML declaration that names another encoding than UTF-8.
  case unsupportedEncoding
  /// A document type declaration (RFC 6120, section 11.1, as the two that follow).
  case doctype
  case comment
  case processingInstruction
  /// A reference to an entity other than the five that XML defines.
  case undefinedEntity
  /// A prefix that no `xmlns:` attribute declares.
  case undeclaredPrefix
  /// The same attribute twice, also by way of two prefixes of one namespace.
  case duplicateAttribute
  /// A fragment that ends before its element does.
  case unfinished
  case outOfMemory
  /// The stream's header has more than `limit` bytes.
  case headerTooLarge(limit: Int)

  case stanzaTooLarge(limit: Int)
  case tooDeep(limit: Int)
  case tooManyAttributes(limit: Int)
  case tooManyChildren(limit: Int)
  case nameTooLong(limit: Int)
  case valueTooLong(limit: Int)
  /// Of names in a stanza that is skipped.
  case tooManyNames(limit: Int)
}
